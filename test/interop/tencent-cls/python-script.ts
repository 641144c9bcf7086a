import { fileURLToPath } from 'node:url';
import { type Script, startScript, type Told } from '../script.js';

/** Under which name `absent.md` would have it, which it may not. */
export const sdk = 'pypi: tencentcloud-cls-sdk-python';

/** Starts a script of the folder `python`. */
export function startPython(
  python: string,
  script: string,
  {
    listen,
    ...settings
  }: { readonly endpoint: string; readonly listen: (told: Told) => void } & Readonly<Record<string, unknown>>,
): Script {
  const path = fileURLToPath(new URL(`python/${script}`, import.meta.url));
  // The SDK takes the host of logs as an argument, and that of API 3.0 from the environment alone.
  const environment = { YUNAPI_ENDPOINT: settings.endpoint };
  return startScript([python, path], { settings, environment, listen });
}

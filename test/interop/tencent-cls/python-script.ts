import { fileURLToPath } from 'node:url';
import { runScript, type Script, type ScriptOptions, startScript, type Told } from '../script.js';

/** Under which name `absent.md` would have it, which it may not. */
export const sdk = 'pypi: tencentcloud-cls-sdk-python';

type Settings = { readonly endpoint: string } & Readonly<Record<string, unknown>>;

/** Starts a script of the folder `python`, or of another one that its name tells. */
export function startPython(
  python: string,
  script: string,
  { listen, ...settings }: { readonly listen: (told: Told) => void } & Settings,
): Script {
  return startScript([python, pathOf(script)], { ...optionsFor(settings), listen });
}

/** Runs one to its end and gives what it told; rejects with its last words where it fails. */
export function runPython(python: string, script: string, settings: Settings): Promise<readonly Told[]> {
  return runScript([python, pathOf(script)], optionsFor(settings));
}

const pathOf = (script: string): string =>
  fileURLToPath(new URL(script.includes('/') ? script : `python/${script}`, import.meta.url));

/** The SDK takes the host of logs as an argument, and that of API 3.0 from the environment alone. */
const optionsFor = (settings: Settings): ScriptOptions => ({
  settings,
  environment: { YUNAPI_ENDPOINT: settings.endpoint },
});

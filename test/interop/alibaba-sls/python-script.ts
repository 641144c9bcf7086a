import { fileURLToPath } from 'node:url';
import { credentials, logstore, project } from '../../end-to-end/emulated-log.js';
import { runScript, type Script, type ScriptOptions, startScript, type Told } from '../script.js';

/** Under which name `absent.md` would have it. */
export const sdk = 'pypi: aliyun-log-python-sdk';

/** How a script reaches the service: through proxies, as if the names of a region were known here. */
export interface Way {
  readonly endpoint: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The region that the scripts sign for, and whose names their requests go to. */
export const region = 'cn-emu';
const service = `${region}.log.aliyuncs.com`;

/** Plain HTTP: the SDK sends the emulator, or whoever stands before it, what it would send to a proxy. */
export function overHttp(proxy: string): Way {
  return { endpoint: service, environment: { HTTP_PROXY: proxy } };
}

/** HTTPS: the SDK asks a proxy for a tunnel, and checks the name and the certificate of who answers at its end. */
export function overHttps(proxy: string, caFile: string): Way {
  return { endpoint: `https://${service}`, environment: { HTTPS_PROXY: proxy, REQUESTS_CA_BUNDLE: caFile } };
}

const defaults = { ...credentials, project, logstore, region, signature: 'v1', compression: 'lz4' };

type Settings = { readonly way: Way } & Record<string, unknown>;

/** Starts a script of the folder `python`; `settings` go over the defaults. */
export function startPython(
  python: string,
  script: string,
  { listen, ...settings }: Settings & { readonly listen: (told: Told) => void },
): Script {
  return startScript(commandOf(python, script), { ...optionsOf(settings), listen });
}

/** Runs one to its end and gives what it told; rejects with its last words where it fails. */
export function runPython(python: string, script: string, settings: Settings): Promise<readonly Told[]> {
  return runScript(commandOf(python, script), optionsOf(settings));
}

function commandOf(python: string, script: string): [string, string] {
  return [python, fileURLToPath(new URL(`python/${script}`, import.meta.url))];
}

function optionsOf({ way, ...settings }: Settings): ScriptOptions {
  return { settings: { ...defaults, endpoint: way.endpoint, ...settings }, environment: way.environment };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { credentials, logstore, project } from '../../end-to-end/emulated-log.js';

/** Under which name `absent.md` would have it. */
export const sdk = 'pypi: aliyun-log-python-sdk';

/** How a script reaches the service: through proxies, as if the names of a region were known here. */
export interface Way {
  readonly endpoint: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** One JSON object of a script; `kind` says which. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was told.
export type Told = { readonly kind: string } & Readonly<Record<string, any>>;

export interface PythonScript {
  kill(signal: NodeJS.Signals): void;
  /** Resolves with the exit code once the process has ended and everything it told has been heard. */
  readonly ended: Promise<number | null>;
  /** What it wrote to stderr: the SDK's own log, and why it failed. */
  readonly complaints: string;
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

/** For rows that start a few scripts: long, since the machine may have other things to do. */
export const patience = { timeout: 60_000 };

const defaults = { ...credentials, project, logstore, region, signature: 'v1', compression: 'lz4' };

/** Starts a script of this folder; `settings` go over the defaults. */
export function startPython(
  python: string,
  script: string,
  { way, listen, ...settings }: { readonly way: Way; readonly listen: (told: Told) => void } & Record<string, unknown>,
): PythonScript {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(python, [path, JSON.stringify({ ...defaults, endpoint: way.endpoint, ...settings })], {
    env: { ...withoutProxies(process.env), PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1', ...way.environment },
    // Nothing is written to its input; that it ends tells the script that we are gone.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    // A script that is killed may leave half a line behind.
    rest = lines.pop() ?? '';
    for (const line of lines) listen(JSON.parse(line) as Told);
  });
  return {
    kill: (signal) => void child.kill(signal),
    ended: codeOf(child),
    get complaints() {
      return complaints;
    },
  };
}

/** Runs a script to its end and gives what it told; rejects with its last words where it fails. */
export async function runPython(
  python: string,
  script: string,
  settings: { readonly way: Way } & Record<string, unknown>,
): Promise<readonly Told[]> {
  const all: Told[] = [];
  const running = startPython(python, script, { ...settings, listen: (told) => void all.push(told) });
  const code = await running.ended;
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${running.complaints.trim().split('\n').at(-1)}`);
  return all;
}

/** `close`, unlike `exit`, comes after the last line. */
async function codeOf(child: ChildProcess): Promise<number | null> {
  const [code] = await once(child, 'close');
  return code as number | null;
}

/** What the machine has set for its own way out must not lead the scripts elsewhere. */
function withoutProxies(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/_proxy$|^REQUESTS_CA_BUNDLE$|^CURL_CA_BUNDLE$/i.test(name)),
  );
}

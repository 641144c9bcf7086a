import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** One JSON object of a script; `kind` says which. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was told.
export type Told = { readonly kind: string } & Readonly<Record<string, any>>;

/** A program in a vendor's language that gets its settings as JSON in its last argument and tells one JSON object a line. */
export interface Script {
  kill(signal: NodeJS.Signals): void;
  /** Writes one JSON object a line to its input; most scripts ask for nothing. */
  ask(question: Readonly<Record<string, unknown>>): void;
  /** Resolves with the exit code once the process has ended and everything it told has been heard. */
  readonly ended: Promise<number | null>;
  /** What it wrote to stderr: the SDK's own log, and why it failed. */
  readonly complaints: string;
}

export interface ScriptOptions {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** For rows that start a few scripts: long, since the machine may have other things to do. */
export const patience = { timeout: 60_000 };

/** What the scripts in Python share lies here. */
const sharedPython = fileURLToPath(new URL('.', import.meta.url));

export function startScript(
  [program, ...args]: readonly [string, ...string[]],
  { settings, environment = {}, listen }: ScriptOptions & { readonly listen: (told: Told) => void },
): Script {
  const child = spawn(program, [...args, asciiJson(settings)], {
    env: {
      ...withoutProxies(process.env),
      PYTHONPATH: sharedPython,
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONUTF8: '1',
      ...environment,
    },
    // That its input ends tells the script that we are gone.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // One that has ended hears nothing; `ended` tells.
  child.stdin.on('error', () => undefined);
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
    ask: (question) => void child.stdin.write(`${asciiJson(question)}\n`),
    ended: codeOf(child),
    get complaints() {
      return complaints;
    },
  };
}

/** Runs a script to its end and gives what it told; rejects with its last words where it fails. */
export async function runScript(
  command: readonly [string, ...string[]],
  options: ScriptOptions,
): Promise<readonly Told[]> {
  const all: Told[] = [];
  const running = startScript(command, { ...options, listen: (told) => void all.push(told) });
  const code = await running.ended;
  if (code !== 0) throw new Error(`${command.at(-1)} ended with ${code}: ${lastWords(running)}`);
  return all;
}

/** Why a script failed, in one line. */
export function lastWords({ complaints }: Script): string {
  return complaints.trim().split('\n').at(-1) ?? '';
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

/** Java reads its arguments in the system's encoding, which is ASCII where no locale is set. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

/** The emulator that is tried, unless another one is named. */
export const builtEmulator: string = join(
  dirname(createRequire(import.meta.url).resolve('@polylog/emulator/package.json')),
  'dist/main.js',
);

export interface EmulatorProcess {
  readonly port: number;
  /** What it has said on stderr. */
  readonly said: () => string;
  kill(): Promise<void>;
}

/** Resolves when it is ready. Rejects with what it says where it ends before that. */
export async function startEmulatorProcess(main: string, flags: readonly string[]): Promise<EmulatorProcess> {
  const child: ChildProcess = spawn(process.execPath, [main, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += String(chunk);
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const ready = once(lines, 'line').then(([line]) => JSON.parse(String(line)) as { sls: { port: number } });
  const first = await Promise.race([ready, ended.then(() => undefined)]);
  if (first === undefined) throw new Error(`the emulator did not start: ${said}`);
  return {
    port: first.sls.port,
    said: () => said,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/**
 * What a kill in the middle of a write leaves, which is too short a moment to be met by chance: a piece of an entry at the end of
 * the newest file. `share` is how much of it, from 0 to 1.
 */
export function tearEnd(directory: string, share: number): void {
  const newest = readdirSync(directory)
    .filter((name) => name.endsWith('.log'))
    .sort()
    .at(-1) as string;
  const path = join(directory, newest);
  const bytes = readFileSync(path);
  const start = bytes.indexOf('\n') + 1;
  const length = 16 + bytes.readUInt32LE(start);
  appendFileSync(path, bytes.subarray(start, start + 1 + Math.floor(share * (length - 1))));
}

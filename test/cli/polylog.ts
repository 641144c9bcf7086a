import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { onTestFinished } from 'vitest';

/** The command itself. */
export const main: string = resolve(import.meta.dirname, '../../packages/cli/dist/main.js');

export interface Running {
  readonly child: ChildProcess;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly output: { out: string; err: string };
  readonly ended: Promise<number | null>;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Left open: nothing is written, and it does not end. */
  readonly stdin?: 'ignore' | 'pipe';
  /** Whether somebody reads stdout. */
  readonly reads?: boolean;
}

export function start(
  cwd: string,
  args: readonly string[],
  { env = {}, stdin = 'ignore', reads = true }: StartOptions = {},
): Running {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: [stdin, 'pipe', 'pipe'],
  }) as ChildProcessByStdio<Writable, Readable, Readable>;
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = { out: '', err: '' };
  if (reads) child.stdout.on('data', (text) => (output.out += String(text)));
  child.stderr.on('data', (text) => (output.err += String(text)));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, stdin: child.stdin, stdout: child.stdout, output, ended };
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** @param input what stands on stdin, which then ends. */
export async function polylog(
  cwd: string,
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
  input?: string | Uint8Array,
): Promise<Ended> {
  const { stdin, output, ended } = start(cwd, args, {
    ...(env !== undefined && { env }),
    stdin: input === undefined ? 'ignore' : 'pipe',
  });
  if (input !== undefined) stdin.end(input);
  return { code: await ended, ...output };
}

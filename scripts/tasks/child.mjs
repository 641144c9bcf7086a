import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { TaskError } from './progress.mjs';

/** The first signal that came while a child ran: what asked the child to end asked us too. */
let interruptedBy;
export const wasInterrupted = () => interruptedBy !== undefined;

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Resolves with the exit code of a child, 128 + n if signal n ended it. While it runs, signals to us are passed on to it.
 * A Ctrl-C typed at a terminal reaches the whole process group, the child too: passing that one on would make two of it.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
export function ended(child) {
  const pass = (/** @type {NodeJS.Signals} */ signal) => {
    interruptedBy ??= signal;
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    child.kill(signal);
  };
  for (const signal of FORWARDED) process.on(signal, pass);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  }).finally(() => {
    for (const signal of FORWARDED) process.off(signal, pass);
  });
}

/** Runs one of the workspace's scripts or tools under this Node, on our terminal. */
export function runNode(/** @type {readonly string[]} */ args, /** @type {Record<string, string>} */ env = {}) {
  return ended(spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } }));
}

/**
 * Like `ended`, with what the child said: `stdout`, and `output`, which is both streams as they came. For steps on the way
 * to something: throws when a signal ended the whole.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
export async function captured(child) {
  let stdout = '';
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    stdout += text;
    output += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  const code = await ended(child);
  if (wasInterrupted()) throw new TaskError(`ended by ${interruptedBy}.`, 128 + constants.signals[interruptedBy]);
  return { code, stdout, output };
}

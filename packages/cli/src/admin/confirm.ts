import { createInterface } from 'node:readline/promises';
import { ConsumerError } from '@polylog/core';
import type { Context } from '../context.js';

/**
 * Asks on the terminal, unless `yes` was given. Throws `invalid-argument` where nobody can be asked: what cannot be taken
 * back is never done by default.
 */
export async function confirm(question: string, yes: boolean, { signal }: Context): Promise<boolean> {
  if (yes) return true;
  const { stdin, stderr } = process;
  if (stdin.isTTY !== true || stderr.isTTY !== true) {
    throw new ConsumerError(
      'invalid-argument',
      'polylog: nothing was done: it wants asking, and there is no terminal to ask on. Give --yes.',
    );
  }
  // Not as a terminal: Ctrl-C then stays the signal that it is everywhere else.
  const lines = createInterface({ input: stdin, output: stderr, terminal: false });
  const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([lines.question(`${question} [y/N] `, { signal }), closed]);
    return /^y(?:es)?$/i.test(answer.trim());
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    lines.close();
  }
}

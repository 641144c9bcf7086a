// Talking with a child that was forked: one message at a time.
import { once } from 'node:events';

/**
 * Rejects where the process ends instead.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
export async function nextMessage(child) {
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    return await Promise.race([
      once(child, 'message', { signal }).then(([message]) => message),
      once(child, 'exit', { signal }).then(([code]) => {
        throw new Error(`${child.spawnargs[1]} ended with ${code}`);
      }),
    ]);
  } finally {
    waiting.abort();
  }
}

/** Asks a child by a message, whatever it says. */
export function ask(/** @type {import('node:child_process').ChildProcess} */ child) {
  child.send('now');
  return nextMessage(child);
}

/** A child ends by itself once its parent is gone. */
export async function endOf(/** @type {import('node:child_process').ChildProcess} */ child) {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  if (child.connected) child.disconnect();
  await ended;
}

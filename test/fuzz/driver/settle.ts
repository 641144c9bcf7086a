import { setImmediate as nextTurn } from 'node:timers/promises';
import { BrokenPromise } from '../fuzz-target.js';

export type Settled<T> = { readonly value: T } | { readonly error: unknown };

/** Nothing here waits for anything but a thread of node:zlib: whoever is not done by then never will be. */
const LONGEST_MS = 5_000;

const unhandled: unknown[] = [];
let watching = false;

/** What a promise settles with. Throws where it hangs, and where another one was rejected and nobody looked. */
export async function settle<T>(promise: Promise<T>): Promise<Settled<T>> {
  if (!watching) process.on('unhandledRejection', (reason) => unhandled.push(reason));
  watching = true;
  let settled: Settled<T> | undefined;
  const watched = promise.then(
    (value) => {
      settled = { value };
    },
    (error: unknown) => {
      settled = { error };
    },
  );
  const endAt = performance.now() + LONGEST_MS;
  do {
    await nextTurn();
  } while (settled === undefined && performance.now() < endAt);
  if (unhandled.length > 0) throw new BrokenPromise('a rejection that nobody handled', unhandled.pop());
  if (settled === undefined) throw new BrokenPromise(`it has not settled after ${LONGEST_MS} ms`);
  await watched;
  return settled;
}

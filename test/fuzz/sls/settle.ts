import { setImmediate as nextTurn } from 'node:timers/promises';
import { BrokenPromise } from '../fuzz-target.js';

export type Settled<T> = { readonly value: T } | { readonly error: unknown };

/** Nothing here waits for anything outside: whoever is not done after so many turns of the event loop never will be. */
const MOST_TURNS = 20;

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
  for (let turns = 0; turns === 0 || (settled === undefined && turns < MOST_TURNS); turns++) await nextTurn();
  if (unhandled.length > 0) throw new BrokenPromise('a rejection that nobody handled', unhandled.pop());
  if (settled === undefined) throw new BrokenPromise(`it has not settled after ${MOST_TURNS} turns`);
  await watched;
  return settled;
}

import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { type SharedFlight, startSharedFlight } from './shared-flight.js';

interface Manual {
  readonly flight: SharedFlight<string>;
  readonly signal: () => AbortSignal;
  readonly over: () => number;
  land(value: string): void;
  crash(error: unknown): void;
}

/** A flight that the test lands by hand. */
function manual(): Manual {
  let signal: AbortSignal | undefined;
  let over = 0;
  let land = (_: string): void => undefined;
  let crash = (_: unknown): void => undefined;
  const flight = startSharedFlight(
    (given) => {
      signal = given;
      return new Promise<string>((resolve, reject) => {
        land = resolve;
        crash = reject;
      });
    },
    () => {
      over += 1;
    },
  );
  return { flight, signal: () => signal as AbortSignal, over: () => over, land, crash };
}

test('all who have joined get what the work brings, and nothing listens any more', async () => {
  const { flight, land, over } = manual();
  const { signal } = new AbortController();
  const all = Promise.all([flight.join(signal), flight.join(signal)]);
  land('here');
  expect(await all).toEqual(['here', 'here']);
  expect(over()).toBe(1);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('one who gives up rejects alone; with the last one the work ends, and is over', async () => {
  const { flight, signal, over } = manual();
  const [first, second] = [new AbortController(), new AbortController()];
  const one = flight.join(first.signal).catch((error: unknown) => error);
  const two = flight.join(second.signal).catch((error: unknown) => error);
  first.abort('first');
  expect(await one).toBe('first');
  expect([signal().aborted, over()]).toEqual([false, 0]);
  second.abort('second');
  expect(await two).toBe('second');
  expect([signal().aborted, signal().reason, over()]).toEqual([true, 'second', 1]);
});

test('a failure that nobody waits for is nobody’s unhandled rejection', async () => {
  const unhandled: unknown[] = [];
  const listen = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', listen);
  const { crash, over } = manual();
  crash(new Error('unheard'));
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', listen);
  expect([unhandled, over()]).toEqual([[], 1]);
});

test('a signal that has aborted does not join, and ends nothing', async () => {
  const { flight, signal, land } = manual();
  await expect(flight.join(AbortSignal.abort('gone'))).rejects.toBe('gone');
  expect(signal().aborted).toBe(false);
  land('here');
});

test('who ends it aborts the work', () => {
  const { flight, signal } = manual();
  flight.end('closed');
  expect(signal().reason).toBe('closed');
});

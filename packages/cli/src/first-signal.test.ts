import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { onFirstSignal, type SignalName } from './first-signal.js';

const listeners = (source: EventEmitter): number => source.listenerCount('SIGINT') + source.listenerCount('SIGTERM');

/** A second that passes when it is told to. */
function pause(): { readonly passed: Promise<void>; end(): Promise<void> } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return {
    passed: promise,
    async end() {
      resolve();
      await setImmediate();
    },
  };
}

test('a signal that comes twice is told once; a second later the next one ends the process', async () => {
  const source = new EventEmitter();
  const told: SignalName[] = [];
  const second = pause();
  onFirstSignal(
    (name) => told.push(name),
    source,
    () => second.passed,
  );
  source.emit('SIGINT', 'SIGINT');
  source.emit('SIGINT', 'SIGINT');
  source.emit('SIGTERM', 'SIGTERM');
  expect(told).toEqual(['SIGINT']);
  expect(listeners(source)).toBe(2);
  await second.end();
  // Node ends the process where nobody listens.
  expect(listeners(source)).toBe(0);
});

test('who stops listening is told nothing; behind a signal its double is still taken', async () => {
  const source = new EventEmitter();
  const stop = onFirstSignal(() => undefined, source);
  stop();
  expect(listeners(source)).toBe(0);
  const second = pause();
  const stopLater = onFirstSignal(
    () => undefined,
    source,
    () => second.passed,
  );
  source.emit('SIGTERM', 'SIGTERM');
  stopLater();
  expect(listeners(source)).toBe(2);
  await second.end();
  expect(listeners(source)).toBe(0);
});

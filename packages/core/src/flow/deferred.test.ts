import { expect, test } from 'vitest';
import { deferred, unlessAborted } from './deferred.js';

test('a deferred is settled once, from outside', async () => {
  const { promise, resolve, reject } = deferred<number>();
  resolve(1);
  resolve(2);
  reject(new Error('late'));
  await expect(promise).resolves.toBe(1);
});

test('a rejection that nobody awaits is not unhandled, and whoever awaits it later sees it', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  const { promise, reject } = deferred<void>();
  reject('no');
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
  await expect(promise).rejects.toBe('no');
});

test('unlessAborted settles as the promise does, or with the reason of an abort, whichever is first', async () => {
  const controller = new AbortController();
  await expect(unlessAborted(Promise.resolve(1), controller.signal)).resolves.toBe(1);
  await expect(unlessAborted(Promise.reject('no'), controller.signal)).rejects.toBe('no');
  const late = deferred<number>();
  const waiting = unlessAborted(late.promise, controller.signal);
  controller.abort('enough');
  await expect(waiting).rejects.toBe('enough');
  late.reject('seen by nobody');
  await expect(unlessAborted(Promise.reject('no'), controller.signal)).rejects.toBe('enough');
});

test('unlessAborted leaves no listener on a signal that outlives the promise', async () => {
  const { signal } = new AbortController();
  let listeners = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...all: Parameters<typeof add>) => {
    listeners++;
    add(...all);
  };
  signal.removeEventListener = (...all: Parameters<typeof remove>) => {
    listeners--;
    remove(...all);
  };
  await unlessAborted(Promise.resolve(), signal);
  await unlessAborted(Promise.reject('no'), signal).catch(() => undefined);
  await new Promise((resolve) => setImmediate(resolve));
  expect(listeners).toBe(0);
});

import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { onAbort } from './on-abort.js';

test('any number of calls on one signal need one listener, which goes with the last of them', () => {
  const { signal } = new AbortController();
  const offs = Array.from({ length: 20 }, () => onAbort(signal, () => undefined));
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  for (const off of [...offs, ...offs]) off();
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

test('an abort runs each call that still waits once, also the same function given twice', () => {
  const controller = new AbortController();
  const ran: string[] = [];
  const twice = (): number => ran.push('twice');
  onAbort(controller.signal, twice);
  onAbort(controller.signal, twice);
  const off = onAbort(controller.signal, () => ran.push('taken back'));
  off();
  controller.abort();
  controller.abort();
  expect(ran).toEqual(['twice', 'twice']);
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
});

test('a call that is taken back after others were added anew leaves those alone', () => {
  const controller = new AbortController();
  const ran: string[] = [];
  const off = onAbort(controller.signal, () => ran.push('first'));
  off();
  onAbort(controller.signal, () => ran.push('second'));
  off();
  controller.abort();
  expect(ran).toEqual(['second']);
});

test('a call that another one takes back while the signal aborts is not run', () => {
  const controller = new AbortController();
  const ran: string[] = [];
  const offs: (() => void)[] = [];
  onAbort(controller.signal, () => {
    ran.push('first');
    for (const off of offs) off();
  });
  offs.push(onAbort(controller.signal, () => ran.push('taken back')));
  controller.abort();
  expect(ran).toEqual(['first']);
});

test('one that throws does not keep the others from being told', async () => {
  const controller = new AbortController();
  const thrown = new Promise((resolve) => process.once('uncaughtException', resolve));
  const listeners = process.rawListeners('uncaughtException').slice(0, -1) as ((error: Error) => void)[];
  for (const listener of listeners) process.off('uncaughtException', listener);
  const ran: string[] = [];
  try {
    onAbort(controller.signal, () => {
      throw new Error('a mistake');
    });
    onAbort(controller.signal, () => ran.push('second'));
    controller.abort();
    expect(ran).toEqual(['second']);
    expect(await thrown).toMatchObject({ message: 'a mistake' });
  } finally {
    for (const listener of listeners) process.on('uncaughtException', listener);
  }
});

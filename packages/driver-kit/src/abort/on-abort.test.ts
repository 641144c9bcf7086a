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

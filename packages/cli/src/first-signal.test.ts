import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { onFirstSignal, type SignalName } from './first-signal.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const listeners = (source: EventEmitter): number => source.listenerCount('SIGINT') + source.listenerCount('SIGTERM');

test('a signal that comes twice is told once; a second later the next one ends the process', () => {
  const source = new EventEmitter();
  const told: SignalName[] = [];
  onFirstSignal((name) => told.push(name), source);
  source.emit('SIGINT', 'SIGINT');
  source.emit('SIGINT', 'SIGINT');
  vi.advanceTimersByTime(999);
  source.emit('SIGTERM', 'SIGTERM');
  expect(told).toEqual(['SIGINT']);
  // Node ends the process where nobody listens.
  vi.advanceTimersByTime(1);
  expect(listeners(source)).toBe(0);
});

test('who stops listening is told nothing; behind a signal only its double is still taken', () => {
  const source = new EventEmitter();
  const stop = onFirstSignal(() => undefined, source);
  stop();
  expect(listeners(source)).toBe(0);
  const stopLater = onFirstSignal(() => undefined, source);
  source.emit('SIGTERM', 'SIGTERM');
  stopLater();
  expect(listeners(source)).toBe(2);
  vi.advanceTimersByTime(1_000);
  expect(listeners(source)).toBe(0);
});

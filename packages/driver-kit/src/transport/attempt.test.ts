import { expect, test } from 'vitest';
import { Attempt } from './attempt.js';

test('the first reason stays, and what waits for the end runs once', () => {
  const attempt = new Attempt();
  const ran: string[] = [];
  attempt.onEnd(() => ran.push('told'));
  attempt.end('first');
  attempt.end('second');
  expect(ran).toEqual(['told']);
  expect(attempt.reason).toBe('first');
  expect(() => attempt.throwIfOver()).toThrow('first');
});

test('a library that was given its signal is told, whether it asked before the end or after', () => {
  const attempt = new Attempt();
  const before = attempt.signal;
  expect(before.aborted).toBe(false);
  attempt.end('over');
  expect(before).toMatchObject({ aborted: true, reason: 'over' });

  const late = new Attempt();
  late.end('over');
  expect(late.signal).toMatchObject({ aborted: true, reason: 'over' });
});

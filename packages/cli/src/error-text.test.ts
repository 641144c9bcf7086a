import { ConsumerError } from '@polylog/core';
import { expect, test } from 'vitest';
import { errorText } from './error-text.js';

const refused = new Error('connect ECONNREFUSED 127.0.0.1:9\n', { cause: new Error('deeper') });

test('where a message points at its cause, the cause is told', () => {
  const message = 'it cannot be reached (see the cause). Do this.';
  const inner = new ConsumerError('unsupported', message, { cause: refused });
  const told = `${message}\nThe cause: connect ECONNREFUSED 127.0.0.1:9\\n`;
  expect(errorText(inner)).toBe(told);
  expect(errorText(new ConsumerError('unsupported', message, { cause: inner }))).toBe(told);
  expect(errorText(new ConsumerError('unsupported', message))).toBe(message);
});

test('what a processor has thrown is not told: records may stand in it', () => {
  const message = 'process() of partition "0" threw Error at p.js:1; "cause" is what it threw';
  expect(errorText(new ConsumerError('processor-failed', message, { cause: refused }))).toBe(message);
});

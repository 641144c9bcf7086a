import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { ConsumerError, isConsumerError } from './consumer-error.js';
import { failureToError, wrapError } from './wrap.js';

test('an error of another installed copy is recognised, whatever instanceof says', () => {
  const other: unknown = runInNewContext(
    `(() => {
      const error = new Error('from another copy');
      Object.defineProperty(error, Symbol.for('@polylog/core/ConsumerError'), { value: true });
      return error;
    })()`,
  );
  expect(other instanceof ConsumerError).toBe(false);
  expect(isConsumerError(other)).toBe(true);
  expect(isConsumerError(new ConsumerError('unknown', ''))).toBe(true);
});

test.each([undefined, null, 'text', 7, {}, new Error('plain'), { code: 'unknown' }, Symbol('x')])(
  '%o is not a consumer error',
  (value) => {
    expect(isConsumerError(value)).toBe(false);
  },
);

test('the brand does not show where an error is printed or copied', () => {
  const error = new ConsumerError('unknown', 'text');
  expect(Object.getOwnPropertySymbols({ ...error })).toEqual([]);
  expect(error.cause).toBeUndefined();
  expect('cause' in error).toBe(false);
});

test('what a driver threw is wrapped once, with its cause', () => {
  const driver = {
    classify: () =>
      ({ code: 'throttled', message: 'Slow down.', scope: 'call', retryAfterMs: 7, requestId: 'r' }) as const,
  };
  const cause = new Error('429');
  const wrapped = wrapError(driver, cause, '3');
  expect(wrapped).toMatchObject({
    code: 'throttled',
    message: 'Slow down.',
    partition: '3',
    retryAfterMs: 7,
    requestId: 'r',
    cause,
  });
  expect(wrapError(driver, wrapped, '4')).toBe(wrapped);
});

test('a failure that has been classified becomes an error without a cause', () => {
  const error = failureToError({ code: 'not-found', message: 'Gone.', scope: 'partition' }, undefined, '3');
  expect(error).toMatchObject({ code: 'not-found', message: 'Gone.', partition: '3' });
  expect('cause' in error).toBe(false);
});

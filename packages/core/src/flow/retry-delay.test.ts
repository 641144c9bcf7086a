import { expect, test } from 'vitest';
import type { ErrorCode } from '../errors/code.js';
import { ConsumerError } from '../errors/consumer-error.js';
import { retryDelayMs } from './retry-delay.js';

test('the delay that the service asks for is kept where it is longer', () => {
  const error = (retryAfterMs: number) => new ConsumerError('throttled', '', { retryAfterMs });
  expect(retryDelayMs(error(5_000), 1, () => 0)).toBe(5_000);
  expect(retryDelayMs(error(1), 1, () => 0)).toBe(100);
});

test('unknown gets five tries, everything that a retry cannot help none', () => {
  const delay = (code: ErrorCode, tries: number) => retryDelayMs(new ConsumerError(code, ''), tries, () => 0);
  expect(delay('unknown', 4)).toBeDefined();
  expect(delay('unknown', 5)).toBeUndefined();
  for (const code of ['lease-lost', 'position-lost', 'unauthenticated', 'not-found', 'corrupt-data'] as const) {
    expect(delay(code, 1)).toBeUndefined();
  }
});

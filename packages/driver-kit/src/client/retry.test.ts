import { ConsumerError, type ErrorCode } from '@polylog/core/driver';
import { createFakeClock } from '@polylog/core/testing';
import { expect, test } from 'vitest';
import { createClassifier } from '../failure/classify.js';
import { isClientError } from './client-error.js';
import { createRetry, type RetryPolicy } from './retry.js';

const classify = createClassifier({});
const policy: RetryPolicy = { tries: 4, firstPauseMs: 100, maxPauseMs: 300, withinMs: 10_000 };

/** Calls an attempt that fails so often, and tells when each try began. */
function trial(code: ErrorCode, failures: number, change: Partial<RetryPolicy> = {}, retryAfterMs?: number) {
  const clock = createFakeClock();
  const controller = new AbortController();
  const began: number[] = [];
  const startedAt = clock.monotonic();
  const retry = createRetry({ clock, random: () => 1, classify }, { ...policy, ...change });
  const attempt = async (): Promise<string> => {
    began.push(clock.monotonic() - startedAt);
    if (began.length <= failures) throw new ConsumerError(code, code, { retryAfterMs });
    return 'done';
  };
  const result = retry(attempt, controller.signal).catch((error: unknown) => error);
  return { clock, controller, began, result };
}

test('the pause doubles up to the longest, and the tries are counted', async () => {
  const { clock, began, result } = trial('unavailable', 9);
  await clock.advance(10_000);
  expect(began).toEqual([0, 100, 300, 600]);
  expect(await result).toMatchObject({ code: 'unavailable', tries: 4, message: 'unavailable (after 4 tries)' });
  expect(isClientError(await result)).toBe(true);
});

test('what succeeds after a while has succeeded', async () => {
  const { clock, began, result } = trial('throttled', 2);
  await clock.advance(10_000);
  expect([await result, began.length]).toEqual(['done', 3]);
});

test('the service’s own delay counts where it is longer, and no try begins beyond the time that there is', async () => {
  const { clock, began, result } = trial('throttled', 9, { tries: 9 }, 4_000);
  await clock.advance(60_000);
  expect(began).toEqual([0, 4_000, 8_000]);
  expect(await result).toMatchObject({ code: 'throttled', retryAfterMs: 4_000, tries: 3 });
});

test.each([
  'not-found',
  'invalid-argument',
  'unauthenticated',
  'permission-denied',
  'corrupt-data',
  'unknown',
] as const)('what is %s is not repeated', async (code) => {
  const { clock, began, result } = trial(code, 9);
  await clock.advance(10_000);
  expect([began, await result]).toMatchObject([[0], { code, tries: 1, message: code }]);
});

test('an abort ends a pause with its reason, and nothing is left behind', async () => {
  const { clock, controller, began, result } = trial('unavailable', 9);
  await clock.advance(150);
  controller.abort('enough');
  expect([await result, began, clock.pending]).toEqual(['enough', [0, 100], 0]);
});

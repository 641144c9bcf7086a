import { ConsumerError, type ErrorCode } from '@polylog/core/driver';
import { createFakeClock } from '@polylog/core/testing';
import { expect, test } from 'vitest';
import { createClassifier } from '../failure/classify.js';
import { createCallLimits } from '../flow/call-limits.js';
import { isClientError } from './client-error.js';
import { createRetry, type RetryPolicy } from './retry.js';
import { sendAsTold } from './send-options.js';

const classify = createClassifier({});
const policy: RetryPolicy = { tries: 4, firstPauseMs: 100, maxPauseMs: 300, withinMs: 10_000 };

/** Calls an attempt that fails so often, and tells when each try began. */
function trial(code: ErrorCode, failures: number, change: Partial<RetryPolicy> = {}, retryAfterMs?: number) {
  const clock = createFakeClock();
  const controller = new AbortController();
  const began: number[] = [];
  const startedAt = clock.monotonic();
  const retry = createRetry({ clock, random: () => 1, classify }, { ...policy, ...change });
  const attempt = async (sent: () => void): Promise<string> => {
    sent();
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

/** Attempts that end as they are told, in turn, the last one again and again; `held` is throttled before it was sent. */
function told(ends: readonly ('held' | 'credentials' | 'lost' | 'done')[], change: Partial<RetryPolicy> = {}) {
  const clock = createFakeClock();
  const began: number[] = [];
  const retried: unknown[] = [];
  const onRetry = (error: Error, failures: number): void => void retried.push([error.message, failures]);
  const retry = createRetry({ clock, random: () => 0.5, classify, onRetry }, { ...policy, ...change });
  const attempt = async ({ sent }: { readonly sent: () => void }): Promise<void> => {
    const end = ends[Math.min(began.length, ends.length - 1)];
    began.push(clock.monotonic());
    if (end === 'held') throw new ConsumerError('throttled', 'held', { retryAfterMs: 1_000 });
    if (end === 'credentials') throw new ConsumerError('unavailable', 'no keys');
    sent();
    // As where a signature is cured.
    sent();
    if (end === 'lost') throw new ConsumerError('unavailable', 'lost');
  };
  const sending = sendAsTold(attempt, { signal: new AbortController().signal, retry });
  const result = sending.then(
    () => 'done',
    (error: unknown) => error,
  );
  return { clock, began, retried, result };
}

test('what is held back waits for its turn and some chance as long as there is time, uses up no try, and was never sent', async () => {
  const patient = told(['held'], { tries: 2 });
  await patient.clock.advance(20_000);
  expect(patient.began).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((times) => times * 1_050));
  expect(await patient.result).toMatchObject({ code: 'throttled', tries: 0, message: 'held' });
  expect([patient.retried, patient.clock.pending]).toEqual([[], 0]);
  const lucky = told(['held', 'held', 'held', 'held', 'done'], { tries: 2 });
  await lucky.clock.advance(20_000);
  expect(await lucky.result).toBe('done');
  const hasty = told(['held'], { tries: 1 });
  expect(await hasty.result).toMatchObject({ code: 'throttled', tries: 0 });
});

test('tries tells what was sent, each try once, and neither what was held back nor what had no keys', async () => {
  const mixed = told(['held', 'lost', 'held', 'held', 'lost', 'held', 'lost'], { tries: 3 });
  await mixed.clock.advance(20_000);
  expect(await mixed.result).toMatchObject({ message: 'lost (after 3 tries)', tries: 3 });
  expect(mixed.retried).toEqual([
    ['lost', 1],
    ['lost (after 2 tries)', 2],
  ]);
  const once = told(['lost', 'held']);
  await once.clock.advance(20_000);
  expect(await once.result, 'that one may have been carried out').toMatchObject({ message: 'held', tries: 1 });
  const keyless = told(['credentials'], { tries: 3 });
  await keyless.clock.advance(20_000);
  expect(keyless.began).toHaveLength(3);
  expect(await keyless.result).toMatchObject({ code: 'unavailable', tries: 0 });
});

test('of two hundred calls at once all go out, twenty a second and hardly later than that takes, with two tries', async () => {
  const clock = createFakeClock();
  const limits = createCallLimits({ perSecond: 20, clock });
  let drawn = 1;
  const random = (): number => {
    drawn = (drawn * 48_271) % 2_147_483_647;
    return drawn / 2_147_483_647;
  };
  const retry = createRetry(
    { clock, random, classify },
    { tries: 2, firstPauseMs: 300, maxPauseMs: 10_000, withinMs: 90_000 },
  );
  const times: number[] = [];
  const attempt = async ({ sent }: { readonly sent: () => void }): Promise<void> => {
    limits.take('account', 'DescribePartitions');
    sent();
    times.push(clock.monotonic());
  };
  const all = Array.from({ length: 200 }, () => sendAsTold(attempt, { signal: new AbortController().signal, retry }));
  const ends = Promise.allSettled(all);
  await clock.advance(90_000);
  expect(new Set((await ends).map(({ status }) => status))).toEqual(new Set(['fulfilled']));
  expect(times).toHaveLength(200);
  expect(times.at(-1)).toBeLessThan(12_000);
  const later = times.filter((at) => at > 0);
  expect(new Set(later).size, 'they do not come together').toBeGreaterThan(later.length / 2);
});

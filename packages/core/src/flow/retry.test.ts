import { expect, test } from 'vitest';
import type { ErrorCode } from '../errors/code.js';
import { ConsumerError } from '../errors/consumer-error.js';
import { createFakeClock } from '../testing/fake-clock.js';
import { type RetryRules, retry } from './retry.js';
import { retryDelayMs } from './retry-delay.js';

function trial(overrides: Partial<RetryRules<ConsumerError>> = {}) {
  const clock = createFakeClock();
  const controller = new AbortController();
  const retries: [code: string, attempt: number, delayMs: number][] = [];
  const options: RetryRules<ConsumerError> = {
    clock,
    delayMs: (error, tries) => retryDelayMs(error, tries, () => 0),
    signal: controller.signal,
    wrap: (error) => error as ConsumerError,
    onRetry: ({ code }, attempt, delayMs) => retries.push([code, attempt, delayMs]),
    ...overrides,
  };
  return { clock, controller, retries, options };
}

const failing = (code: ErrorCode, times: number, retryAfterMs?: number) => {
  let calls = 0;
  return async (): Promise<number> => {
    if (++calls <= times) throw new ConsumerError(code, code, { retryAfterMs });
    return calls;
  };
};

test('what succeeds at once is not retried', async () => {
  const { options, retries, clock } = trial();
  await expect(retry(failing('unavailable', 0), options)).resolves.toBe(1);
  expect(retries).toEqual([]);
  expect(clock.pending).toBe(0);
});

test('unavailable and throttled are retried for ever, each told before its pause', async () => {
  const { options, retries, clock } = trial();
  const result = retry(failing('unavailable', 100), options);
  await clock.advance(3_600_000);
  await expect(result).resolves.toBe(101);
  expect(retries.slice(0, 3)).toEqual([
    ['unavailable', 1, 100],
    ['unavailable', 2, 200],
    ['unavailable', 3, 400],
  ]);
});

test('an abort ends a pause with its reason, and is not taken for a failure', async () => {
  const { options, clock, controller } = trial();
  const result = retry(failing('unavailable', 100), options);
  await clock.advance(150);
  controller.abort('enough');
  await expect(result).rejects.toBe('enough');
  expect(clock.pending).toBe(0);
  const aborted = trial();
  const calling = retry(() => {
    aborted.controller.abort('meanwhile');
    return Promise.reject(new ConsumerError('not-found', ''));
  }, aborted.options);
  await expect(calling).rejects.toBe('meanwhile');
});

test('giveUpAfterMs counts from the first try, and gives the last error', async () => {
  const { options, clock, retries } = trial({ giveUpAfterMs: 1_000 });
  const result = retry(failing('unavailable', 100), options);
  const told = expect(result).rejects.toMatchObject({ code: 'unavailable' });
  await clock.advance(1_000);
  await told;
  expect(retries).toHaveLength(3);
});

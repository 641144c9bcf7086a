import { type Clock, systemClock } from '@polylog/core/driver';
import { isClientError } from '@polylog/driver-kit';

/** Deadlines of requests, which are `deadlinesMs` at least, stay; shorter waits are pauses, which pass at once and count as passed. */
export function hurriedClock(deadlinesMs: number): Clock {
  let skippedMs = 0;
  return {
    now: systemClock.now,
    monotonic: () => systemClock.monotonic() + skippedMs,
    schedule(delayMs, run) {
      if (delayMs >= deadlinesMs) return systemClock.schedule(delayMs, run);
      skippedMs += delayMs;
      return systemClock.schedule(0, run);
    },
  };
}

/** What a promise is refused with, which must be an error of a client. */
export async function refusal(promise: Promise<unknown>): Promise<{
  readonly code: string;
  readonly serviceCode: string | undefined;
  readonly status: number | undefined;
  readonly message: string;
  readonly tries: number;
}> {
  try {
    await promise;
  } catch (error) {
    if (!isClientError(error)) throw error;
    const { code, serviceCode, status, message, tries } = error;
    return { code, serviceCode, status, message, tries };
  }
  throw new Error('it did not fail');
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

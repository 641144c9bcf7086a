import { setTimeout as pause } from 'node:timers/promises';
import type { CallOptions, LogDriver, ReadOptions } from '@polylog/core/driver';

/** Any amount at once. */
export const reading: Pick<ReadOptions, 'maxBytes' | 'reserve'> = {
  maxBytes: 64 * 1024 * 1024,
  reserve: () => Promise.resolve(),
};

/** Calls again as often as the driver says that it would be too many calls a second. */
export async function patiently<T>(driver: LogDriver, { signal }: CallOptions, call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      const { code, retryAfterMs = 50 } = driver.classify(error);
      if (code !== 'throttled') throw error;
      await pause(retryAfterMs, undefined, { signal });
    }
  }
}

import { type ErrorCode, isConsumerError } from '@polylog/core';
import { backoffMs, type Clock, type Random, sleep, systemClock, systemRandom } from '@polylog/core/driver';
import { durationText } from './values/time-text.js';

/** No call begins later than so long after the first; then the command fails. */
const GIVE_UP_AFTER_MS = 20_000;
const PACE = { firstMs: 300, maxMs: 5_000 };

/** What was not carried out may always be sent again. */
export const HELD_BACK: readonly ErrorCode[] = ['throttled'];
/** Of an answer that was lost nobody knows; what does no harm twice may be sent again then, too. */
export const HELD_BACK_OR_LOST: readonly ErrorCode[] = ['throttled', 'unavailable'];

export interface RepeatParts {
  /** Told before each pause but the first one, which is short. */
  readonly tell: (text: string) => void;
  readonly clock?: Clock;
  readonly random?: Random;
}

/** For a command one busy moment of the service is no reason to fail: calls until it goes well, or fails otherwise than by `codes`. */
export async function repeat<T>(
  call: () => Promise<T>,
  codes: readonly ErrorCode[],
  signal: AbortSignal,
  { tell, clock = systemClock, random = systemRandom }: RepeatParts,
): Promise<T> {
  const startedAt = clock.monotonic();
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      if (!isConsumerError(error) || !codes.includes(error.code)) throw error;
      const delayMs = Math.max(error.retryAfterMs ?? 0, backoffMs(tries, random, PACE));
      if (clock.monotonic() - startedAt + delayMs > GIVE_UP_AFTER_MS) throw error;
      if (tries > 1) tell(`polylog: ${error.message} Asking again in ${durationText(delayMs)}.`);
      await sleep(clock, delayMs, signal);
    }
  }
}

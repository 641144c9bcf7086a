import { type ConsumerError, type ErrorCode, isConsumerError } from '@polylog/core';
import { type Clock, pauseMs, type Random, retry, systemClock, systemRandom } from '@polylog/core/driver';
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
export function repeat<T>(
  call: () => Promise<T>,
  codes: readonly ErrorCode[],
  signal: AbortSignal,
  { tell, clock = systemClock, random = systemRandom }: RepeatParts,
): Promise<T> {
  return retry<T, unknown>(call, {
    clock,
    signal,
    giveUpAfterMs: GIVE_UP_AFTER_MS,
    wrap: (thrown) => thrown,
    delayMs: (error, tries) =>
      isConsumerError(error) && codes.includes(error.code) ? pauseMs(error, tries, random, PACE) : undefined,
    onRetry: (error, tries, delayMs) => {
      if (tries > 1) tell(`polylog: ${(error as ConsumerError).message} Asking again in ${durationText(delayMs)}.`);
    },
  });
}

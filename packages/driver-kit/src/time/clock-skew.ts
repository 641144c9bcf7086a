import { type Clock, systemClock } from '@polylog/core/driver';
import { parseHttpDate } from './http-date.js';

/** `Date` counts whole seconds and the answer travels: a smaller difference says nothing. */
const SMALLEST_SKEW_MS = 2_000;

/** The time to sign with: this machine's, corrected by what the service said when it refused it. */
export interface SigningClock {
  /** Epoch milliseconds. */
  now(): number;
  /** How far the service's clock is ahead of this machine's, in milliseconds; 0 until a correction. */
  offsetMs(): number;
  /**
   * To be called with the `Date` of an answer that refused the signature's time, and only of such: the `Date` of a good
   * answer may come from a cache or a proxy. `signedWithMs` is what `offsetMs()` was when that was signed. True where the
   * time to sign with is another by more than 2 s since then, through this answer or that of another call meanwhile, so
   * that signing anew and sending once more can help; false where it cannot.
   */
  correct(answer: { readonly date?: string | undefined }, signedWithMs: number): boolean;
}

/** No error and no correction: signs with the clock as it is. */
export function createSigningClock(clock: Clock = systemClock): SigningClock {
  let offsetMs = 0;
  return {
    now: () => clock.now() + offsetMs,
    offsetMs: () => offsetMs,
    correct({ date }, signedWithMs) {
      const serviceMs = parseHttpDate(date);
      if (serviceMs === undefined) return false;
      const seen = serviceMs - clock.now();
      if (differs(seen, offsetMs)) offsetMs = seen;
      return differs(offsetMs, signedWithMs);
    },
  };
}

function differs(oneMs: number, otherMs: number): boolean {
  return Math.abs(oneMs - otherMs) > SMALLEST_SKEW_MS;
}

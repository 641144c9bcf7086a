import { corrupt } from '@polylog/driver-kit';

export interface PullOutcome {
  /** What was asked for. */
  readonly from: bigint;
  /** As it stands in the answer; undefined where there is none. */
  readonly next: bigint | undefined;
  readonly hasLogs: boolean;
  /** The place of the end bound, if one was asked for; behind `from`. */
  readonly end: bigint | undefined;
}

export interface Progress {
  readonly next: bigint;
  /** Nothing before the end bound is left; it went on; or there was nothing, and it stands where it stood. */
  readonly kind: 'ended' | 'moved' | 'stood';
}

const CALL = 'PullLogs';

/**
 * Where an answer leads. An answer without logs may leave `next` out or have it 0: unchanged. Throws `corrupt-data` for one
 * that contradicts itself: what would read the same for ever, or go back.
 */
export function progressOf({ from, next, hasLogs, end }: PullOutcome): Progress {
  if (next === undefined || next === 0n || next === from) {
    if (hasLogs) throw corrupt(CALL, 'logs, and a "next" that has not moved');
    // With an end, nothing before it can come any more: its time had passed when its place was asked for.
    return { next: from, kind: end === undefined ? 'stood' : 'ended' };
  }
  if (next < from) throw corrupt(CALL, 'a "next" that is before the place that was asked for');
  return { next, kind: end !== undefined && next >= end ? 'ended' : 'moved' };
}

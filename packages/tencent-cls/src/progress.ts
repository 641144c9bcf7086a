import { corrupt } from '@polylog/driver-kit';

export interface PullOutcome {
  /** What was asked for. */
  readonly from: bigint;
  readonly nextOffset: bigint;
  readonly hasGroups: boolean;
  /** The end time that was asked for: none, one that may have records before it still, or one that is long over. */
  readonly bound: 'none' | 'open' | 'over';
  /** The place of that time in the partition, once it is known; behind `from`. */
  readonly end: bigint | undefined;
}

export interface Progress {
  readonly next: bigint;
  /** Nothing before the end bound is left; it went on; or there was nothing, and it stands where it stood. */
  readonly kind: 'ended' | 'moved' | 'stood';
}

/** What of `NextOffset` is no offset (CLS consumption, and what the vendor's own clients make of it). */
const END = -1n;
const UNCHANGED = 0n;

/**
 * Where an answer leads. -1 says that nothing before the end time is left; the offsets beside it are nobody's, so that what
 * came with it is not passed before the place of that time is known. Without an end time, or with nothing before it is over,
 * it says that nothing is there now: more may still come. Throws `corrupt-data` for an answer that contradicts itself: what would read the same for ever, or go back.
 */
export function progressOf({ from, nextOffset, hasGroups, bound, end }: PullOutcome): Progress {
  const isEnd = bound === 'over' || end !== undefined || (bound === 'open' && hasGroups);
  if (nextOffset === END && isEnd) return { next: end ?? from, kind: 'ended' };
  const next = nextOffset === END || nextOffset === UNCHANGED ? from : nextOffset;
  if (next < from) throw corrupt('PullLog', 'a next offset that is before the one that was asked for');
  if (next === from) {
    if (hasGroups) throw corrupt('PullLog', 'log groups, and a next offset that has not moved');
    return { next, kind: 'stood' };
  }
  return { next, kind: end !== undefined && next >= end ? 'ended' : 'moved' };
}

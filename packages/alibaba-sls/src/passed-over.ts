import { type Batch, type Position, toPosition } from '@polylog/core/driver';
import { decodeCursor, encodeCursor } from './wire/cursor.js';
import type { PullHead } from './wire/pull-logs.js';

/**
 * What an unfiltered pull passed over without being asked to: its first log group is not the one at the cursor, or the
 * cursor moved over nothing at all. Happens where the service drops expired groups instead of refusing the cursor.
 */
export function passedOver(
  from: Position,
  head: Pick<PullHead, 'groupCount' | 'lastCursor' | 'nextCursor'>,
): Batch['skipped'] {
  if (head.groupCount === 0 && head.nextCursor === from) return undefined;
  const asked = decodeCursor(from);
  const next = decodeCursor(head.nextCursor);
  if (asked === undefined || next === undefined) return undefined;
  const first =
    head.groupCount === 0
      ? next
      : head.lastCursor === undefined
        ? undefined
        : head.lastCursor - BigInt(head.groupCount) + 1n;
  if (first === undefined || first <= asked) return undefined;
  return {
    from,
    to: toPosition(encodeCursor(first)),
    description: `the service passed over ${first - asked} log groups that were due; most likely they have expired`,
  };
}

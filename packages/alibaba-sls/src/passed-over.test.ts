import { toPosition } from '@polylog/core/driver';
import { describe, expect, it } from 'vitest';
import { passedOver } from './passed-over.js';
import { encodeCursor } from './wire/cursor.js';

const at = (value: bigint) => toPosition(encodeCursor(value));
const base = 1_772_510_706_000_000_000n;

describe('what the service passed over', () => {
  it.each([
    ['nothing, where the first log group is the one asked for', 5, base + 4n, base + 5n, undefined],
    ['the groups before the first one that came', 5, base + 14n, base + 15n, base + 10n],
    ['everything up to the next cursor, where it moved over nothing', 0, undefined, base + 7n, base + 7n],
    ['nothing, where nothing came and nothing moved', 0, undefined, base, undefined],
    ['unknown, where the service does not tell the last group', 5, undefined, base + 15n, undefined],
  ])('%s', (_, groupCount, lastCursor, next, to) => {
    const skipped = passedOver(at(base), { groupCount, lastCursor, nextCursor: encodeCursor(next) });
    expect(skipped?.to).toBe(to === undefined ? undefined : encodeCursor(to));
    if (skipped !== undefined) expect(skipped.from).toBe(at(base));
  });

  it('is not made up from cursors that are no numbers', () => {
    expect(passedOver(toPosition('?'), { groupCount: 1, lastCursor: 5n, nextCursor: 'x' })).toBeUndefined();
  });
});

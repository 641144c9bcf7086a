import { ConsumerError } from '@polylog/core/driver';
import { type OffsetsById, offsetIn } from './offset-reader.js';

/** What a group has committed in one partition. */
export interface CommittedOffset {
  readonly offset: bigint;
  /** False where it may as well be the service's fallback: an empty partition, whose beginning is its end. */
  readonly proven: boolean;
}

export interface OffsetQuestions {
  /** The committed offset; where there is none, silently, the place that `from` names. */
  fetched(from: 'begin' | 'end'): Promise<OffsetsById>;
  /** The place itself. */
  listed(from: 'begin' | 'end'): Promise<OffsetsById>;
}

/** Differing answers are asked for again this often before the call fails, to be tried again. */
const ROUNDS = 5;

/**
 * Which partitions have a checkpoint. The service answers its fallback as if it were one, so it is asked with two
 * fallbacks: equal answers are a checkpoint, different ones are none. Between two questions a member may commit, logs may
 * come and others expire; so different answers count only once the first question is answered as it was before.
 *
 * Equal answers without a checkpoint come of a partition that was empty all the while. Beginnings and ends never go back:
 * an offset below the end that was listed before, or above the beginning that is listed afterwards, is none of those.
 */
export async function committedOffsets(
  ids: readonly string[],
  { fetched, listed }: OffsetQuestions,
): Promise<ReadonlyMap<string, CommittedOffset>> {
  const committed = new Map<string, CommittedOffset>();
  const equal = await equalAnswers(ids, fetched);
  if (equal.size === 0) return committed;
  const begins = await listed('begin');
  for (const [id, offset] of equal)
    if (isAbove(offset, offsetIn(begins, id))) committed.set(id, { offset, proven: true });
  const doubtful = [...equal.keys()].filter((id) => !committed.has(id));
  if (doubtful.length === 0) return committed;

  const endsBefore = await listed('end');
  const again = await equalAnswers(doubtful, fetched);
  const beginsAfter = again.size === 0 ? again : await listed('begin');
  for (const [id, offset] of again) {
    const proven = isAbove(offsetIn(endsBefore, id), offset) || isAbove(offset, offsetIn(beginsAfter, id));
    committed.set(id, { offset, proven });
  }
  return committed;
}

function isAbove(offset: bigint | 'none', other: bigint | 'none'): boolean {
  return offset !== 'none' && other !== 'none' && offset > other;
}

/** Where both fallbacks are answered with the same offset, and that offset. */
async function equalAnswers(
  ids: readonly string[],
  fetched: OffsetQuestions['fetched'],
): Promise<ReadonlyMap<string, bigint>> {
  const equal = new Map<string, bigint>();
  let open = ids;
  let begins = await fetched('begin');
  for (let round = 1; ; round++) {
    const ends = await fetched('end');
    open = open.filter((id) => !settle(equal, id, offsetIn(begins, id), offsetIn(ends, id)));
    if (open.length === 0) return equal;
    const before = begins;
    begins = await fetched('begin');
    const latest = begins;
    open = open.filter((id) => {
      const isNone = offsetIn(latest, id) === offsetIn(before, id);
      return !isNone && !settle(equal, id, offsetIn(latest, id), offsetIn(ends, id));
    });
    if (open.length === 0) return equal;
    if (round === ROUNDS) {
      throw new ConsumerError(
        'unavailable',
        `the offsets of ${open.length} partitions change faster than they can be read (${open[0]}).`,
      );
    }
  }
}

function settle(equal: Map<string, bigint>, id: string, begin: bigint | 'none', end: bigint | 'none'): boolean {
  if (begin === 'none' || begin !== end) return false;
  equal.set(id, begin);
  return true;
}

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
 */
export async function committedOffsets(
  ids: readonly string[],
  { fetched, listed }: OffsetQuestions,
): Promise<ReadonlyMap<string, CommittedOffset>> {
  const equal = await equalAnswers(ids, fetched);
  if (equal.size === 0) return new Map();
  const begins = await listed('begin');
  const ends = await listed('end');
  // Equal and at the beginning, with logs behind it: either committed there, or the first logs have come since.
  const doubtful = [...equal].filter(
    ([id, offset]) => offsetIn(begins, id) === offset && offsetIn(ends, id) !== offset,
  );
  const again =
    doubtful.length === 0
      ? undefined
      : await equalAnswers(
          doubtful.map(([id]) => id),
          fetched,
        );
  const committed = new Map<string, CommittedOffset>();
  for (const [id, offset] of equal) {
    if (begins.get(id) !== offset) committed.set(id, { offset, proven: true });
    else if (ends.get(id) === offset) committed.set(id, { offset, proven: false });
    else {
      const now = again?.get(id);
      if (now !== undefined) committed.set(id, { offset: now, proven: true });
    }
  }
  return committed;
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

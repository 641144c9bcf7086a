import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { committedOffsets, type OffsetQuestions } from './committed-offsets.js';
import type { OffsetsById } from './offset-reader.js';

interface Model {
  begin: bigint;
  end: bigint;
  committed: bigint | undefined;
}

/** A partition as the service would answer for it, in which something may happen before each question. */
function service(partition: Model, before: (question: number) => void = () => undefined) {
  let questions = 0;
  const ask = (place: () => bigint) => {
    before(questions++);
    return new Map([['t/1', place()]]);
  };
  const questionsOf: OffsetQuestions = {
    fetched: async (from) => ask(() => partition.committed ?? partition[from]),
    listed: async (from) => ask(() => partition[from]),
  };
  return { questionsOf, count: () => questions };
}

const found = async (partition: Model, before?: (question: number) => void) =>
  (await committedOffsets(['t/1'], service(partition, before).questionsOf)).get('t/1');

function smaller(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

describe('which of the answers is a checkpoint', () => {
  it.each<[string, Model, { offset: bigint; proven: boolean } | undefined]>([
    ['nothing committed', { begin: 0n, end: 9n, committed: undefined }, undefined],
    ['committed in the middle', { begin: 0n, end: 9n, committed: 4n }, { offset: 4n, proven: true }],
    ['committed at 0, the beginning', { begin: 0n, end: 9n, committed: 0n }, { offset: 0n, proven: true }],
    ['committed at the end', { begin: 0n, end: 9n, committed: 9n }, { offset: 9n, proven: true }],
    ['committed, expired since', { begin: 5n, end: 9n, committed: 4n }, { offset: 4n, proven: true }],
    ['empty, nothing committed', { begin: 3n, end: 3n, committed: undefined }, { offset: 3n, proven: false }],
    ['empty, committed there', { begin: 3n, end: 3n, committed: 3n }, { offset: 3n, proven: false }],
    ['beyond 2^53', { begin: 0n, end: 2n ** 62n, committed: 2n ** 60n + 1n }, { offset: 2n ** 60n + 1n, proven: true }],
  ])('%s', async (_, partition, expected) => {
    expect(await found(partition)).toEqual(expected);
  });

  it.each<[string, Model, number]>([
    ['without one', { begin: 0n, end: 9n, committed: undefined }, 3],
    ['with one', { begin: 0n, end: 9n, committed: 4n }, 3],
    ['with one at its beginning, or behind it', { begin: 4n, end: 9n, committed: 4n }, 7],
    ['that is empty', { begin: 4n, end: 4n, committed: undefined }, 7],
  ])('9.4 of a partition %s takes so many questions, and as many of several', async (_, partition, questions) => {
    const asked = service(partition);
    await committedOffsets(['t/1'], asked.questionsOf);
    expect(asked.count()).toBe(questions);
  });

  it('a partition that the service says -1 of has none; of one that an answer leaves out nothing is known', async () => {
    const none: OffsetsById = new Map([['t/1', 'none']]);
    const nothing: OffsetsById = new Map();
    const asked = (begin: OffsetsById, end: OffsetsById) =>
      committedOffsets(['t/1'], {
        fetched: async (from) => (from === 'begin' ? begin : end),
        listed: async () => none,
      });
    expect(await asked(none, none)).toEqual(new Map());
    expect(await asked(none, new Map([['t/1', 4n]]))).toEqual(new Map());
    for (const [begin, end] of [
      [nothing, nothing],
      [nothing, new Map([['t/1', 4n]])],
      [none, nothing],
    ] as const) {
      await expect(asked(begin, end)).rejects.toMatchObject({ code: 'unavailable', partition: 't/1' });
    }
  });

  it('9.4 a member that commits between two questions is noticed, whichever they are', async () => {
    for (let at = 0; at < 6; at++) {
      const partition: Model = { begin: 0n, end: 9n, committed: undefined };
      const committed = await found(partition, (question) => {
        if (question === at) partition.committed = 4n;
      });
      // Before the last question it counts; after it, it was not there when the answer was given.
      expect([undefined, 4n]).toContain(committed?.offset);
      if (at < 2) expect(committed).toEqual({ offset: 4n, proven: true });
    }
  });

  it('9.4 logs that come into an empty partition between two questions do not make a checkpoint of its end', async () => {
    for (let at = 0; at < 6; at++) {
      const partition: Model = { begin: 3n, end: 3n, committed: undefined };
      const committed = await found(partition, (question) => {
        if (question === at) partition.end = 5n;
      });
      expect(committed?.proven ?? false, `before question ${at}`).toBe(false);
    }
  });

  it('a partition that changes with every question is told as busy, not as without a checkpoint', async () => {
    const partition: Model = { begin: 0n, end: 9n, committed: 1n };
    const busy = found(partition, () => {
      partition.committed = (partition.committed ?? 0n) + 1n;
    });
    await expect(busy).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('9.4 logs that come and expire never make a checkpoint where nobody has committed', async () => {
    const change = fc.record({ written: fc.bigInt({ min: 0n, max: 3n }), expired: fc.bigInt({ min: 0n, max: 3n }) });
    const changes = fc.array(change, { minLength: 16, maxLength: 16 });
    const start = fc.record({ begin: fc.bigInt({ min: 0n, max: 3n }), kept: fc.bigInt({ min: 0n, max: 2n }) });
    await fc.assert(
      fc.asyncProperty(start, changes, async ({ begin, kept }, steps) => {
        const partition: Model = { begin, end: begin + kept, committed: undefined };
        const committed = await found(partition, (question) => {
          const { written, expired } = steps[question] ?? { written: 0n, expired: 0n };
          partition.end += written;
          partition.begin = smaller(partition.begin + expired, partition.end);
        }).catch((error: { code: string }) => error.code);
        expect(typeof committed === 'object' && committed.proven).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('an existing checkpoint is never overlooked while logs come, others expire and members commit', async () => {
    const steps = fc.array(
      fc.record({
        written: fc.bigInt({ min: 0n, max: 3n }),
        expired: fc.bigInt({ min: 0n, max: 3n }),
        read: fc.bigInt({ min: 0n, max: 3n }),
      }),
      { minLength: 16, maxLength: 16 },
    );
    const start = fc.record({ begin: fc.bigInt({ min: 0n, max: 3n }), kept: fc.bigInt({ min: 0n, max: 5n }) });
    await fc.assert(
      fc.asyncProperty(start, fc.bigInt({ min: 0n, max: 5n }), steps, async ({ begin, kept }, done, changes) => {
        const end = begin + kept;
        const partition: Model = { begin, end, committed: begin + smaller(done, kept) };
        const committed = await found(partition, (question) => {
          const { written, expired, read } = changes[question] ?? { written: 0n, expired: 0n, read: 0n };
          partition.end += written;
          partition.begin = smaller(partition.begin + expired, partition.end);
          partition.committed = smaller((partition.committed ?? 0n) + read, partition.end);
        }).catch((error: { code: string }) => error.code);
        expect(committed === 'unavailable' || typeof committed === 'object').toBe(true);
      }),
    );
  });
});

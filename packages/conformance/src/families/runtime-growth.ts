import assert from 'node:assert/strict';
import type { CaseDefinition, Stand } from '../conformance-case.js';
import type { TestLog } from '../harness.js';
import { SESSION_MS } from '../members.js';
import { consume, eventually, type ObservedConsumer } from '../observed-consumer.js';
import { grown, numbered } from '../seam.js';

const latest = { start: 'latest', checkpoint: { everyMs: 1_000 } } as const;

/** Partitions that appear, and whose parents nobody is told: where they begin. */
export const growthCases: readonly CaseDefinition[] = [
  {
    id: 'runtime-53',
    promise: 'a partition that appears while the group works is found and read from its beginning, also from "latest"',
    needs: ['grow'],
    async run(stand) {
      const { log, a } = await begunAtLatest(stand);
      await log.append(log.id(0), ['before']);
      const id = await grown(log);
      await log.append(id, numbered(0, 3));
      await eventually(log, () => a.handled.length >= 4, 120_000);
      assert.deepEqual([a.texts(log.id(0)), a.texts(id)], [['before'], numbered(0, 3)]);
    },
  },
  {
    id: 'runtime-54',
    promise: 'so is one that has appeared while nobody was there, by a run whose "latest" is later',
    needs: ['grow'],
    async run(stand) {
      const { log, a } = await begunAtLatest(stand);
      await a.stop();
      await log.advance(60_000);
      const id = await grown(log);
      await log.append(id, numbered(0, 3));
      await log.advance(60_000);
      const b = consume(stand, log, 'b', { options: latest });
      await eventually(log, () => b.handled.length >= 3, 120_000);
      assert.deepEqual([b.texts(log.id(0)), b.texts(id)], [[], numbered(0, 3)]);
    },
  },
  {
    id: 'runtime-55',
    promise: 'so is one that another member could not begin for minutes, while it went on with the others, and died',
    needs: ['grow'],
    async run(stand) {
      const { log, a } = await begunAtLatest(stand);
      a.cut.add('locate');
      const id = await grown(log);
      await log.append(id, numbered(0, 3));
      for (let second = 0; second < 120; second++) {
        await log.append(log.id(0), [`after ${second} s`]);
        await log.advance(1_000);
      }
      assert.deepEqual(a.texts(id), []);
      for (const name of ['heartbeat', 'save', 'read', 'leave'] as const) a.cut.add(name);
      await log.advance(SESSION_MS + 2_000);
      const b = consume(stand, log, 'b', { options: latest });
      await eventually(log, () => b.texts(id).length >= 3, 120_000);
      assert.deepEqual(b.texts(id), numbered(0, 3));
    },
  },
];

/** A member that reads from the latest on, where a record was before it. */
async function begunAtLatest(stand: Stand): Promise<{ readonly log: TestLog; readonly a: ObservedConsumer }> {
  const log = await stand.open();
  await log.append(log.id(0), ['old']);
  await log.advance(5_000);
  const a = consume(stand, log, 'a', { options: latest });
  await eventually(log, () => hasRead(a, log.id(0)));
  return { log, a };
}

function hasRead({ calls }: ObservedConsumer, id: string): boolean {
  return calls.some(({ name, partitions }) => name === 'read' && partitions.includes(id));
}

import assert from 'node:assert/strict';
import type { DeadLetter, PartitionContext } from '@polylog/core';
import type { CaseDefinition } from '../conformance-case.js';
import { guaranteesOf } from '../members.js';
import { codeOf, consume, eventually, later } from '../observed-consumer.js';
import { numbered } from '../seam.js';

/** Promises 1 and 2: nothing is skipped silently, everything comes in order. */
export const deliveryCases: readonly CaseDefinition[] = [
  {
    id: 'runtime-1',
    promise: 'one member processes every record of every partition once, in order, and what is written later, too',
    async run(stand) {
      const log = await stand.open({ partitions: 2, batchRecords: 4 });
      for (const id of [0, 1].map(log.id)) await log.append(id, numbered(0, 18));
      const a = consume(stand, log, 'a');
      await eventually(log, () => a.handled.length >= 36);
      for (const id of [0, 1].map(log.id)) await log.append(id, numbered(18, 5));
      await eventually(log, () => a.handled.length >= 46);
      await log.advance(3_000);
      for (const id of [0, 1].map(log.id)) assert.deepEqual(a.texts(id), numbered(0, 23));
    },
  },
  {
    id: 'runtime-2',
    promise: 'batches of a partition are processed one at a time, however slow, and partitions side by side',
    async run(stand) {
      const log = await stand.open({ partitions: 2, batchRecords: 2 });
      for (const id of [0, 1].map(log.id)) await log.append(id, numbered(0, 8));
      const busy = new Map<string, number>();
      let together = 0;
      const a = consume(stand, log, 'a', {
        async handle({ partition }) {
          busy.set(partition, (busy.get(partition) ?? 0) + 1);
          together = Math.max(together, [...busy.values()].filter((count) => count > 0).length);
          assert.equal(busy.get(partition), 1);
          await later(log, 3_000);
          busy.set(partition, 0);
        },
      });
      await eventually(log, () => a.handled.length >= 16);
      await log.advance(4_000);
      for (const id of [0, 1].map(log.id)) assert.deepEqual(a.texts(id), numbered(0, 8));
      assert.equal(together, 2);
      assert.equal(a.outcome(), 'running');
    },
  },
  {
    id: 'runtime-3',
    promise: 'a batch whose processing fails is given again, the same one, before anything behind it',
    async run(stand) {
      const log = await stand.open({ batchRecords: 3 });
      await log.append(log.id(0), numbered(0, 9));
      let failures = 2;
      const a = consume(stand, log, 'a', {
        handle(batch) {
          const [first] = batch.records;
          if (first?.body === '3' && failures-- > 0) throw new Error('not today');
        },
      });
      await eventually(log, () => a.handled.length >= 15);
      assert.deepEqual(a.texts(), ['0', '1', '2', '3', '4', '5', '3', '4', '5', '3', '4', '5', '6', '7', '8']);
      assert.equal(a.of('process-failed').length, 2);
    },
  },
  {
    id: 'runtime-4',
    promise: 'a batch that keeps failing stops the consumer loudly, is not saved, and the next one reads it again',
    async run(stand) {
      const log = await stand.open({ batchRecords: 3 });
      await log.append(log.id(0), numbered(0, 9));
      const a = consume(stand, log, 'a', {
        options: { processorTries: 3 },
        handle(batch) {
          if ([...batch.records].some(({ body }) => body === '4')) throw new Error('never');
        },
      });
      await eventually(log, () => a.outcome() !== 'running', 120_000);
      assert.equal(codeOf(a.outcome()), 'processor-failed');
      assert.ok(!a.texts().includes('6'), 'went on behind a batch that failed');
      const b = consume(stand, log, 'b');
      await eventually(log, () => b.texts().includes('8'), 120_000);
      assert.deepEqual(b.texts().slice(-6), numbered(3, 6));
    },
  },
  {
    id: 'runtime-5',
    promise: 'a batch is passed over only where the user named "skip", and an event counts it',
    async run(stand) {
      const log = await stand.open({ batchRecords: 3 });
      await log.append(log.id(0), numbered(0, 9));
      const a = consume(stand, log, 'a', {
        options: { processorTries: 2, onProcessorFailure: 'skip' },
        handle(batch) {
          if ([...batch.records].some(({ body }) => body === '4')) throw new Error('never');
        },
      });
      await eventually(log, () => a.texts().includes('8'));
      assert.deepEqual(
        a.of('batch-skipped').map(({ records }) => records),
        [3],
      );
      assert.equal(a.outcome(), 'running');
    },
  },
  {
    id: 'runtime-6',
    promise: 'with a dead-letter sink only the bad record is parked, everything beside it is processed',
    async run(stand) {
      const log = await stand.open({ batchRecords: 4 });
      await log.append(log.id(0), numbered(0, 8));
      const letters: DeadLetter[] = [];
      const sink = { write: async (more: readonly DeadLetter[]): Promise<void> => void letters.push(...more) };
      const done: string[] = [];
      const a = consume(stand, log, 'a', {
        options: { processorTries: 2, onProcessorFailure: { deadLetter: sink } },
        handle(batch) {
          const bodies = [...batch.records].map(({ body = '' }) => body);
          if (bodies.includes('5')) throw new Error('never');
          done.push(...bodies);
        },
      });
      await eventually(log, () => done.includes('7'), 120_000);
      assert.deepEqual([...new Set(done)], ['0', '1', '2', '3', '4', '6', '7']);
      assert.equal(letters.length, 1);
      assert.equal(a.of('record-parked').length, 1);
      assert.equal(a.outcome(), 'running');
    },
  },
  {
    id: 'runtime-14',
    promise: 'children of a split start after the parent is done, in whatever member',
    needs: ['split'],
    async run(stand) {
      const log = await stand.open({ batchRecords: 3 });
      if ((await guaranteesOf(log)).order !== 'lineage') return;
      await log.append(log.id(0), numbered(0, 9));
      const handle = (): Promise<void> => later(log, 1_500);
      const options = { order: 'lineage' };
      const [a, b] = [consume(stand, log, 'a', { handle, options }), consume(stand, log, 'b', { handle, options })];
      await eventually(log, () => a.handled.length + b.handled.length >= 3);
      const children = await log.split(log.id(0));
      for (const id of children) await log.append(id, [`${id}a`, `${id}b`]);
      await eventually(log, () => a.handled.length + b.handled.length >= 13, 180_000);
      const all = [...a.handled, ...b.handled];
      const lastOfParent = Math.max(...all.filter(({ partition }) => partition === log.id(0)).map(({ atMs }) => atMs));
      for (const { partition, atMs } of all) {
        if (partition !== log.id(0))
          assert.ok(atMs > lastOfParent, `${partition} at ${atMs}, its parent until ${lastOfParent}`);
      }
    },
  },
  {
    id: 'runtime-50',
    promise: 'an order that the service does not keep is refused at the start, and nothing is processed',
    async run(stand) {
      const log = await stand.open();
      if ((await guaranteesOf(log)).order === 'lineage') return;
      await log.append(log.id(0), ['x']);
      const a = consume(stand, log, 'a', { options: { order: 'lineage' } });
      await eventually(log, () => a.outcome() !== 'running');
      assert.equal(codeOf(a.outcome()), 'unsupported');
      assert.deepEqual(a.texts(), []);
    },
  },
  {
    id: 'runtime-15',
    promise: 'what was written right before a split is not left out, and what comes behind it is found',
    needs: ['split'],
    async run(stand) {
      const log = await stand.open();
      const a = consume(stand, log, 'a');
      await eventually(log, () => a.calls.filter(({ name }) => name === 'read').length >= 3);
      await log.append(log.id(0), numbered(0, 3));
      const [left] = await log.split(log.id(0));
      await log.append(left, ['child']);
      await eventually(log, () => a.handled.length >= 4, 120_000);
      assert.deepEqual(a.texts(log.id(0)), numbered(0, 3));
      assert.deepEqual(a.texts(left), ['child']);
    },
  },
  {
    id: 'runtime-16',
    promise: 'a partition has ended only where its listing showed it read-only before the read that found nothing',
    needs: ['split'],
    async run(stand) {
      const log = await stand.open();
      await log.append(log.id(0), ['first']);
      const a = consume(stand, log, 'a');
      let split = false;
      a.before = async ({ name }) => {
        if (split || name !== 'partitions' || a.handled.length === 0) return;
        split = true;
        // The read beside this listing has found nothing by now, and the listing is answered before the next one.
        await later(log, 500);
        await log.append(log.id(0), ['last']);
        await log.split(log.id(0));
      };
      await eventually(log, () => split, 120_000);
      await eventually(log, () => a.handled.length >= 2, 180_000);
      await log.advance(5_000);
      assert.deepEqual(a.texts(log.id(0)), ['first', 'last']);
    },
  },
  {
    id: 'runtime-17',
    promise: 'a partition that has ended is not started again',
    needs: ['split'],
    async run(stand) {
      const log = await stand.open();
      await log.append(log.id(0), numbered(0, 3));
      await log.split(log.id(0));
      const started: string[] = [];
      const a = consume(stand, log, 'a', {
        options: {
          processor: () => ({
            initialize: ({ partition }: PartitionContext) => void started.push(partition.id),
            process: () => undefined,
          }),
        },
      });
      // A service that is slow to see that it is done goes on naming it.
      a.answer = (partitions) => [...new Set([log.id(0), ...partitions])];
      await eventually(log, () => a.of('partition-ended').length >= 1);
      await log.advance(20_000);
      a.answer = undefined;
      await log.advance(20_000);
      assert.equal(started.filter((id) => id === log.id(0)).length, 1, `started ${started.join()}`);
      assert.equal(a.of('partition-ended').filter(({ partition }) => partition === log.id(0)).length, 1);
    },
  },
];

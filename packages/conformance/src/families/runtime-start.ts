import assert from 'node:assert/strict';
import type { CaseDefinition } from '../conformance-case.js';
import { consume, eventually } from '../observed-consumer.js';
import { numbered, partitionOf, place } from '../seam.js';

const MANY_PARTITIONS = 24;

/** Where reading begins and where it stops. */
export const startCases: readonly CaseDefinition[] = [
  {
    id: 'runtime-18',
    promise: '"latest" leaves out what was there before the run, and nothing that came after',
    async run(stand) {
      const log = await stand.open();
      await log.append(log.id(0), ['old']);
      await log.advance(5_000);
      const a = consume(stand, log, 'a', { options: { start: 'latest' } });
      await eventually(log, () => a.calls.some(({ name }) => name === 'read'));
      await log.append(log.id(0), numbered(0, 3));
      await eventually(log, () => a.handled.length >= 3);
      assert.deepEqual(a.texts(), numbered(0, 3));
    },
  },
  {
    id: 'runtime-49',
    promise: '"latest" is the time of the join, however long it takes to look it up: what comes meanwhile is processed',
    async run(stand) {
      const log = await stand.open();
      await log.append(log.id(0), ['old']);
      await log.advance(5_000);
      const a = consume(stand, log, 'a', { options: { start: 'latest' } });
      a.cut.add('locate');
      await eventually(log, () => a.calls.some(({ name }) => name === 'locate'));
      await log.advance(3_000);
      await log.append(log.id(0), numbered(0, 3));
      await log.advance(3_000);
      a.cut.delete('locate');
      await eventually(log, () => a.handled.length >= 3, 120_000);
      assert.deepEqual(a.texts(), numbered(0, 3));
    },
  },
  {
    id: 'runtime-19',
    promise: '"latest" is resolved once: what comes between a crash and the next start is not left out',
    async run(stand) {
      const log = await stand.open();
      const a = consume(stand, log, 'a', { options: { start: 'latest' } });
      await eventually(log, () => a.calls.some(({ name }) => name === 'read'));
      for (const name of ['heartbeat', 'save', 'read', 'leave'] as const) a.cut.add(name);
      await log.append(log.id(0), ['between']);
      await log.advance(60_000);
      const b = consume(stand, log, 'b', { options: { start: 'latest' } });
      await eventually(log, () => b.handled.length >= 1, 120_000);
      assert.deepEqual(b.texts(), ['between']);
    },
  },
  {
    id: 'runtime-20',
    promise: 'a child of a split starts at its beginning, also for a run whose "latest" is later than that',
    needs: ['split'],
    async run(stand) {
      const log = await stand.open();
      // Of a partition that never had a record some services cannot tell whether there is a checkpoint.
      await log.append(log.id(0), ['old']);
      await log.advance(5_000);
      const a = consume(stand, log, 'a', { options: { start: 'latest' } });
      await eventually(log, () => a.calls.some(({ name }) => name === 'read'));
      await a.stop();
      const children = await log.split(log.id(0));
      for (const id of children) await log.append(id, [`${id}a`]);
      await log.advance(60_000);
      const b = consume(stand, log, 'b', { options: { start: 'latest' } });
      await eventually(log, () => b.handled.length >= 2, 120_000);
      for (const id of children) assert.deepEqual(b.texts(id), [`${id}a`]);
    },
  },
  {
    id: 'runtime-52',
    promise: 'that holds of a parent without a record, too, in a group that has saved another partition',
    needs: ['split'],
    async run(stand) {
      const log = await stand.open({ partitions: 2 });
      await log.append(log.id(1), ['old']);
      await log.advance(5_000);
      const a = consume(stand, log, 'a', { options: { start: 'latest' } });
      const readOf = (id: string): boolean =>
        a.calls.some(({ name, partitions }) => name === 'read' && partitions.includes(id));
      await eventually(log, () => readOf(log.id(0)) && readOf(log.id(1)));
      await a.stop();
      const children = await log.split(log.id(0));
      for (const id of children) await log.append(id, [`${id}a`]);
      await log.advance(60_000);
      const b = consume(stand, log, 'b', { options: { start: 'latest' } });
      await eventually(log, () => b.handled.length >= 2, 120_000);
      for (const id of children) assert.deepEqual(b.texts(id), [`${id}a`]);
    },
  },
  {
    id: 'runtime-21',
    promise: 'a start time includes the first record received at or after it',
    async run(stand) {
      const log = await stand.open();
      await log.append(log.id(0), ['before']);
      await log.advance(20_000);
      const epochMs = log.clock.now();
      await log.append(log.id(0), ['at']);
      await log.advance(20_000);
      await log.append(log.id(0), ['after']);
      const a = consume(stand, log, 'a', { options: { start: { epochMs } } });
      await eventually(log, () => a.handled.length >= 2);
      assert.deepEqual(a.texts(), ['at', 'after']);
    },
  },
  {
    id: 'runtime-22',
    promise: 'with an end bound everything before it is processed, nothing from it on, and the run resolves',
    async run(stand) {
      const log = await stand.open({ partitions: 2, batchRecords: 4 });
      for (const id of [0, 1].map(log.id)) await log.append(id, numbered(0, 6));
      await log.advance(20_000);
      const epochMs = log.clock.now();
      for (const id of [0, 1].map(log.id)) await log.append(id, ['late']);
      await log.advance(20_000);
      const a = consume(stand, log, 'a', { options: { until: { epochMs } } });
      await eventually(log, () => a.outcome() !== 'running', 180_000);
      assert.equal(a.outcome(), 'resolved');
      for (const id of [0, 1].map(log.id)) assert.deepEqual(a.texts(id), numbered(0, 6));
    },
  },
  {
    id: 'runtime-23',
    promise: 'without a group named partitions are read from named positions, and nothing else is touched',
    async run(stand) {
      const log = await stand.open({ partitions: 2, batchRecords: 4 });
      for (const id of [0, 1].map(log.id)) await log.append(id, numbered(0, 6));
      const driver = log.driver();
      const position = await place(driver, await partitionOf(driver, log.id(0)), 'latest');
      await log.append(log.id(0), numbered(6, 3));
      const a = consume(stand, log, 'a', { options: { partitions: { [log.id(0)]: { position } } } });
      await eventually(log, () => a.handled.length >= 3);
      assert.deepEqual(a.texts(), numbered(6, 3));
      const used = new Set(a.calls.map(({ name }) => name));
      for (const name of ['join', 'heartbeat', 'save', 'checkpoints', 'leave'] as const)
        assert.ok(!used.has(name), name);
    },
  },
  {
    id: 'runtime-51',
    promise:
      'one member begins with all of many partitions, and the next one goes on with them, however few calls a second the service allows',
    async run(stand) {
      const log = await stand.open({ partitions: MANY_PARTITIONS });
      const ids = Array.from({ length: MANY_PARTITIONS }, (_, i) => log.id(i));
      for (const id of ids) await log.append(id, [`of ${id}`]);
      const a = consume(stand, log, 'a');
      await eventually(log, () => a.handled.length >= MANY_PARTITIONS, 120_000);
      for (const id of ids) assert.deepEqual(a.texts(id), [`of ${id}`]);
      await a.stop();
      for (const id of ids) await log.append(id, [`more of ${id}`]);
      const b = consume(stand, log, 'b');
      await eventually(log, () => b.handled.length >= MANY_PARTITIONS, 180_000);
      for (const id of ids) assert.deepEqual(b.texts(id), [`more of ${id}`]);
    },
  },
  {
    id: 'runtime-24',
    promise: 'a paused partition is not read, stays this member’s, and goes on where it stood',
    async run(stand) {
      const log = await stand.open();
      await log.append(log.id(0), numbered(0, 3));
      const a = consume(stand, log, 'a');
      await eventually(log, () => a.handled.length >= 3);
      a.consumer.pause([log.id(0)]);
      await log.append(log.id(0), numbered(3, 3));
      await log.advance(60_000);
      assert.equal(a.handled.length, 3);
      a.consumer.resume([log.id(0)]);
      await eventually(log, () => a.handled.length >= 6);
      assert.deepEqual(a.texts(), numbered(0, 6));
    },
  },
];

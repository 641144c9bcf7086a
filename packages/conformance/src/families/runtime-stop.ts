import assert from 'node:assert/strict';
import * as core from '@polylog/core';
import type { CaseDefinition } from '../conformance-case.js';
import type { TestLog } from '../harness.js';
import { checkpointOf, joined, SESSION_MS } from '../members.js';
import { consume, eventually, later } from '../observed-consumer.js';
import { call, numbered, partitionOf, place } from '../seam.js';

/** Promises 5 and 6: memory, and the end. */
export const stopCases: readonly CaseDefinition[] = [
  {
    id: 'runtime-40',
    promise: 'a stop finishes the batch in hand, saves it, and says so in its report',
    async run(stand) {
      const log = await stand.open({ partitions: 2, batchRecords: 3 });
      for (const id of [0, 1].map(log.id)) await log.append(id, numbered(0, 9));
      const a = consume(stand, log, 'a', { handle: () => later(log, 5_000) });
      await eventually(log, () => a.handled.length >= 6);
      const report = await a.stop();
      assert.equal(a.outcome(), 'resolved');
      assert.equal(report.inTime, true);
      assert.deepEqual(Object.keys(report.partitions).sort(), [0, 1].map(log.id));
      const watcher = await joined(log, 'watcher');
      for (const [id, { saved, lastDone, abandoned }] of Object.entries(report.partitions)) {
        assert.equal(abandoned, false);
        assert.equal(saved, lastDone);
        assert.equal(await checkpointOf(watcher, id), saved);
      }
      const b = consume(stand, log, 'b');
      await eventually(log, () => b.texts(log.id(0)).includes('8') && b.texts(log.id(1)).includes('8'), 120_000);
      for (const id of [0, 1].map(log.id)) assert.deepEqual([...a.texts(id), ...b.texts(id)], numbered(0, 9));
    },
  },
  {
    id: 'runtime-41',
    promise: 'leaving is the last thing that a member sends: no heartbeat, save or read follows it',
    async run(stand) {
      const log = await stand.open({ partitions: 2 });
      await log.append(log.id(0), numbered(0, 5));
      const a = consume(stand, log, 'a', { handle: () => later(log, 2_000) });
      await eventually(log, () => a.handled.length >= 5);
      await a.stop();
      await log.advance(2 * SESSION_MS);
      assert.equal(a.calls.at(-1)?.name, 'leave');
      assert.equal(a.calls.filter(({ name }) => name === 'leave').length, 1);
      const left = a.calls.at(-1)?.startedAtMs ?? 0;
      for (const { name, endedAtMs } of a.calls) assert.ok((endedAtMs ?? Infinity) <= left || name === 'leave', name);
    },
  },
  {
    id: 'runtime-42',
    promise: 'heartbeats go on while a stop drains, for longer than a session, so that the last batch can be saved',
    async run(stand) {
      const log = await stand.open();
      await log.append(log.id(0), numbered(0, 5));
      const drainMs = SESSION_MS + 20_000;
      const a = consume(stand, log, 'a', { handle: () => later(log, drainMs) });
      const b = consume(stand, log, 'b');
      await eventually(log, () => a.handled.length + b.handled.length >= 5, 120_000);
      const holder = a.handled.length > 0 ? a : b;
      if (holder === b) return;
      const report = await a.stop(drainMs + 30_000);
      assert.equal(report.inTime, true);
      assert.equal(report.partitions[log.id(0)]?.abandoned, false);
      await log.advance(SESSION_MS + 5_000);
      assert.deepEqual(b.texts(), [], 'read again by another, although it was done and saved');
    },
  },
  {
    id: 'runtime-43',
    promise: 'a stop ends by its deadline with a report when the service is down',
    needs: ['hang'],
    async run(stand) {
      const log = await stand.open({ batchRecords: 3 });
      await log.append(log.id(0), numbered(0, 3));
      const a = consume(stand, log, 'a', { options: { checkpoint: { everyMs: 600_000 } } });
      await eventually(log, () => a.handled.length >= 3);
      const lift = log.fault({ kind: 'hang', calls: ['read', 'heartbeat', 'save', 'partitions', 'checkpoints'] });
      const startedAtMs = log.clock.monotonic();
      const report = await a.stop(10_000);
      lift();
      assert.ok(log.clock.monotonic() - startedAtMs <= 12_000);
      assert.equal(report.inTime, false);
      assert.equal(report.partitions[log.id(0)]?.abandoned, true);
      assert.notEqual(report.partitions[log.id(0)]?.saved, report.partitions[log.id(0)]?.lastDone);
    },
  },
  {
    id: 'runtime-44',
    promise: 'a stop ends by its deadline with a report when a processor never returns',
    async run(stand) {
      const log = await stand.open({ batchRecords: 3 });
      await log.append(log.id(0), numbered(0, 3));
      const a = consume(stand, log, 'a', { handle: () => new Promise<void>(() => undefined) });
      await eventually(log, () => a.handled.length >= 3);
      const startedAtMs = log.clock.monotonic();
      const report = await a.stop(10_000);
      assert.ok(log.clock.monotonic() - startedAtMs <= 12_000);
      assert.equal(report.inTime, false);
      assert.equal(report.partitions[log.id(0)]?.abandoned, true);
    },
  },
  {
    id: 'runtime-45',
    promise: 'after a stop the partitions are read by others, within a session',
    async run(stand) {
      const log = await stand.open({ partitions: 2, batchRecords: 3 });
      const a = consume(stand, log, 'a');
      const b = consume(stand, log, 'b');
      await eventually(log, () => [a, b].every(({ calls }) => calls.some(({ name }) => name === 'read')), 120_000);
      await a.stop();
      for (const id of [0, 1].map(log.id)) await log.append(id, numbered(0, 3));
      await eventually(log, () => b.handled.length >= 6, 2 * SESSION_MS);
      for (const id of [0, 1].map(log.id)) assert.deepEqual(b.texts(id), numbered(0, 3));
    },
  },
  {
    id: 'runtime-46',
    promise: 'fetched and not yet processed bytes of all partitions stay inside one budget, plus at most one body',
    async run(stand) {
      const log = await stand.open({ partitions: 4, batchRecords: 5 });
      const ids = [0, 1, 2, 3].map(log.id);
      for (const id of ids)
        await log.append(
          id,
          numbered(0, 20).map((n) => n.padEnd(1_000, 'x')),
        );
      const oneBody = await bodySize(log);
      const maxBytes = Math.floor(oneBody * 2.5);
      const { createMemoryBudget } = stand.harness.core ?? core;
      const memory = createMemoryBudget({ maxBytes, clock: log.clock });
      let most = 0;
      const handle = (): Promise<void> => later(log, 2_000);
      const a = consume(stand, log, 'a', { handle, options: { memory } });
      const look = (): boolean => {
        most = Math.max(most, memory.usedBytes);
        return a.handled.length >= 80;
      };
      await eventually(log, look, 300_000);
      assert.ok(most > 0, 'nothing was counted');
      assert.ok(most <= maxBytes + oneBody, `${most} bytes held; the budget is ${maxBytes}, a body ${oneBody}`);
      for (const id of ids) assert.equal(a.texts(id).length, 20);
      await a.stop();
      assert.equal(memory.usedBytes, 0, 'not given back');
    },
  },
];

/** What one full batch is charged. */
async function bodySize(log: TestLog): Promise<number> {
  const driver = log.driver();
  const partition = await partitionOf(driver, log.id(0));
  let bytes = 0;
  const reserve = async (asked: number): Promise<void> => {
    bytes = asked;
  };
  const from = await place(driver, partition, 'earliest');
  const batch = await driver.read(partition, from, { ...call(), maxBytes: 16 * 1024 * 1024, reserve });
  batch.release();
  return Math.max(bytes, batch.rawBytes);
}

import assert from 'node:assert/strict';
import { toPosition } from '@polylog/core/driver';
import type { CaseDefinition } from '../conformance-case.js';
import { call, contents, failureOf, numbered, partitionOf, place, reading, readThrough, texts } from '../seam.js';

/** Listing, places in a log, and where they end. */
export const placeCases: readonly CaseDefinition[] = [
  {
    id: 'read-1',
    promise: 'an empty log lists all its partitions, open for writing, each id once, the same for every process',
    async run({ open }) {
      const log = await open({ partitions: 3 });
      const listed = await log.driver().partitions(call());
      assert.equal(new Set(listed.map(({ id }) => id)).size, 3);
      for (const { id, stream, readOnly, parents } of listed) {
        assert.ok(id !== '' && stream !== '', 'ids and streams have names');
        assert.equal(readOnly, false);
        assert.deepEqual(parents, []);
      }
      assert.deepEqual(await log.driver().partitions(call()), listed);
    },
  },
  {
    id: 'read-2',
    promise: 'earliest is the oldest record kept',
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      await log.append(log.id(0), numbered(0, 8));
      assert.deepEqual(await contents(driver, log.id(0)), numbered(0, 8));
      await log.trim(log.id(0), 3);
      assert.deepEqual(await contents(driver, log.id(0)), numbered(3, 5));
    },
  },
  {
    id: 'read-3',
    promise: 'latest is the place after the newest record: what comes later is read from there, and nothing else',
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      await log.append(log.id(0), numbered(0, 5));
      const partition = await partitionOf(driver, log.id(0));
      const latest = await place(driver, partition, 'latest');
      assert.deepEqual((await readThrough(driver, partition, latest)).texts, []);
      await log.append(log.id(0), numbered(5, 4));
      assert.deepEqual((await readThrough(driver, partition, latest)).texts, numbered(5, 4));
    },
  },
  {
    id: 'read-4',
    promise: 'a time is the first record received at or after it',
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      await log.append(log.id(0), ['early']);
      await log.advance(10_000);
      const middle = log.clock.now();
      await log.append(log.id(0), ['middle']);
      await log.advance(10_000);
      await log.append(log.id(0), ['late']);
      assert.deepEqual(await contents(driver, log.id(0), { epochMs: middle }), ['middle', 'late']);
      assert.deepEqual(await contents(driver, log.id(0), { epochMs: middle + 5_000 }), ['late']);
    },
  },
  {
    id: 'read-5',
    promise: 'a time is rounded down to the resolution of the service, so that nothing is missed',
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      const { timeResolutionMs } = driver.limits;
      await log.append(log.id(0), ['before']);
      await log.advance(10 * timeResolutionMs + 137);
      for (let step = 0; step < 4; step++) {
        await log.append(log.id(0), [`at ${log.clock.now()}`]);
        const found = await contents(driver, log.id(0), { epochMs: log.clock.now() });
        assert.ok(found.includes(`at ${log.clock.now()}`), `missed the record of ${log.clock.now()}`);
        assert.ok(!found.includes('before'));
        await log.advance(333);
      }
    },
  },
  {
    id: 'read-6',
    promise: 'a time before everything is the oldest record, one after everything the place after the newest',
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      await log.advance(60_000);
      const now = log.clock.now();
      await log.append(log.id(0), numbered(0, 3));
      assert.deepEqual(await contents(driver, log.id(0), { epochMs: now - 50_000 }), numbered(0, 3));
      await log.advance(60_000);
      assert.deepEqual(await contents(driver, log.id(0), { epochMs: now + 50_000 }), []);
    },
  },
  {
    id: 'read-7',
    promise: 'locate answers for every partition it is given, empty ones included',
    async run({ open }) {
      const log = await open({ partitions: 4 });
      const driver = log.driver();
      await log.append(log.id(1), ['something']);
      const listed = await driver.partitions(call());
      for (const start of ['earliest', 'latest', { epochMs: log.clock.now() }] as const) {
        const places = await driver.locate(listed, start, call());
        assert.deepEqual([...places.keys()].sort(), listed.map(({ id }) => id).sort());
      }
      assert.equal((await driver.locate([], 'earliest', call())).size, 0);
    },
  },
  {
    id: 'read-13',
    promise: 'a partition ends only for a reader whose listing showed it read-only before the read',
    needs: ['split'],
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      await log.append(log.id(0), numbered(0, 3));
      const before = await partitionOf(driver, log.id(0));
      const start = await place(driver, before, 'earliest');
      await log.split(log.id(0));
      const stale = await readThrough(driver, before, start);
      assert.equal(stale.state, 'caught-up', 'ended, although the listing is older than the split');
      assert.equal((await driver.read(before, stale.next, reading())).state, 'caught-up');
      const after = await partitionOf(driver, log.id(0));
      assert.equal(after.readOnly, true);
      assert.equal((await driver.read(after, stale.next, reading())).state, 'ended');
    },
  },
  {
    id: 'read-14',
    promise: 'a read-only partition is read to its last record before it ends, and ends again whenever asked',
    needs: ['split'],
    async run({ open }) {
      const log = await open({ batchRecords: 4 });
      const driver = log.driver();
      await log.append(log.id(0), numbered(0, 10));
      await log.split(log.id(0));
      const partition = await partitionOf(driver, log.id(0));
      const found: string[] = [];
      let next = await place(driver, partition, 'earliest');
      let state = 'more';
      for (let reads = 0; state !== 'ended' && reads < 20; reads++) {
        const batch = await driver.read(partition, next, reading());
        found.push(...texts(batch));
        next = batch.next;
        state = batch.state;
      }
      assert.equal(state, 'ended');
      assert.deepEqual(found, numbered(0, 10));
      const again = await driver.read(partition, next, reading());
      assert.deepEqual([again.state, again.recordCount], ['ended', 0]);
    },
  },
  {
    id: 'read-15',
    promise: 'an expired position is refused as position-lost, and nothing is read from elsewhere',
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      await log.append(log.id(0), numbered(0, 5));
      const partition = await partitionOf(driver, log.id(0));
      const start = await place(driver, partition, 'earliest');
      await log.trim(log.id(0), 3);
      const failure = await failureOf(driver, driver.read(partition, start, reading()));
      assert.equal(failure.code, 'position-lost');
    },
  },
  {
    id: 'read-16',
    promise: 'a position that is none is refused as position-lost',
    async run({ open, harness }) {
      const log = await open();
      const driver = log.driver();
      await log.append(log.id(0), numbered(0, 5));
      const partition = await partitionOf(driver, log.id(0));
      const foreign = toPosition(harness.capabilities.foreignPosition);
      assert.equal((await failureOf(driver, driver.read(partition, foreign, reading()))).code, 'position-lost');
    },
  },
  {
    id: 'read-25',
    promise: 'an end bound with its place is exclusive: nothing from there on is given, and the reading ends',
    async run({ open }) {
      const log = await open({ batchRecords: 4 });
      const driver = log.driver();
      await log.append(log.id(0), numbered(0, 10));
      await log.advance(10_000);
      const epochMs = log.clock.now();
      await log.append(log.id(0), numbered(10, 10));
      const partition = await partitionOf(driver, log.id(0));
      const position = await place(driver, partition, { epochMs });
      const until = { epochMs, position };
      const found: string[] = [];
      let next = await place(driver, partition, 'earliest');
      for (let reads = 0; reads < 20; reads++) {
        const batch = await driver.read(partition, next, reading({ until }));
        found.push(...texts(batch));
        next = batch.next;
        if (batch.state === 'ended') break;
      }
      assert.deepEqual(found, numbered(0, 10));
      assert.equal((await driver.read(partition, position, reading({ until }))).state, 'ended');
    },
  },
  {
    id: 'read-28',
    promise: 'a log without partitions gives an empty list',
    needs: ['empty-log'],
    async run({ open }) {
      const log = await open({ partitions: 0 });
      assert.deepEqual(await log.driver().partitions(call()), []);
    },
  },
];

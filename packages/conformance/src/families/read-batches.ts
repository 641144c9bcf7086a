import assert from 'node:assert/strict';
import { isConsumerError, type LogRecord } from '@polylog/core/driver';
import type { CaseDefinition } from '../conformance-case.js';
import { guaranteesOf } from '../members.js';
import {
  call,
  contents,
  failureOf,
  numbered,
  partitionOf,
  place,
  reading,
  readThrough,
  settledYet,
  texts,
  thrownBy,
} from '../seam.js';

/** What one read gives: order, memory, records. */
export const batchCases: readonly CaseDefinition[] = [
  {
    id: 'read-8',
    promise: 'records come in the order in which they were written, each once, over as many batches as it takes',
    async run({ open }) {
      const log = await open({ partitions: 2, batchRecords: 4 });
      const driver = log.driver();
      for (let i = 0; i < 30; i += 5) {
        await log.append(log.id(0), numbered(i, 5));
        await log.append(log.id(1), numbered(1000 + i, 5));
      }
      const partition = await partitionOf(driver, log.id(0));
      const all = await readThrough(driver, partition, await place(driver, partition, 'earliest'));
      assert.deepEqual(all.texts, numbered(0, 30));
      assert.ok(all.batches.length >= 8, `${all.batches.length} batches for 30 records of which a read gives 4`);
      assert.deepEqual(await contents(driver, log.id(1)), numbered(1000, 30));
    },
  },
  {
    id: 'read-9',
    promise: 'the same place reads the same records again, in this process and in another',
    async run({ open }) {
      const log = await open({ batchRecords: 3 });
      const [driver, other] = [log.driver(), log.driver()];
      await log.append(log.id(0), numbered(0, 9));
      const partition = await partitionOf(driver, log.id(0));
      const first = await driver.read(partition, await place(driver, partition, 'earliest'), reading());
      const second = await driver.read(partition, first.next, reading());
      const read = texts(second);
      assert.deepEqual(read, numbered(3, 3));
      for (const again of [driver, other]) {
        const repeated = await again.read(partition, first.next, reading());
        assert.deepEqual(texts(repeated), read);
        assert.equal(repeated.next, second.next);
      }
    },
  },
  {
    id: 'read-10',
    promise: 'a batch says "more" while records wait, then "caught-up", and never "ended" of a partition that is open',
    async run({ open }) {
      const log = await open({ batchRecords: 3 });
      const driver = log.driver();
      await log.append(log.id(0), numbered(0, 8));
      const partition = await partitionOf(driver, log.id(0));
      const all = await readThrough(driver, partition, await place(driver, partition, 'earliest'));
      const states = all.batches.map(({ state }) => state);
      assert.deepEqual(states.slice(0, 2), ['more', 'more']);
      assert.equal(states.at(-1), 'caught-up');
      const behind = await driver.read(partition, all.next, reading());
      assert.equal(behind.state, 'caught-up');
    },
  },
  {
    id: 'read-11',
    promise: 'a batch without records is a batch like any other: its next goes on where it stood',
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      const partition = await partitionOf(driver, log.id(0));
      const start = await place(driver, partition, 'earliest');
      const empty = await driver.read(partition, start, reading());
      assert.equal(empty.recordCount, 0);
      assert.deepEqual(texts(empty), []);
      empty.release();
      await log.append(log.id(0), ['first']);
      assert.deepEqual((await readThrough(driver, partition, empty.next)).texts, ['first']);
    },
  },
  {
    id: 'read-12',
    promise: 'a read of nothing is answered within about a second of the service',
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      const partition = await partitionOf(driver, log.id(0));
      const waiting = driver.read(partition, await place(driver, partition, 'latest'), reading());
      const answered = settledYet(waiting);
      await log.advance(1_500);
      assert.ok(answered(), 'still waiting after 1.5 s');
      (await waiting).release();
    },
  },
  {
    id: 'read-17',
    promise: 'a body larger than maxBytes is refused as corrupt-data',
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      await log.append(log.id(0), ['x'.repeat(5_000)]);
      const partition = await partitionOf(driver, log.id(0));
      const start = await place(driver, partition, 'earliest');
      const failure = await failureOf(driver, driver.read(partition, start, reading({ maxBytes: 1_000 })));
      assert.equal(failure.code, 'corrupt-data');
      assert.deepEqual((await readThrough(driver, partition, start)).texts, ['x'.repeat(5_000)]);
    },
  },
  {
    id: 'read-18',
    promise: 'memory is asked for once a read, for no less than what the records take',
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      await log.append(
        log.id(0),
        numbered(0, 10).map((n) => n.padEnd(500, 'x')),
      );
      const partition = await partitionOf(driver, log.id(0));
      const asked: number[] = [];
      const reserve = async (bytes: number): Promise<void> => void asked.push(bytes);
      const batch = await driver.read(partition, await place(driver, partition, 'earliest'), reading({ reserve }));
      assert.equal(asked.length, 1);
      assert.ok((asked[0] ?? 0) >= batch.rawBytes, `asked for ${asked[0]} bytes, and ${batch.rawBytes} came`);
      const written = 500 * batch.recordCount;
      assert.ok(batch.rawBytes >= written, `rawBytes is ${batch.rawBytes} for ${written} bytes of text`);
    },
  },
  {
    id: 'read-19',
    promise: 'a read waits until there is memory for it, and its timeout does not run meanwhile',
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      await log.append(log.id(0), numbered(0, 5));
      const partition = await partitionOf(driver, log.id(0));
      const start = await place(driver, partition, 'earliest');
      let grant = (): void => undefined;
      const reserve = (): Promise<void> =>
        new Promise((resolve) => {
          grant = resolve;
        });
      const pending = driver.read(partition, start, reading({ timeoutMs: 2_000, reserve }));
      const answered = settledYet(pending);
      await log.advance(20_000);
      assert.equal(answered(), false, 'the read did not wait for memory');
      grant();
      assert.deepEqual(texts(await pending), numbered(0, 5));
    },
  },
  {
    id: 'read-20',
    promise: 'a read whose memory is refused ends with that reason, and the next one works',
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      await log.append(log.id(0), numbered(0, 5));
      const partition = await partitionOf(driver, log.id(0));
      const start = await place(driver, partition, 'earliest');
      const reason = new Error('no memory');
      const reserve = (): Promise<void> => Promise.reject(reason);
      assert.equal(await thrownBy(driver.read(partition, start, reading({ reserve }))), reason);
      assert.deepEqual((await readThrough(driver, partition, start)).texts, numbered(0, 5));
    },
  },
  {
    id: 'read-21',
    promise:
      'records of a released batch throw record-released, whatever is asked of them; releasing twice is harmless',
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      await log.append(log.id(0), ['kept']);
      const partition = await partitionOf(driver, log.id(0));
      const batch = await driver.read(partition, await place(driver, partition, 'earliest'), reading());
      const [record] = batch.records;
      assert.ok(record);
      assert.equal(record.body, 'kept');
      batch.release();
      batch.release();
      for (const ask of questions(record)) {
        assert.throws(ask, (error) => isConsumerError(error) && error.code === 'record-released', String(ask));
      }
    },
  },
  {
    id: 'read-22',
    promise: 'texts come as they were written: long ones, empty ones, and those of other alphabets',
    async run({ open }) {
      const log = await open();
      const written = ['', 'é 漢字 🙂 \u0000 "quoted"\n', 'x'.repeat(100_000), ' '];
      await log.append(log.id(0), written);
      assert.deepEqual(await contents(log.driver(), log.id(0)), written);
    },
  },
  {
    id: 'read-23',
    promise: 'records may be gone through more than once, and two of them never have one id',
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      await log.append(log.id(0), numbered(0, 10));
      const partition = await partitionOf(driver, log.id(0));
      const batch = await driver.read(partition, await place(driver, partition, 'earliest'), reading());
      assert.deepEqual(texts(batch), texts(batch));
      assert.equal(new Set([...batch.records].map(({ id }) => id)).size, 10);
    },
  },
  {
    id: 'read-24',
    promise: 'where ids are stable, a record that is read again has the same one, also in another batch',
    async run({ open }) {
      const log = await open({ batchRecords: 4 });
      const driver = log.driver();
      if ((await guaranteesOf(log)).recordId !== 'stable') return;
      await log.append(log.id(0), numbered(0, 8));
      const partition = await partitionOf(driver, log.id(0));
      const start = await place(driver, partition, 'earliest');
      const first = await driver.read(partition, start, reading());
      const ids = new Map([...first.records].map((record) => [record.body, record.id]));
      await log.trim(log.id(0), 2);
      const later = await driver.read(partition, await place(driver, partition, 'earliest'), reading());
      const both = [...later.records].filter(({ body }) => ids.has(body));
      assert.equal(both.length, 2);
      for (const { body, id } of both) assert.equal(id, ids.get(body));
    },
  },
  {
    id: 'read-26',
    promise: 'a batch tells the time of the service, where it tells one, and when its newest record was received',
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      await log.append(log.id(0), ['x']);
      const receivedAtMs = log.clock.now();
      await log.advance(90_000);
      const partition = await partitionOf(driver, log.id(0));
      const batch = await driver.read(partition, await place(driver, partition, 'earliest'), reading());
      const { servedAtMs, newestReceivedAtMs } = batch;
      if (servedAtMs !== undefined) assert.ok(Math.abs(servedAtMs - log.clock.now()) <= 1_000, `${servedAtMs}`);
      if (newestReceivedAtMs !== undefined) assert.ok(Math.abs(newestReceivedAtMs - receivedAtMs) <= 1_000);
    },
  },
  {
    id: 'read-27',
    promise: 'what is in one partition is never seen in another',
    async run({ open }) {
      const log = await open({ partitions: 3 });
      const driver = log.driver();
      for (const { id } of await driver.partitions(call())) await log.append(id, [`${id}a`, `${id}b`]);
      for (const { id } of await driver.partitions(call())) {
        assert.deepEqual(await contents(driver, id), [`${id}a`, `${id}b`]);
      }
    },
  },
];

function questions(record: LogRecord): readonly (() => unknown)[] {
  return [
    () => record.id,
    () => record.epochMs,
    () => record.timeNs,
    () => record.body,
    () => record.topic,
    () => record.source,
    () => record.host,
    () => record.path,
    () => record.tags,
    () => record.get('content'),
    () => record.getBytes('content'),
    () => [...record.entries()],
    () => record.toObject(),
  ];
}

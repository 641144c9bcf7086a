import type { Producer, ProducerRecord, SendReceipt } from '@polylog/driver-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProducerHarness } from './producer-harness.js';

const soon = { lingerMs: 5, retry: { tries: 6, firstPauseMs: 1, maxPauseMs: 5 } } as const;

const outcome = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => value,
    (error: unknown) => error,
  );

/** What every cloud's producer promises; run over each of them, against the emulated service. */
export function describeProducer(name: string, start: () => Promise<ProducerHarness>): void {
  describe(`the producer of ${name}`, () => {
    let harness: ProducerHarness;
    beforeEach(async () => {
      harness = await start();
    });
    afterEach(() => harness.stop());

    const record = (n: number | string, key?: string): ProducerRecord => ({
      fields: { n, ...(key !== undefined && { key }) },
      ...(key !== undefined && { key }),
    });
    const numbers = async (key?: string): Promise<readonly string[]> =>
      (await harness.stored())
        .filter(({ fields }) => key === undefined || fields.key === key)
        .map(({ fields }) => fields.n!);
    const send = (producer: Producer, count: number, keys: readonly (string | undefined)[] = [undefined]) =>
      Array.from({ length: count }, (_, i) => producer.send(record(i, keys[i % keys.length])));

    it('stores what is sent, in few requests, and says of each record that it is stored', async () => {
      const sends = send(harness.producer(soon), 500);
      expect(await Promise.all(sends)).toEqual(sends.map((): SendReceipt => ({ tries: 1 })));
      expect([...(await numbers())].sort((a, b) => Number(a) - Number(b))).toEqual(sends.map((_, i) => String(i)));
      expect(harness.puts()).toBeLessThan(20);
    });

    it('keeps the order of a key, in one partition, also where batches are small and many are under way', async () => {
      const keys = ['a', 'b', 'c', 'd', 'e'];
      await Promise.all(send(harness.producer({ ...soon, maxBatchRecords: 7, maxInFlight: 16 }), 1_000, keys));
      const stored = await harness.stored();
      for (const [k, key] of keys.entries()) {
        const own = stored.filter(({ fields }) => fields.key === key);
        expect(own.map(({ fields }) => Number(fields.n))).toEqual(Array.from({ length: 200 }, (_, i) => i * 5 + k));
        expect(new Set(own.map(({ partition }) => partition)).size).toBe(1);
      }
    });

    it('keeps the order of a key while its partition is split', async ({ skip }) => {
      const { split, partitions } = harness;
      if (split === undefined) return skip('the service takes no hash keys');
      const producer = harness.producer({ ...soon, maxBatchRecords: 10 });
      const first = send(producer, 100, ['k']);
      await first[50];
      for (const partition of partitions) split(partition);
      await Promise.all([...first, ...Array.from({ length: 100 }, (_, i) => producer.send(record(100 + i, 'k')))]);
      expect((await numbers('k')).map(Number)).toEqual(Array.from({ length: 200 }, (_, i) => i));
      expect(new Set((await harness.stored()).map(({ partition }) => partition)).size).toBe(2);
    });

    it('holds senders back while its memory is full, and never holds more', async () => {
      const maxMemoryBytes = 100_000;
      const producer = harness.producer({ ...soon, maxMemoryBytes, maxBatchBytes: 20_000 });
      harness.fault({ kind: 'delay', delayMs: 5 });
      const sends: Promise<SendReceipt>[] = [];
      let peak = 0;
      for (let i = 0; i < 500; i++) {
        await producer.ready();
        sends.push(producer.send({ fields: { n: i, text: 'x'.repeat(2_000) } }));
        peak = Math.max(peak, producer.usedBytes);
      }
      await Promise.all(sends);
      expect(peak).toBeGreaterThan(maxMemoryBytes / 2);
      expect(peak).toBeLessThanOrEqual(maxMemoryBytes);
      expect(producer.usedBytes).toBe(0);
      expect(new Set(await numbers()).size).toBe(500);
    });

    it('refuses what nobody waits for, rather than grow: as throttled, and by the promise', async () => {
      const producer = harness.producer({ ...soon, maxMemoryBytes: 100_000, maxBatchBytes: 20_000 });
      const ends = await Promise.all(
        Array.from({ length: 200 }, (_, i) => outcome(producer.send({ fields: { n: i, text: 'x'.repeat(2_000) } }))),
      );
      const refused = ends.filter((end) => end instanceof Error);
      expect(refused.length).toBeGreaterThan(50);
      for (const end of refused) expect(end).toMatchObject({ code: 'throttled', tries: 0 });
      expect(new Set(await numbers()).size).toBe(200 - refused.length);
    });

    it.each([
      ['fail', { kind: 'status', status: 500 }],
      ['are throttled', { kind: 'throttle' }],
      ['are lost on their way', { kind: 'lost', processed: false }],
      ['are stored, and their answer is lost', { kind: 'lost', processed: true }],
    ] as const)('loses nothing while puts %s', async (_, action) => {
      const producer = harness.producer({ ...soon, maxBatchRecords: 20 });
      harness.fault(action, { times: 3 });
      const receipts = await Promise.all(send(producer, 200, ['a', 'b']));
      expect(Math.max(...receipts.map(({ tries }) => tries))).toBeGreaterThan(1);
      for (const [k, key] of ['a', 'b'].entries()) {
        const seen = [...new Set(await numbers(key))].map(Number);
        expect(seen).toEqual(Array.from({ length: 100 }, (__, i) => i * 2 + k));
      }
    });

    it('rejects, with what the service said, what it has not stored after the last try; the next record is another matter', async () => {
      const producer = harness.producer({ ...soon, retry: { tries: 2, firstPauseMs: 1 } });
      harness.fault({ kind: 'status', status: 503 }, { times: 2 });
      const failed = await outcome(producer.send(record('lost', 'k')));
      expect(failed).toMatchObject({ name: 'ClientError', code: 'unavailable', status: 503, tries: 2 });
      expect(await producer.send(record('kept', 'k'))).toEqual({ tries: 1 });
      expect(await numbers()).toEqual(['kept']);
    });

    it('lets a record that the service refuses take no others with it', async () => {
      const producer = harness.producer(soon);
      const good = send(producer, 20, ['k']);
      const bad = outcome(producer.send({ ...harness.refused, key: 'k' }));
      const more = producer.send(record(20, 'k'));
      expect(await bad).toMatchObject({ name: 'ClientError', code: 'invalid-argument' });
      await Promise.all([...good, more]);
      expect((await numbers()).map(Number)).toEqual(Array.from({ length: 21 }, (_, i) => i));
    });

    it('refuses a record that is too large for the service alone, and sends nothing of it', async () => {
      const producer = harness.producer(soon);
      const text = 'x'.repeat(harness.tooLargeBytes);
      expect(await outcome(producer.send({ fields: { text } }))).toMatchObject({ code: 'invalid-argument', tries: 0 });
      expect(harness.puts()).toBe(0);
      await producer.send({ fields: { n: 1, text: 'x'.repeat(harness.tooLargeBytes / 4) } });
      expect(await numbers()).toEqual(['1']);
    });

    it('stores a record as it was when it was sent', async () => {
      const producer = harness.producer(soon);
      const fields = { n: 'before' };
      const sent = producer.send({ fields });
      fields.n = 'after';
      await sent;
      expect(await numbers()).toEqual(['before']);
    });

    it('flushes at once what lingers, and again on close; after that it takes nothing', async () => {
      const producer = harness.producer({ lingerMs: 600_000 });
      void producer.send(record('a'));
      expect(await producer.flush()).toEqual({ stored: 1, failed: 0 });
      void producer.send(record('b'));
      expect(await producer.close()).toEqual({ inTime: true, stored: 2, failed: 0 });
      expect([...(await numbers())].sort()).toEqual(['a', 'b']);
      expect(await outcome(producer.send(record('c')))).toMatchObject({ code: 'aborted', tries: 0 });
    });

    it('closes by its deadline where the service does not answer, and rejects each record that is not stored', async () => {
      const producer = harness.producer({ ...soon, maxInFlight: 1, maxBatchRecords: 1 });
      harness.fault({ kind: 'lost', processed: false, socket: 'open' });
      const ends = send(producer, 3, ['k']).map(outcome);
      expect(await producer.close({ deadlineMs: 100 })).toMatchObject({ inTime: false, stored: 0, failed: 3 });
      expect(await Promise.all(ends)).toMatchObject([
        { code: 'aborted', tries: 1 },
        { code: 'aborted', tries: 0 },
        { code: 'aborted', tries: 0 },
      ]);
    });
  });
}

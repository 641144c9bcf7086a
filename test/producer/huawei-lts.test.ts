import { createLtsProducer, type LtsProducerOptions } from '@polylog/huawei-lts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { credentials, region, stream } from '../huawei-lts/lts-service.js';
import { type LtsProducerHarness, ltsProducerHarness } from './lts-producer-harness.js';
import { describeProducer } from './producer-suite.js';

describeProducer('LTS', () => ltsProducerHarness());

describe('the producer of LTS, beyond what all have', () => {
  let harness: LtsProducerHarness;
  beforeEach(async () => {
    harness = await ltsProducerHarness();
  });
  afterEach(() => harness.stop());

  it('keeps the order of a key where the service spreads pushes over shards: in each shard, and by the times it sorts by', async () => {
    const spread = await ltsProducerHarness({ shards: 3 });
    try {
      const producer = spread.producer({ lingerMs: 0, maxBatchRecords: 7 });
      const keys = ['a', 'b', 'c'];
      await Promise.all(
        Array.from({ length: 600 }, (_, n) => producer.send({ key: keys[n % 3]!, fields: { n, key: keys[n % 3]! } })),
      );
      const stored = await spread.stored();
      const inOrder = await spread.inOrder();
      for (const [k, key] of keys.entries()) {
        const sent = Array.from({ length: 200 }, (_, i) => i * 3 + k);
        const own = stored.filter(({ fields }) => fields.key === key);
        expect(new Set(own.map(({ partition }) => partition)).size).toBeGreaterThan(1);
        for (const shard of spread.partitions) {
          const numbers = own.filter(({ partition }) => partition === shard).map(({ fields }) => Number(fields.n));
          expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
        }
        const sorted = inOrder.filter(({ labels }) => labels.key === key);
        expect(sorted.map(({ labels }) => Number(labels.n))).toEqual(sent);
        // As they were received, too: of a key one push follows the other.
        const received = sorted.map(({ labels }) => Number(labels.collectTime));
        expect(received).toEqual([...received].sort((a, b) => a - b));
      }
    } finally {
      await spread.stop();
    }
  });

  it('stores also where the service takes smaller logs than it says: what is too much is halved', async () => {
    const producer = harness.producer({ lingerMs: 20 });
    const good = Array.from({ length: 20 }, (_, n) => producer.send({ key: 'k', fields: { n } }));
    const bad = producer.send({ key: 'k', text: 'x'.repeat(600_000) });
    const last = producer.send({ key: 'k', fields: { n: 20 } });
    await expect(bad).rejects.toMatchObject({ code: 'invalid-argument', serviceCode: 'SVCSTG.ALS.200.201' });
    await Promise.all([...good, last]);
    expect((await harness.stored()).map(({ fields }) => Number(fields.n))).toEqual(
      Array.from({ length: 21 }, (_, n) => n),
    );
  });

  it('pushes lines and structured logs, each with their labels beside those of the producer', async () => {
    const producer = harness.producer({ lingerMs: 5, labels: { env: 'prod', zone: 'a' } });
    const timeNs = BigInt(Date.now()) * 1_000_000n + 123_456n;
    await Promise.all([
      producer.send({ time: { timeNs }, text: 'plain' }),
      producer.send({
        time: { timeNs: timeNs + 1n },
        text: 'ümlaut "quoted" \u2028\n',
        labels: { zone: 'b', rack: '9' },
      }),
      producer.send({ time: { timeNs: timeNs + 2n }, text: 'like the one before', labels: { zone: 'b', rack: '9' } }),
      producer.send({ time: { timeNs: timeNs + 3n }, fields: { status: 200, ok: true, 日: Buffer.from('本') } }),
      producer.send({ time: { timeNs: timeNs + 4n }, fields: { status: 404 }, labels: { zone: 'c' } }),
    ]);
    const stored = (await harness.inOrder()).map(({ timeNs: time, text, labels }) => {
      const { category: _c, collectTime: _t, __time__: _m, lineNum: _n, log_content: _l, ...own } = labels;
      return [time - timeNs, text, own];
    });
    expect(stored).toEqual([
      [0n, 'plain', { env: 'prod', zone: 'a' }],
      [1n, 'ümlaut "quoted" \u2028\n', { env: 'prod', zone: 'b', rack: '9' }],
      [2n, 'like the one before', { env: 'prod', zone: 'b', rack: '9' }],
      [3n, undefined, { env: 'prod', zone: 'a', status: '200', ok: 'true', 日: '本' }],
      [4n, undefined, { env: 'prod', zone: 'c', status: '404' }],
    ]);
    // All lines in one push, and structured logs by their labels.
    expect(harness.puts()).toBe(3);
  });

  it('keeps the order of a key whose records are now a line, now structured', async () => {
    const producer = harness.producer({ lingerMs: 5 });
    await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        producer.send(n % 7 < 3 ? { key: 'k', text: String(n) } : { key: 'k', fields: { n } }),
      ),
    );
    const stored = await harness.stored();
    expect(stored.map(({ fields }) => Number(fields.n ?? fields.log_content))).toEqual(
      Array.from({ length: 60 }, (_, n) => n),
    );
  });

  it('gives records without a time one of their own, a nanosecond apart', async () => {
    const producer = harness.producer({ lingerMs: 5 });
    const before = BigInt(Date.now()) * 1_000_000n;
    await Promise.all(Array.from({ length: 500 }, (_, n) => producer.send({ fields: { n } })));
    const times = (await harness.inOrder()).map(({ timeNs }) => timeNs);
    expect(new Set(times).size).toBe(500);
    expect(times[0]! >= before && times[499]! <= BigInt(Date.now() + 1) * 1_000_000n).toBe(true);
  });

  it.each([
    [{ key: 7 }, 'key is no text'],
    [{ labels: ['a'] }, 'labels is no object'],
    [{ labels: { category: 'x' } }, '"category" is the service'],
    [{ labels: { n: 'x' } }, 'a field and a label are both named "n"'],
    [{ fields: { env: 'x' } }, 'a field and a label are both named "env"'],
    [{ fields: { order__id: 'x' } }, 'two underscores'],
    [{ labels: Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`n${n}`, ''])) }, '101 labels'],
    [{ text: 'both' }, 'exclude each other'],
    [{ fields: { secret: { deep: 'secret-value' } } }, 'an object under "secret"'],
    [{ fields: { raw: Buffer.from([0xff]) } }, 'no UTF-8'],
    [{ fields: { a: 'é'.repeat(524_288) } }, 'a log has 1048577 bytes; allowed: 1048576'],
    [{ time: new Date(Date.now() - 3 * 86_400_000) }, 'two days'],
  ])('refuses a record with %#, alone, before anything is sent', async (change, message) => {
    const producer = harness.producer({ lingerMs: 5, labels: { env: 'prod' } });
    const wrong = producer.send({ fields: { n: 1 }, ...change } as never);
    await expect(wrong).rejects.toMatchObject({ code: 'invalid-argument', message: expect.stringContaining(message) });
    await expect(producer.send({ text: 'a', labels: { log_content: 'x' } })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    await expect(producer.send({ text: 7 } as never)).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(producer.send(null as never)).rejects.toMatchObject({ code: 'invalid-argument' });
    expect(harness.puts()).toBe(0);
  });

  it('refuses options that are wrong when it is made, in one line', () => {
    const good = { region, ...stream, credentials };
    const make = (change: object) => () => createLtsProducer({ ...good, ...change } as LtsProducerOptions);
    expect(make({ lingerMS: 5 })).toThrow(/^createLtsProducer: .*Did you mean lingerMs/);
    expect(make({ logStreamId: 'requests' })).toThrow(/logStreamId is "requests"/);
    expect(make({ region: undefined })).toThrow(/region/);
    expect(make({ labels: { lineNum: '1' } })).toThrow(/"lineNum"/);
    expect(make({ compression: 'lz4' })).toThrow(/compression/);
    expect(make({ maxBatchBytes: 9_000_000 })).toThrow(/maxBatchBytes is 9000000/);
    expect(make({ logger: 'loud' })).toThrow(/logger/);
  });

  it('halves no batch that is refused for its project: no record could be stored', async () => {
    harness.fault({ kind: 'status', status: 401, code: 'SVCSTG.ALS.403.105' }, { times: 1 });
    const producer = harness.producer({ lingerMs: 5 });
    const ends = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => producer.send({ fields: { n } })));
    for (const end of ends) expect(end).toMatchObject({ status: 'rejected', reason: { code: 'permission-denied' } });
    expect(harness.puts()).toBe(1);
  });

  it('sends no fifth wrong signature in a row when the keys are revoked, and tells each record', async () => {
    const producer = harness.producer({ lingerMs: 0, maxBatchRecords: 1, retry: false });
    await producer.send({ fields: { n: 'good' } });
    harness.revokeKeys();
    const ends = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => producer.send({ fields: { n } })));
    for (const end of ends) expect(end).toMatchObject({ status: 'rejected', reason: { code: 'unauthenticated' } });
    expect(harness.mostBadInARow()).toBe(4);
  });
});

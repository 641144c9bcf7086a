import { createSlsProducer, type SlsProducerOptions } from '@polylog/alibaba-sls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { credentials, logstore, project } from '../alibaba-sls/sls-service.js';
import { describeProducer } from './producer-suite.js';
import { type SlsProducerHarness, slsProducerHarness } from './sls-producer-harness.js';

describeProducer('SLS', () => slsProducerHarness());
describeProducer('SLS, which takes 1024 logs and 3 MB at once, signed by version 4', async () => {
  const harness = await slsProducerHarness({
    sls: { switches: { putMaxLogs: 1_024, putMaxBytes: 3_000_000, putTooLargeStatus: 400 } },
  });
  const { producer } = harness;
  return {
    ...harness,
    producer: (settings) => producer({ signature: 'v4', region: 'cn-emu', ...settings }),
  };
});

describe('the producer of SLS, beyond what all have', () => {
  let harness: SlsProducerHarness;
  beforeEach(async () => {
    harness = await slsProducerHarness();
  });
  afterEach(() => harness.stop());

  it('stores also where the service takes less at once than it says: what is too much is halved', async () => {
    const small = await slsProducerHarness({ sls: { switches: { putMaxLogs: 1_024 } } });
    try {
      const producer = small.producer();
      await Promise.all(Array.from({ length: 3_000 }, (_, n) => producer.send({ key: 'k', fields: { n } })));
      expect((await small.stored()).map(({ fields }) => Number(fields.n))).toEqual(
        Array.from({ length: 3_000 }, (_, n) => n),
      );
    } finally {
      await small.stop();
    }
  });

  it('puts a log group for each topic, source and tags; those of a record stand beside the producer’s', async () => {
    const producer = harness.producer({
      lingerMs: 5,
      topic: 'web',
      source: '10.0.0.7',
      tags: { env: 'prod', zone: 'a' },
    });
    const fields = { n: 1 };
    await Promise.all([
      producer.send({ fields }),
      producer.send({ fields, topic: 'db', tags: { zone: 'b', rack: '9' } }),
      producer.send({ fields }),
    ]);
    const groups = await harness.logGroups();
    const summary = groups.map(({ logs, topic, source, tags }) => ({ logs: logs.length, topic, source, tags }));
    expect(summary.sort((a, b) => a.logs - b.logs)).toEqual([
      {
        logs: 1,
        topic: 'db',
        source: '10.0.0.7',
        tags: [
          ['env', 'prod'],
          ['zone', 'b'],
          ['rack', '9'],
        ],
      },
      {
        logs: 2,
        topic: 'web',
        source: '10.0.0.7',
        tags: [
          ['env', 'prod'],
          ['zone', 'a'],
        ],
      },
    ]);
  });

  it('writes what logs.put writes: bytes, names that come twice, and nanoseconds', async () => {
    const producer = harness.producer({ lingerMs: 5 });
    const timeNs = BigInt(Date.now()) * 1_000_000n + 123n;
    const fields = [
      ['a', '1'],
      ['a', Buffer.from([0xff, 0xfe])],
      ['日', true],
    ] as const;
    await producer.send({ time: { timeNs }, fields });
    const [group] = await harness.logGroups();
    const timeSeconds = Number(timeNs / 1_000_000_000n);
    expect(group?.logs).toMatchObject([{ timeSeconds, timeNsPart: Number(timeNs % 1_000_000_000n) }]);
    const written = group?.logs[0]?.contents.map(([name, value]) => [
      name,
      Buffer.from(value as string).toString('hex'),
    ]);
    expect(written).toEqual([
      ['a', '31'],
      ['a', 'fffe'],
      ['日', Buffer.from('true').toString('hex')],
    ]);
  });

  it('routes by a hash key as it stands, and spreads keys over all shards', async () => {
    const producer = harness.producer({ lingerMs: 5 });
    await Promise.all([
      producer.send({ hashKey: '00', fields: { n: 'first' } }),
      producer.send({ hashKey: 'FF', fields: { n: 'last' } }),
    ]);
    expect((await harness.stored()).map(({ partition, fields }) => [partition, fields.n])).toEqual([
      [0, 'first'],
      [2, 'last'],
    ]);
    const puts = harness.puts();
    await Promise.all(Array.from({ length: 2_000 }, (_, i) => producer.send({ key: `user-${i}`, fields: { n: i } })));
    const shards = new Set((await harness.stored()).map(({ partition }) => partition));
    expect([...shards]).toEqual([0, 1, 2]);
    // Two thousand keys share the batches of 64 stretches.
    expect(harness.puts() - puts).toBeLessThanOrEqual(2 * 64);
  });

  it.each([
    [{ key: 'a', hashKey: '00' }, 'exclude each other'],
    [{ hashKey: 'zz' }, 'hexadecimal'],
    [{ key: 7 }, 'key is no text'],
    [{ topic: 7 }, 'topic is'],
    [{ tags: ['a'] }, 'tags is no object'],
    [{ fields: { secret: { deep: 'secret-value' } } }, 'an object under "secret"'],
    [{ time: new Date(Number.NaN) }, 'time is none'],
  ])('refuses a record with %o alone, before anything is sent', async (change, message) => {
    const producer = harness.producer({ lingerMs: 5 });
    const wrong = producer.send({ fields: { n: 1 }, ...change } as never);
    await expect(wrong).rejects.toMatchObject({ code: 'invalid-argument', message: expect.stringContaining(message) });
    await expect(producer.send(null as never)).rejects.toMatchObject({ code: 'invalid-argument' });
    expect(harness.puts()).toBe(0);
  });

  it('refuses options that are wrong when it is made, in one line', () => {
    const good = { endpoint: 'cn-hangzhou.log.aliyuncs.com', credentials, project, logstore };
    const make = (change: object) => () => createSlsProducer({ ...good, ...change } as SlsProducerOptions);
    expect(make({ lingerMS: 5 })).toThrow(/^createSlsProducer: .*Did you mean lingerMs/);
    expect(make({ logstore: undefined })).toThrow(/logstore is missing/);
    expect(make({ buckets: 48 })).toThrow(/buckets is 48; allowed: 1, 2, 4/);
    expect(make({ topic: 1 })).toThrow(/topic is/);
    expect(make({ compression: 'gzip' })).toThrow(/^createSlsProducer: compression is "gzip"/);
    expect(make({ maxBatchBytes: 11_000_000 })).toThrow(/maxBatchBytes is 11000000/);
    expect(make({ logger: 'loud' })).toThrow(/logger/);
  });

  it.each(['zstd', 'deflate', 'none'] as const)('compresses with %s', async (compression) => {
    const make = () => harness.producer({ lingerMs: 5, compression });
    if (compression === 'zstd' && process.versions.node.startsWith('20.')) {
      expect(make).toThrow('needs Node 22.15');
      return;
    }
    await make().send({ fields: { n: 'x'.repeat(1_000) } });
    expect((await harness.stored()).map(({ fields }) => fields.n)).toEqual(['x'.repeat(1_000)]);
  });
});

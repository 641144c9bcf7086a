import { lz4Block } from '@polylog/driver-kit';
import { type ClsProducerOptions, createClsProducer } from '@polylog/tencent-cls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { credentials } from '../tencent-cls/cls-service.js';
import { type ClsProducerHarness, clsProducerHarness } from './cls-producer-harness.js';
import { describeProducer } from './producer-suite.js';

describeProducer('CLS', () => clsProducerHarness());

describe('the producer of CLS, beyond what all have', () => {
  let harness: ClsProducerHarness;
  beforeEach(async () => {
    harness = await clsProducerHarness();
  });
  afterEach(() => harness.stop());

  it('stores also where the service takes less at once than it says: what is too much is halved', async () => {
    const small = await clsProducerHarness({ cls: { switches: { maxGroupLogs: 1_000 } } });
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

  it('puts a log group for each source, filename, hostname and tags; tags of a record stand beside the producer’s', async () => {
    const producer = harness.producer({
      lingerMs: 5,
      source: '10.0.0.7',
      filename: '/var/log/app.log',
      tags: { env: 'prod', zone: 'a' },
    });
    const fields = { n: 1 };
    await Promise.all([
      producer.send({ fields }),
      producer.send({ fields, hostname: 'h', filename: '', tags: { zone: 'b', rack: '9' } }),
      producer.send({ fields }),
    ]);
    const groups = (await harness.logGroups()).map((group) => ({ ...group, logs: group.logs.length }));
    expect(groups.sort((a, b) => a.logs - b.logs)).toEqual([
      {
        logs: 1,
        source: '10.0.0.7',
        filename: '',
        hostname: 'h',
        tags: [
          ['env', 'prod'],
          ['zone', 'b'],
          ['rack', '9'],
        ],
      },
      {
        logs: 2,
        source: '10.0.0.7',
        filename: '/var/log/app.log',
        tags: [
          ['env', 'prod'],
          ['zone', 'a'],
        ],
      },
    ]);
  });

  it('writes bytes as they are, names that come twice, and times to the microsecond', async () => {
    const producer = harness.producer({ lingerMs: 5 });
    const fields = [
      ['a', '1'],
      ['a', Buffer.from([0xff, 0xfe])],
      ['日', true],
    ] as const;
    await producer.send({ time: { timeNs: 1_700_000_000_123_456_789n }, fields });
    const [group] = await harness.logGroups();
    expect(group?.logs).toEqual([
      {
        time: 1_700_000_000_123_456n,
        contents: [
          ['a', '1'],
          ['a', new Uint8Array([0xff, 0xfe])],
          ['日', 'true'],
        ],
      },
    ]);
  });

  it('routes by a hash key as it stands, and spreads keys over all partitions', async () => {
    const producer = harness.producer({ lingerMs: 5 });
    await Promise.all([
      producer.send({ hashKey: '00', fields: { n: 'first' } }),
      producer.send({ hashKey: 'FF', fields: { n: 'last' } }),
    ]);
    expect((await harness.stored()).map(({ partition, fields }) => [partition, fields.n])).toEqual([
      [1, 'first'],
      [3, 'last'],
    ]);
    const puts = harness.puts();
    await Promise.all(Array.from({ length: 2_000 }, (_, i) => producer.send({ key: `user-${i}`, fields: { n: i } })));
    const partitions = new Set((await harness.stored()).map(({ partition }) => partition));
    expect([...partitions]).toEqual([1, 2, 3]);
    // Two thousand keys share the batches of 64 stretches.
    expect(harness.puts() - puts).toBeLessThanOrEqual(2 * 64);
  });

  it.each([
    [{ key: 'a', hashKey: '00' }, 'exclude each other'],
    [{ hashKey: 'zz' }, 'hexadecimal'],
    [{ key: 7 }, 'key is no text'],
    [{ source: 7 }, 'source is'],
    [{ tags: ['a'] }, 'tags is no object'],
    [{ fields: { secret: { deep: 'secret-value' } } }, 'an object under "secret"'],
    [{ fields: { long: Buffer.alloc(1024 * 1024 + 1) } }, '"long" has 1048577 bytes'],
    [{ time: new Date(Number.NaN) }, 'time is none'],
  ])('refuses a record with %#, alone, before anything is sent', async (change, message) => {
    const producer = harness.producer({ lingerMs: 5 });
    const wrong = producer.send({ fields: { n: 1 }, ...change } as never);
    await expect(wrong).rejects.toMatchObject({ code: 'invalid-argument', message: expect.stringContaining(message) });
    await expect(producer.send(null as never)).rejects.toMatchObject({ code: 'invalid-argument' });
    expect(harness.puts()).toBe(0);
  });

  it('takes values of 1 MiB, many of them in one batch of 5 MiB', async () => {
    const large = await clsProducerHarness({ cls: { switches: { maxValueBytes: 1024 * 1024 } } });
    try {
      const producer = large.producer({ maxBatchBytes: 5 * 1024 * 1024, lingerMs: 50 });
      const text = 'x'.repeat(1024 * 1024);
      const records = Array.from({ length: 5 }, (_, n) => ({ key: 'k', fields: { n, text } }));
      await Promise.all(records.map((record) => producer.send(record)));
      expect((await large.stored()).map(({ fields }) => [fields.n, fields.text?.length])).toEqual(
        records.map((_, n) => [String(n), text.length]),
      );
      expect(large.puts()).toBe(2);
    } finally {
      await large.stop();
    }
  });

  it('refuses options that are wrong when it is made, in one line', () => {
    const good = { region: 'ap-guangzhou', credentials, topicId: 'orders' };
    const make = (change: object) => () => createClsProducer({ ...good, ...change } as ClsProducerOptions);
    expect(make({ lingerMS: 5 })).toThrow(/^createClsProducer: .*Did you mean lingerMs/);
    expect(make({ topicId: undefined })).toThrow(/topicId is missing/);
    expect(make({ region: undefined })).toThrow(/region/);
    expect(make({ buckets: 48 })).toThrow(/buckets is 48; allowed: 1, 2, 4/);
    expect(make({ source: 1 })).toThrow(/source is/);
    expect(make({ compression: 'snappy' })).toThrow(/^createClsProducer: compression is "snappy"/);
    expect(make({ maxBatchBytes: 6_000_000 })).toThrow(/maxBatchBytes is 6000000/);
    expect(make({ logger: 'loud' })).toThrow(/logger/);
  });

  it.each(['zstd', 'deflate', 'none', 'lz4'] as const)('compresses with %s', async (compression) => {
    const make = () => harness.producer({ lingerMs: 5, compression });
    if (compression === 'zstd' && process.versions.node.startsWith('20.')) {
      expect(make).toThrow('needs Node 22.15');
      return;
    }
    await make().send({ fields: { n: 'x'.repeat(1_000) } });
    expect((await harness.stored()).map(({ fields }) => fields.n)).toEqual(['x'.repeat(1_000)]);
  });

  it('compresses with a codec that is plugged in', async () => {
    let calls = 0;
    const plugged = {
      ...lz4Block,
      compress(input: Uint8Array) {
        calls += 1;
        return lz4Block.compress(input);
      },
    };
    await harness.producer({ lingerMs: 5, compression: plugged }).send({ fields: { n: 1 } });
    expect([calls, (await harness.stored()).length]).toEqual([1, 1]);
  });
});

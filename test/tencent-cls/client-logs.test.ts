import { type Codec, lz4Block } from '@polylog/driver-kit';
import type { ClsLogGroup, PulledBatch } from '@polylog/tencent-cls';
import { describe, expect, it } from 'vitest';
import { callsOf, collect, fill, logsetId, ref, refusal, startClient, topicId } from './client-service.js';

const partition = 1;
const hashKey = '00';
const canZstd = 'zstdCompressSync' in (await import('node:zlib'));

const textsOf = (groups: readonly ClsLogGroup[]): unknown[] =>
  groups.flatMap(({ logs }) => logs.map(({ contents }) => contents[0]?.[1]));

describe('put', () => {
  it('writes logs with all that can be said of them, and pull gives them back exactly', async () => {
    const { client } = await startClient();
    await client.logs.put({
      topicId,
      hashKey,
      source: '10.0.0.7',
      filename: '/var/log/a.log',
      hostname: 'host-1',
      packageId: '7CA40B09C5613493-1',
      tags: { env: 'prod', 区域: '广州' },
      logs: [
        { time: new Date(1_700_000_000_123), fields: { level: 'INFO', n: 7, ok: true, big: 2n ** 64n } },
        {
          time: { timeNs: 1_700_000_000_123_456_789n },
          fields: [
            ['a', '1'],
            ['a', '2'],
            ['raw', Uint8Array.of(255, 0)],
          ],
        },
      ],
    });
    const { logGroups } = await client.logs.pull({ topicId, partition, offset: 0n });
    expect(logGroups).toEqual([
      {
        packageId: '7CA40B09C5613493-1',
        filename: '/var/log/a.log',
        source: '10.0.0.7',
        hostname: 'host-1',
        tags: [
          ['env', 'prod'],
          ['区域', '广州'],
        ],
        logs: [
          {
            time: 1_700_000_000_123n,
            contents: [
              ['level', 'INFO'],
              ['n', '7'],
              ['ok', 'true'],
              ['big', '18446744073709551616'],
            ],
          },
          {
            time: 1_700_000_000_123_456n,
            contents: [
              ['a', '1'],
              ['a', '2'],
              ['raw', Uint8Array.of(255, 0)],
            ],
          },
        ],
      },
    ]);
    await client.logs.put({ topicId, hashKey, logGroups });
    const again = await client.logs.pull({ topicId, partition, offset: 1n });
    expect(again.logGroups).toEqual(logGroups);
  });

  it('takes the time of the client where a log names none', async () => {
    const { client } = await startClient();
    const before = BigInt(Date.now());
    await client.logs.put({ topicId, hashKey, logs: [{ fields: { a: 'b' } }] });
    const { logGroups } = await client.logs.pull({ topicId, partition, offset: 0n });
    const time = logGroups[0]?.logs[0]?.time ?? 0n;
    expect(time >= before && time <= BigInt(Date.now())).toBe(true);
  });

  it.each(['lz4', 'deflate', 'none', ...(canZstd ? (['zstd'] as const) : [])] as const)(
    'compresses with %s, of the client or of the call',
    async (compression) => {
      const { client } = await startClient({ compression });
      const text = 'all work and no play '.repeat(500);
      await client.logs.put({ topicId, hashKey, logs: [{ fields: { text } }] });
      const { client: other } = await startClient();
      await other.logs.put({ topicId, hashKey, compression, logs: [{ fields: { text } }] });
      for (const each of [client, other]) {
        expect(textsOf((await each.logs.pull({ topicId, partition, offset: 0n })).logGroups)).toEqual([text]);
      }
    },
  );

  it('writes with a codec of one’s own under its name', async () => {
    let written = 0;
    const compress: Codec['compress'] = (input) => {
      written += 1;
      return lz4Block.compress(input);
    };
    const { client } = await startClient({ compression: { ...lz4Block, compress } });
    await client.logs.put({ topicId, hashKey, logs: [{ fields: { a: 'mine' } }] });
    expect(written).toBe(1);
    expect(textsOf((await client.logs.pull({ topicId, partition, offset: 0n })).logGroups)).toEqual(['mine']);
  });

  it.skipIf(canZstd)('says that zstd is not to be had on this Node', async () => {
    const { client } = await startClient();
    const put = client.logs.put({ topicId, compression: 'zstd', logs: [{ fields: {} }] });
    expect(await refusal(put)).toMatchObject({ code: 'unsupported', tries: 0 });
  });

  it('refuses what cannot be written before it is sent, and repeats nothing of it', async () => {
    const service = await startClient();
    const put = async (request: object) => {
      const { code, message } = await refusal(service.client.logs.put({ topicId, ...request } as never));
      expect(code).toBe('invalid-argument');
      expect(message).not.toContain('planted');
      return message;
    };
    expect(await put({ logs: [] })).toContain('at least one log');
    expect(await put({ logGroups: [] })).toContain('1 to 10 log groups');
    expect(await put({ logGroups: Array.from({ length: 11 }, () => ({ logs: [] })) })).toContain('1 to 10 log groups');
    expect(await put({ logs: [{ time: new Date(Number.NaN), fields: { a: 'planted' } }] })).toContain('time is none');
    expect(await put({ logs: [{ fields: { a: { b: 'planted' } } }] })).toContain('an object under "a"');
    expect(await put({ logs: [{ fields: {} }], hashKey: 'zz' })).toContain('hexadecimal digits');
    expect(await put({ logs: [{ fields: {} }], source: 7 })).toContain('source is');
    for (const tags of [null, ['planted']])
      expect(await put({ logs: [{ fields: {} }], tags })).toContain('tags is no object of texts');
    for (const tags of [{ a: undefined }, { a: { b: 'planted' } }])
      expect(await put({ logs: [{ fields: {} }], tags })).toContain('tags has a value under "a" that is no text');
    expect(await put({ logs: [{ fields: {} }], compression: 'snappy' })).toContain('compression is "snappy"');
    expect(callsOf(service, 'UploadLog')).toBe(0);
  });

  it('passes on what the service refuses: too many logs, too large a value', async () => {
    const { client } = await startClient();
    const many = Array.from({ length: 10_001 }, () => ({ fields: { a: '' } }));
    expect(await refusal(client.logs.put({ topicId, logs: many }))).toMatchObject({
      code: 'invalid-argument',
      serviceCode: 'InvalidParam',
    });
    const value = 'x'.repeat(1024 * 1024 + 1);
    expect(await refusal(client.logs.put({ topicId, logs: [{ fields: { value } }] }))).toMatchObject({
      code: 'invalid-argument',
      serviceCode: 'LogSizeExceed',
      status: 403,
    });
  });

  it('is sent again where its answer was lost, so that it may be stored twice, unless it is told not to', async () => {
    const { client, emulator } = await startClient();
    const lost = { match: { call: 'UploadLog' }, action: { kind: 'lost', processed: true }, times: 1 } as const;
    const put = { topicId, hashKey, logs: [{ fields: { a: 'twice' } }] };
    emulator.cls.faults.add(lost);
    await client.logs.put(put);
    expect(emulator.cls.partitions(topicId)[0]).toMatchObject({ keptGroups: 2 });
    emulator.cls.faults.add(lost);
    expect((await refusal(client.logs.put(put, { retry: false }))).code).toBe('unavailable');
    expect(emulator.cls.partitions(topicId)[0]).toMatchObject({ keptGroups: 3 });
  });
});

describe('pull', () => {
  it('reads on from where the last one ended, to the end, exact beyond 2^53', async () => {
    const base = 2n ** 62n;
    const service = await startClient({}, { switches: { offsetBase: base } });
    const { client } = service;
    fill(service, 1, 'a', 'b', 'c');
    const first = await client.logs.pull({ topicId, partition, offset: base, maxBytes: 1 });
    expect([textsOf(first.logGroups), first.nextOffset, first.atEnd]).toEqual([['a'], base + 1n, false]);
    const rest = await client.logs.pull({ topicId, partition, offset: first.nextOffset });
    expect([textsOf(rest.logGroups), rest.nextOffset]).toEqual([['b', 'c'], base + 3n]);
    const none = await client.logs.pull({ topicId, partition, offset: rest.nextOffset });
    expect(none).toEqual({ logGroups: [], nextOffset: base + 3n, atEnd: true, ended: false, rawBytes: 0 });
  });

  it.each(['zero', 'minus-one'] as const)('takes %s at the end for what it is: nothing more now', async (caughtUp) => {
    const service = await startClient({}, { switches: { caughtUp, offsetBase: 5n } });
    const none = await service.client.logs.pull({ topicId, partition, offset: 5n });
    expect(none).toEqual({ logGroups: [], nextOffset: 5n, atEnd: true, ended: false, rawBytes: 0 });
  });

  it('stops before a time, and says when nothing before it is left', async () => {
    const service = await startClient();
    const { client, emulator } = service;
    fill(service, 1, 'a');
    emulator.clock.advance(60_000);
    const until = new Date(emulator.clock.now() - 30_000);
    fill(service, 1, 'b');
    const first = await client.logs.pull({ topicId, partition, offset: 0n, until });
    expect([textsOf(first.logGroups), first.nextOffset, first.ended]).toEqual([['a'], 1n, false]);
    const last = await client.logs.pull({ topicId, partition, offset: first.nextOffset, until });
    expect(last).toMatchObject({ logGroups: [], nextOffset: 1n, ended: true });
  });

  it('filters by the service’s own language, and moves where nothing came', async () => {
    const service = await startClient();
    fill(service, 1, 'a', 'b', 'b');
    const query = 'log_keep(op_eq(v("text"), "a"))';
    const found = await service.client.logs.pull({ topicId, partition, offset: 0n, query });
    expect([textsOf(found.logGroups), found.nextOffset]).toEqual([['a'], 3n]);
    const wrong = service.client.logs.pull({ topicId, partition, offset: 0n, query: 'no language' });
    expect(await refusal(wrong)).toMatchObject({ code: 'invalid-argument', serviceCode: 'SyntaxError' });
  });

  it('tells an offset that has expired, or is none, and what is missing', async () => {
    const service = await startClient();
    const { client, emulator } = service;
    fill(service, 1, 'a', 'b');
    emulator.cls.expire(topicId, { beforeOffset: 1n });
    const pull = (more: object) => refusal(client.logs.pull({ topicId, partition, offset: 1n, ...more } as never));
    for (const offset of [0n, 3n]) {
      expect(await pull({ offset })).toMatchObject({
        code: 'position-lost',
        serviceCode: 'InvalidOffset',
        status: 400,
      });
    }
    expect((await pull({ offset: 1 })).message).toContain('allowed: a bigint');
    expect(await pull({ partition: 9 })).toMatchObject({ code: 'invalid-argument', serviceCode: 'InvalidParam' });
    expect((await pull({ topicId: 'nobody' })).code).toBe('not-found');
    expect((await pull({ maxBytes: 10 * 1024 * 1024 + 1 })).message).toContain('maxBytes is');
    expect((await pull({ until: 'now' })).code).toBe('invalid-argument');
  });

  it('refuses answers that are damaged', async () => {
    const service = await startClient();
    fill(service, 1, 'a');
    service.emulator.cls.faults.add({ match: { call: 'PullLog' }, action: { kind: 'raw-size', bytes: 7 } });
    const pulled = service.client.logs.pull({ topicId, partition, offset: 0n });
    expect((await refusal(pulled)).code).toBe('corrupt-data');
  });
});

describe('pullAll', () => {
  const batches = async (pulled: AsyncIterable<PulledBatch>) =>
    (await collect(pulled)).map(({ logGroups }) => textsOf(logGroups));

  it('reads from place to place, batch by batch, and anew each time', async () => {
    const service = await startClient({ callsPerSecond: 1_000 });
    const { client, emulator } = service;
    fill(service, 1, 'a', 'b');
    emulator.clock.advance(60_000);
    const between = new Date(emulator.clock.now() - 30_000);
    fill(service, 1, 'c', 'd');
    const all = client.logs.pullAll({ ...ref, partition });
    expect(await batches(all)).toEqual([['a', 'b', 'c', 'd']]);
    expect(await batches(all)).toEqual([['a', 'b', 'c', 'd']]);
    expect(await batches(client.logs.pullAll({ ...ref, partition, maxBytes: 1 }))).toEqual([
      ['a'],
      ['b'],
      ['c'],
      ['d'],
    ]);
    expect(await batches(client.logs.pullAll({ ...ref, partition, from: between }))).toEqual([['c', 'd']]);
    expect(await batches(client.logs.pullAll({ ...ref, partition, to: between }))).toEqual([['a', 'b']]);
    const some = { from: { offset: 1n }, to: { offset: 3n }, maxBytes: 1 };
    expect(await batches(client.logs.pullAll({ ...ref, partition, ...some }))).toEqual([['b'], ['c']]);
    expect(await batches(client.logs.pullAll({ ...ref, partition: 2 }))).toEqual([]);
    expect(await batches(client.logs.pullAll({ ...ref, partition, from: 'end' }))).toEqual([]);
  });

  it('gives all of the second in which the end lies, and of the one in which the beginning lies', async () => {
    const service = await startClient({ callsPerSecond: 1_000 });
    const { client, emulator } = service;
    const toNext = 1_000 - (emulator.clock.now() % 1_000);
    emulator.clock.advance(toNext + 100);
    fill(service, 1, 'a');
    emulator.clock.advance(300);
    const inside = new Date(emulator.clock.now());
    emulator.clock.advance(300);
    fill(service, 1, 'b');
    emulator.clock.advance(1_000);
    fill(service, 1, 'next second');
    emulator.clock.advance(60_000);
    for (const maxBytes of [1, undefined]) {
      const pulled = client.logs.pullAll({ ...ref, partition, to: inside, ...(maxBytes && { maxBytes }) });
      expect((await batches(pulled)).flat()).toEqual(['a', 'b']);
    }
    const rest = client.logs.pullAll({ ...ref, partition, from: inside });
    expect((await batches(rest)).flat()).toEqual(['a', 'b', 'next second']);
  });

  it('ends where the partition ended when it began, though more comes meanwhile', async () => {
    const service = await startClient();
    fill(service, 1, 'a', 'b');
    const seen: unknown[] = [];
    for await (const { logGroups } of service.client.logs.pullAll({ ...ref, partition, maxBytes: 1 })) {
      seen.push(...textsOf(logGroups));
      fill(service, 1, 'more');
    }
    expect(seen).toEqual(['a', 'b']);
  });

  it('fails where the service fails for good, and needs a logset to ask for places', async () => {
    const service = await startClient();
    const { client, emulator } = service;
    fill(service, 1, 'a', 'b');
    emulator.cls.faults.add({
      match: { call: 'PullLog' },
      action: { kind: 'status', status: 403, code: 'NotAllowed' },
    });
    const failed = await refusal(collect(client.logs.pullAll({ ...ref, partition })));
    expect(failed).toMatchObject({ code: 'permission-denied', serviceCode: 'NotAllowed' });
    const without = collect(client.logs.pullAll({ topicId, partition } as never));
    expect((await refusal(without)).message).toContain('logsetId is missing');
    expect((await refusal(collect(client.logs.pullAll(null as never)))).code).toBe('invalid-argument');
    const nobody = collect(client.logs.pullAll({ logsetId, topicId: 'nobody', partition }));
    expect((await refusal(nobody)).code).toBe('not-found');
  });
});

import { encodeLogGroup } from '@polylog/alibaba-sls/wire';
import { describe, expect, it } from 'vitest';
import { callsOf, collect, ref, refusal, startClient } from './client-service.js';

const shard = { ...ref, shard: 0 };

async function everything(client: Awaited<ReturnType<typeof startClient>>['client']) {
  const batches = await collect(client.logs.pullAll(shard));
  return batches.flatMap(({ logGroups }) => logGroups);
}

describe('putting and pulling logs', () => {
  it('gives back what was put: topic, source, tags, times to the nanosecond, text, bytes, a name that comes twice', async () => {
    const { client } = await startClient({}, { shards: 1 });
    const nowMs = Math.floor(Date.now() / 1000) * 1000;
    const timeNs = BigInt(nowMs) * 1_000_000n + 123_456_789n;
    await client.logs.put({
      ...ref,
      topic: 'web',
      source: '10.0.0.7',
      tags: { env: 'prod' },
      logs: [
        { time: { timeNs }, fields: { level: 'info', msg: 'héllo 日志', count: 3, big: 2n ** 60n, ok: true } },
        {
          time: new Date(nowMs),
          fields: [
            ['a', '1'],
            ['a', '2'],
            ['raw', Uint8Array.of(255, 0, 254)],
          ],
        },
        { time: { epochMs: nowMs + 5 }, fields: {} },
      ],
    });
    const timeSeconds = nowMs / 1000;
    expect(await everything(client)).toEqual([
      {
        topic: 'web',
        source: '10.0.0.7',
        tags: [['env', 'prod']],
        logs: [
          {
            timeSeconds,
            timeNsPart: 123_456_789,
            contents: [
              ['level', 'info'],
              ['msg', 'héllo 日志'],
              ['count', '3'],
              ['big', String(2n ** 60n)],
              ['ok', 'true'],
            ],
          },
          {
            timeSeconds,
            contents: [
              ['a', '1'],
              ['a', '2'],
              ['raw', Uint8Array.of(255, 0, 254)],
            ],
          },
          { timeSeconds, timeNsPart: 5_000_000, contents: [] },
        ],
      },
    ]);
  });

  it('takes a whole log group as it is, also the one that a pull gave', async () => {
    const { client } = await startClient({}, { shards: 1 });
    const timeSeconds = Math.floor(Date.now() / 1000);
    const logGroup = {
      topic: '',
      category: 'c',
      machineUuid: 'm',
      tags: [
        ['t', '1'],
        ['t', '2'],
      ] as const,
      logs: [{ timeSeconds, timeNsPart: 0, contents: [['', ''] as const] }],
    };
    await client.logs.put({ ...ref, logGroup });
    const [first] = await everything(client);
    expect(first).toEqual(logGroup);
    await client.logs.put({ ...ref, logGroup: first! });
    expect(await everything(client)).toEqual([logGroup, logGroup]);
  });

  it('gives a log without a time the present second', async () => {
    const { client } = await startClient({}, { shards: 1 });
    await client.logs.put({ ...ref, logs: [{ fields: { a: 'b' } }] });
    const [log] = (await everything(client))[0]?.logs ?? [];
    expect(log).toEqual({ timeSeconds: expect.any(Number), contents: [['a', 'b']] });
    expect(Math.abs((log?.timeSeconds ?? 0) - Date.now() / 1000)).toBeLessThan(60);
  });

  it.each(['lz4', 'deflate', 'none'] as const)(
    'puts and pulls by %s, named for the client or for a call',
    async (compression) => {
      const { client } = await startClient({ compression }, { shards: 1 });
      const logs = Array.from({ length: 50 }, (_, i) => ({ fields: { line: `line ${i}` } }));
      await client.logs.put({ ...ref, logs });
      await client.logs.put({ ...ref, logs, compression: 'lz4' });
      const cursor = await client.cursors.get({ ...shard, at: 'begin' });
      const { logGroups } = await client.logs.pull({ ...shard, cursor });
      expect(logGroups.map((group) => group.logs.length)).toEqual([50, 50]);
      const again = await client.logs.pull({ ...shard, cursor, compression: 'deflate' });
      expect(again.logGroups).toEqual(logGroups);
    },
  );

  it('says that zstd needs a newer Node, where it does', async () => {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    const { client } = await startClient({}, { shards: 1 });
    const put = client.logs.put({ ...ref, logs: [{ fields: { a: 'b' } }], compression: 'zstd' });
    if (major > 22 || (major === 22 && minor >= 15)) await put;
    else expect(await refusal(put)).toMatchObject({ code: 'unsupported', message: expect.stringContaining('22.15') });
  });

  it('routes by hash key', async () => {
    const { client, emulator } = await startClient();
    await client.logs.put({ ...ref, logs: [{ fields: { a: 'b' } }], hashKey: 'f' });
    await client.logs.put({ ...ref, logs: [{ fields: { a: 'b' } }], hashKey: '0'.repeat(32) });
    await client.logs.put({ ...ref, logs: [{ fields: { a: 'b' } }], hashKey: '01' });
    expect(emulator.sls.shards(ref.project, ref.logstore).map(({ keptGroups }) => keptGroups)).toEqual([2, 1]);
    const wrong = client.logs.put({ ...ref, logs: [{ fields: { a: 'b' } }], hashKey: 'xyz' });
    expect((await refusal(wrong)).message).toContain('hexadecimal');
  });

  it('refuses records that cannot be written, naming the field and never its value', async () => {
    const service = await startClient();
    const wrong = async (log: unknown): Promise<string> => {
      const { code, message } = await refusal(service.client.logs.put({ ...ref, logs: [log] as never }));
      expect(code).toBe('invalid-argument');
      return message;
    };
    expect(await wrong({ fields: { user: null } })).toMatch(/null under "user"/);
    expect(await wrong({ fields: { user: { name: 'PLANTED' } } })).not.toContain('PLANTED');
    expect(await wrong({ fields: 'PLANTED' })).toMatch(/are string/);
    expect(await wrong({ fields: ['a'] })).toMatch(/no pair/);
    expect(await wrong({ time: 'now', fields: {} })).toMatch(/time is none/);
    expect(await wrong({ time: new Date(Number.NaN), fields: {} })).toMatch(/time is none/);
    expect(await wrong({ time: { epochMs: -1 }, fields: {} })).toMatch(/time is none/);
    expect((await refusal(service.client.logs.put({ ...ref, logs: [] }))).message).toContain('at least one log');
    const tagged = { ...ref, logs: [{ fields: {} }], tags: { a: { b: 'planted' } } };
    const { code, message } = await refusal(service.client.logs.put(tagged as never));
    expect([code, message.includes('planted')]).toEqual(['invalid-argument', false]);
    expect(callsOf(service, 'PutLogs')).toBe(0);
  });

  it('hands on what the service refuses: too large, too old, a quota', async () => {
    const { client, emulator } = await startClient({ retry: false }, { switches: { putMaxBytes: 100 } });
    const large = await refusal(client.logs.put({ ...ref, logs: [{ fields: { a: 'x'.repeat(200) } }] }));
    expect(large).toMatchObject({ code: 'invalid-argument', serviceCode: 'PostBodyTooLarge', status: 413 });
    const old = await refusal(client.logs.put({ ...ref, logs: [{ time: { epochMs: 0 }, fields: {} }] }));
    expect(old.serviceCode).toBe('PostBodyInvalid');
    emulator.sls.faults.add({ match: {}, action: { kind: 'throttle' } });
    const slow = await refusal(client.logs.put({ ...ref, logs: [{ fields: {} }] }));
    expect(slow).toMatchObject({ code: 'throttled', serviceCode: 'WriteQuotaExceed', status: 403 });
  });

  it('sends a put again whose answer was lost, which may store it twice, unless it is told not to', async () => {
    const { client, emulator } = await startClient({}, { shards: 1 });
    const lose = () =>
      emulator.sls.faults.add({ match: { call: 'PutLogs' }, action: { kind: 'lost', processed: true }, times: 1 });
    lose();
    await client.logs.put({ ...ref, logs: [{ fields: { a: 'twice' } }] });
    expect(await everything(client)).toHaveLength(2);
    lose();
    await refusal(client.logs.put({ ...ref, logs: [{ fields: { a: 'once' } }] }, { retry: false }));
    expect(await everything(client)).toHaveLength(3);
  });
});

describe('pulling', () => {
  async function filled(count: number) {
    const service = await startClient({}, { shards: 1 });
    const timeSeconds = Math.floor(Date.now() / 1000);
    for (let i = 0; i < count; i += 1) {
      const logGroup = encodeLogGroup({
        logs: [
          {
            timeSeconds,
            contents: [
              ['n', String(i)],
              ['even', String(i % 2 === 0)],
            ],
          },
        ],
      });
      service.emulator.sls.put(ref.project, ref.logstore, logGroup);
    }
    return service;
  }
  const numbers = (
    batches: readonly {
      readonly logGroups: readonly {
        readonly logs: readonly { readonly contents: readonly (readonly [string, unknown])[] }[];
      }[];
    }[],
  ) =>
    batches.flatMap(({ logGroups }) =>
      logGroups.flatMap(({ logs }) => logs.map(({ contents }) => Number(contents[0]?.[1]))),
    );

  it('reads at most count log groups, up to the end cursor, and says where to go on and whether more waits', async () => {
    const { client } = await filled(5);
    const cursor = await client.cursors.get({ ...shard, at: 'begin' });
    const first = await client.logs.pull({ ...shard, cursor, count: 2 });
    expect([numbers([first]), first.atEnd, first.receivedAt instanceof Date]).toEqual([[0, 1], false, true]);
    const second = await client.logs.pull({ ...shard, cursor: first.nextCursor });
    expect([numbers([second]), second.atEnd]).toEqual([[2, 3, 4], true]);
    const bounded = await client.logs.pull({ ...shard, cursor, endCursor: first.nextCursor });
    expect(numbers([bounded])).toEqual([0, 1]);
    const nothing = await client.logs.pull({ ...shard, cursor: second.nextCursor });
    expect(nothing).toEqual({ logGroups: [], nextCursor: second.nextCursor, atEnd: true, rawBytes: 0 });
  });

  it('filters, and goes on where a filter leaves nothing', async () => {
    const { client } = await filled(6);
    expect(numbers(await collect(client.logs.pullAll({ ...shard, query: 'even: true', count: 1 })))).toEqual([0, 2, 4]);
  });

  it('reads from one place to another: cursors, times, the beginning, and the end as it is when the reading begins', async () => {
    const { client, emulator } = await filled(3);
    const middle = await client.cursors.get({ ...shard, at: 'end' });
    emulator.clock.advance(10_000);
    const later = new Date(emulator.clock.now());
    emulator.clock.advance(10_000);
    const put = () =>
      emulator.sls.put(ref.project, ref.logstore, { logs: [{ timeSeconds: 1_700_000_000, contents: [['n', '99']] }] });
    put();
    expect(numbers(await collect(client.logs.pullAll({ ...shard, from: { cursor: middle } })))).toEqual([99]);
    expect(numbers(await collect(client.logs.pullAll({ ...shard, to: { cursor: middle } })))).toEqual([0, 1, 2]);
    expect(numbers(await collect(client.logs.pullAll({ ...shard, from: later })))).toEqual([99]);
    expect(numbers(await collect(client.logs.pullAll({ ...shard, to: later, count: 1 })))).toEqual([0, 1, 2]);
    expect(await collect(client.logs.pullAll({ ...shard, from: 'end' }))).toEqual([]);
    const seen: number[] = [];
    for await (const batch of client.logs.pullAll({ ...shard, count: 1 })) {
      seen.push(...numbers([batch]));
      if (seen.length === 1) put();
    }
    expect(seen).toEqual([0, 1, 2, 99]);
  });

  it('gives all of the second in which the end lies, and of the one in which the beginning lies', async () => {
    const { client, emulator } = await filled(0);
    const put = (n: number, laterMs: number) => {
      emulator.sls.put(ref.project, ref.logstore, { logs: [{ timeSeconds: 1, contents: [['n', String(n)]] }] });
      emulator.clock.advance(laterMs);
    };
    emulator.clock.advance(1_000 - (emulator.clock.now() % 1_000) + 100);
    put(0, 300);
    const inside = new Date(emulator.clock.now());
    emulator.clock.advance(300);
    put(1, 1_000);
    put(2, 60_000);
    expect(numbers(await collect(client.logs.pullAll({ ...shard, to: inside })))).toEqual([0, 1]);
    expect(numbers(await collect(client.logs.pullAll({ ...shard, from: inside })))).toEqual([0, 1, 2]);
  });

  it('stops at a cursor that has expired, or is none', async () => {
    const { client, emulator } = await filled(2);
    const cursor = await client.cursors.get({ ...shard, at: 'begin' });
    emulator.sls.expire(ref.project, ref.logstore, { all: true });
    expect(await refusal(client.logs.pull({ ...shard, cursor }))).toMatchObject({ code: 'position-lost', status: 400 });
    expect((await refusal(client.logs.pull({ ...shard, cursor: 'x' }))).code).toBe('position-lost');
    expect((await refusal(collect(client.logs.pullAll({ ...shard, from: { cursor: 'x' } })))).code).toBe(
      'position-lost',
    );
    expect((await refusal(collect(client.logs.pullAll(null as never)))).code).toBe('invalid-argument');
    expect((await refusal(client.logs.pull({ ...shard, cursor: '' }))).message).toContain('cursor is missing');
    expect((await refusal(client.logs.pull({ ...shard, cursor, count: 1001 }))).message).toContain('count is 1001');
  });

  it('refuses a body that lies about itself', async () => {
    const { client, emulator } = await filled(1);
    const cursor = await client.cursors.get({ ...shard, at: 'begin' });
    emulator.sls.faults.add({
      match: { call: 'PullLogs' },
      action: { kind: 'header', name: 'x-log-count', value: '7' },
      times: 1,
    });
    expect((await refusal(client.logs.pull({ ...shard, cursor }))).code).toBe('corrupt-data');
    emulator.sls.faults.add({ match: { call: 'PullLogs' }, action: { kind: 'raw-size', bytes: 3 }, times: 1 });
    expect((await refusal(client.logs.pull({ ...shard, cursor }))).code).toBe('corrupt-data');
  });
});

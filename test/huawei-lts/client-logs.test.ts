import { createTransport } from '@polylog/driver-kit';
import { describe, expect, it } from 'vitest';
import { callsOf, collect, ref, refusal, startClient } from './client-service.js';

const shard = { ...ref, shard: '0' };
type Client = Awaited<ReturnType<typeof startClient>>['client'];

async function everything(client: Client) {
  return (await collect(client.logs.pullAll(shard))).flatMap(({ logs }) => logs);
}
const one = { shards: 1 };

describe('putting and pulling logs', () => {
  it('gives back structured logs as they were put: labels, times to the nanosecond, text of all scripts', async () => {
    const { client } = await startClient({}, one);
    const nowMs = Date.now();
    const timeNs = BigInt(nowMs) * 1_000_000n + 123_457n;
    await client.logs.put({
      ...ref,
      labels: { env: 'prod' },
      logs: [
        { time: { timeNs }, fields: { level: 'info', msg: 'héllo 日志 "\\\n', count: 3, big: 2n ** 60n, ok: true } },
        { time: new Date(nowMs), fields: [['raw', new TextEncoder().encode('bytes that are UTF-8')]] },
        { time: { epochMs: nowMs - 5 }, fields: {} },
      ],
    });
    const logs = await everything(client);
    expect(logs.map((log) => log.timeNs)).toEqual([timeNs, BigInt(nowMs) * 1_000_000n, BigInt(nowMs - 5) * 1_000_000n]);
    expect(logs.map(({ labels }) => labels)).toMatchObject([
      { env: 'prod', level: 'info', msg: 'héllo 日志 "\\\n', count: '3', big: String(2n ** 60n), ok: 'true' },
      { env: 'prod', raw: 'bytes that are UTF-8' },
      { env: 'prod' },
    ]);
    expect(logs.every((log) => !('text' in log))).toBe(true);
    expect(logs[0]?.labels.lineNum).toBe(String(timeNs));
  });

  it('gives back lines as they were put, with a time and labels of their own or of the put', async () => {
    const { client } = await startClient({}, one);
    const timeNs = BigInt(Date.now()) * 1_000_000n + 7n;
    await client.logs.put({
      ...ref,
      labels: { env: 'prod', host: 'a' },
      lines: [
        'GET / 200',
        { text: '第二行 <&>\u0001', time: { timeNs } },
        { text: '', labels: { host: 'b', n: '9007199254740993' } },
      ],
    });
    const logs = await everything(client);
    expect(logs.map(({ text }) => text)).toEqual(['GET / 200', '第二行 <&>\u0001', '']);
    expect(logs[1]?.timeNs).toBe(timeNs);
    expect(logs.map(({ labels }) => labels)).toMatchObject([
      { env: 'prod', host: 'a', log_content: 'GET / 200' },
      { env: 'prod', host: 'a' },
      { env: 'prod', host: 'b', n: '9007199254740993' },
    ]);
  });

  it('gives logs without a time the present one, each a nanosecond behind the one before', async () => {
    const { client } = await startClient({}, one);
    await client.logs.put({ ...ref, lines: ['a', 'b', { text: 'c' }] });
    await client.logs.put({ ...ref, logs: [{ fields: { a: 'b' } }, { fields: { c: 'd' } }] });
    const times = (await everything(client)).map((log) => log.timeNs);
    const [a = 0n, b, c, d = 0n, e] = times;
    expect([b, c, e]).toEqual([a + 1n, a + 2n, d + 1n]);
    expect(Math.abs(Number(a / 1_000_000n) - Date.now())).toBeLessThan(60_000);
  });

  it('puts to the access node, each kind where the vendor’s own SDKs do, and once', async () => {
    const service = await startClient({}, { ...one, switches: { signatures: 'own' } });
    await service.client.logs.put({ ...ref, lines: Array.from({ length: 500 }, (_, n) => `line ${n}`) });
    await service.client.logs.put({ ...ref, logs: Array.from({ length: 500 }, (_, n) => ({ fields: { n } })) });
    expect(callsOf(service, 'PushLogs')).toBe(2);
    expect(await everything(service.client)).toHaveLength(1000);
  });

  it('refuses logs that cannot be written, naming the field and never its value', async () => {
    const service = await startClient();
    const wrong = async (request: object): Promise<string> => {
      const { code, message, tries } = await refusal(service.client.logs.put({ ...ref, ...request } as never));
      expect({ code, tries }).toEqual({ code: 'invalid-argument', tries: 0 });
      return message;
    };
    const log = (value: unknown) => wrong({ logs: [value] });
    const line = (value: unknown) => wrong({ lines: [value] });
    expect(await log({ fields: { user: null } })).toMatch(/null under "user"/);
    expect(await log({ fields: { user: { name: 'PLANTED' } } })).not.toContain('PLANTED');
    expect(await log({ fields: { raw: Uint8Array.of(255, 0) } })).toMatch(/bytes under "raw" that are no UTF-8/);
    expect(await log({ fields: 'PLANTED' })).toMatch(/are string/);
    expect(await log({ time: 'now', fields: {} })).toMatch(/time is none/);
    expect(await log({ time: { epochMs: -1 }, fields: {} })).toMatch(/time is none/);
    expect(await log({ time: { timeNs: 1_700_000_000 }, fields: {} })).toMatch(/time is none/);
    expect(await line(7)).toMatch(/neither a text nor \{ text \}/);
    expect(await line(null)).toMatch(/neither a text nor \{ text \}/);
    expect(await line({ text: 'PLANTED', labels: { a: 7 } })).toMatch(/labels has a value under "a" that is no text/);
    expect(await wrong({ logs: [], labels: {} })).toMatch(/logs is not a list with at least one log/);
    expect(await wrong({ lines: 'PLANTED' })).toMatch(/lines is not a list with at least one log/);
    expect(await wrong({})).toMatch(/logs is not a list/);
    expect(await wrong({ logs: [{ fields: {} }], lines: ['a'] })).toMatch(/exclude each other/);
    expect(await wrong({ lines: ['a'], labels: 'x' })).toMatch(/labels is no object of texts/);
    const env = { labels: { env: 'prod' } };
    expect(await wrong({ ...env, logs: [{ fields: { env: 'PLANTED' } }] })).toMatch(
      /field and a label are both named "env"/,
    );
    expect(await wrong({ lines: ['a'], labels: { log_content: 'b' } })).toMatch(
      /a line has a label named "log_content"/,
    );
    expect(await line({ text: 'a', labels: { log_content: 'b' } })).toMatch(/a line has a label named "log_content"/);
    expect(await log({ fields: { order__id: 'b' } })).toMatch(/two underscores/);
    expect(callsOf(service, 'PushLogs')).toBe(0);
  });

  it('hands on what the service refuses: too large, too many labels, a quota; and refuses what it would drop without a word', async () => {
    const { client, emulator } = await startClient({ retry: false }, one);
    const invalid = { code: 'invalid-argument', serviceCode: 'SVCSTG.ALS.200.201', status: 400 };
    const large = 'x'.repeat(1024 * 1024 + 1);
    expect(await refusal(client.logs.put({ ...ref, lines: ['a', large] }))).toMatchObject(invalid);
    expect(await refusal(client.logs.put({ ...ref, logs: [{ fields: { large } }] }))).toMatchObject(invalid);
    const labels = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`l${n}`, 'x']));
    expect(await refusal(client.logs.put({ ...ref, labels, lines: ['a'] }))).toMatchObject(invalid);
    const twoDays = 2 * 86_400_000;
    const time = { epochMs: Date.now() - twoDays - 60_000 };
    const old = client.logs.put({ ...ref, lines: ['new', { text: 'old', time }] });
    expect(await refusal(old)).toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('two days'),
    });
    await client.logs.put({ ...ref, lines: [{ text: 'kept', time: { epochMs: time.epochMs + 120_000 } }] });
    expect((await everything(client)).map(({ text }) => text)).toEqual(['kept']);
    emulator.lts.faults.add({ match: {}, action: { kind: 'status', status: 400, code: 'SVCSTG.ALS.200.210' } });
    const slow = await refusal(client.logs.put({ ...ref, lines: ['a'] }));
    expect(slow).toMatchObject({ code: 'throttled', serviceCode: 'SVCSTG.ALS.200.210', status: 400 });
  });

  it('puts again what a quota refuses, until there is room', async () => {
    const transport = createTransport();
    const answers: number[] = [];
    const send: typeof transport.send = async (request) => {
      const answer = await transport.send(request);
      answers.push(answer.status);
      // The second in which there was no room is over.
      if (answer.status === 400) emulator.clock.advance(1_000);
      return answer;
    };
    const options = { transport: { ...transport, send } };
    const { client, emulator } = await startClient(options, { ...one, quotas: { streamWritesPerSecond: 1 } });
    const lines = Array.from({ length: 20 }, (_, n) => `line ${n}`);
    for (const line of lines) await client.logs.put({ ...ref, lines: [line] });
    expect(answers.filter((status) => status === 400).length).toBeGreaterThan(0);
    expect((await everything(client)).map(({ text }) => text)).toEqual(lines);
    await transport.close();
  });

  it('takes only status 200 for stored, as the vendor’s own producer', async () => {
    const { client, emulator } = await startClient({ retry: false }, one);
    emulator.lts.faults.add({ match: { call: 'PushLogs' }, action: { kind: 'status', status: 201, code: '' } });
    expect(await refusal(client.logs.put({ ...ref, lines: ['a'] }))).toMatchObject({ status: 201 });
    expect(await refusal(client.logs.put({ ...ref, logs: [{ fields: {} }] }))).toMatchObject({ status: 201 });
  });

  it('sends a put again whose answer was lost, which may store it twice, unless it is told not to', async () => {
    const { client, emulator } = await startClient({}, one);
    const lose = () =>
      emulator.lts.faults.add({ match: { call: 'PushLogs' }, action: { kind: 'lost', processed: true }, times: 1 });
    lose();
    await client.logs.put({ ...ref, logs: [{ fields: { a: 'twice' } }] });
    expect(await everything(client)).toHaveLength(2);
    lose();
    await refusal(client.logs.put({ ...ref, lines: ['once'] }, { retry: false }));
    expect(await everything(client)).toHaveLength(3);
  });
});

describe('pulling', () => {
  async function filled(count: number, switches: NonNullable<Parameters<typeof startClient>[1]>['switches'] = {}) {
    const service = await startClient({}, { ...one, switches });
    const put = (n: number) => service.emulator.lts.put(ref.logGroupId, ref.logStreamId, { content: String(n) });
    for (let i = 0; i < count; i += 1) put(i);
    return { ...service, service, put };
  }
  const numbers = (batches: readonly { readonly logs: readonly { readonly text?: string }[] }[]) =>
    batches.flatMap(({ logs }) => logs.map(({ text }) => Number(text)));

  it('reads at most count logs, up to the end cursor, and says where to go on and whether nothing more waits', async () => {
    const { client } = await filled(5);
    const cursor = await client.cursors.get({ ...shard, at: 'begin' });
    const first = await client.logs.pull({ ...shard, cursor, count: 2 });
    expect([numbers([first]), first.atEnd, first.rawBytes > 100]).toEqual([[0, 1], false, true]);
    const second = await client.logs.pull({ ...shard, cursor: first.nextCursor });
    expect(numbers([second])).toEqual([2, 3, 4]);
    const bounded = await client.logs.pull({ ...shard, cursor, endCursor: first.nextCursor });
    expect([numbers([bounded]), bounded.atEnd]).toEqual([[0, 1], true]);
    const nothing = await client.logs.pull({ ...shard, cursor: second.nextCursor });
    expect(nothing).toEqual({ logs: [], nextCursor: second.nextCursor, atEnd: true, rawBytes: expect.any(Number) });
    const beyond = await client.logs.pull({ ...shard, cursor, endCursor: cursor });
    expect(beyond).toEqual({ logs: [], nextCursor: cursor, atEnd: true, rawBytes: 0 });
  });

  it.each([
    ['gives 0 for a place that has not moved', { caughtUp: 'zero' }],
    ['leaves it out', { caughtUp: 'absent' }],
    ['gives texts as places', { nextType: 'text' }],
    ['sends chunks', { bodySize: 'chunked' }],
    ['gives few bytes at a time', { pullMaxBytes: 2_000 }],
    ['counts logs, from where no double holds them', { cursors: 'dense', firstCursor: 2n ** 53n + 1n }],
    ['counts logs, near the end of 64 bits', { cursors: 'dense', firstCursor: 2n ** 63n - 60n }],
  ] as const)('reads all of a shard once, whatever the service does: it %s', async (_, switches) => {
    const { client } = await filled(50, switches);
    const all = Array.from({ length: 50 }, (__, n) => n);
    expect(numbers(await collect(client.logs.pullAll(shard)))).toEqual(all);
    expect(numbers(await collect(client.logs.pullAll({ ...shard, count: 7 })))).toEqual(all);
    const end = await client.cursors.get({ ...shard, at: 'end' });
    expect(await client.logs.pull({ ...shard, cursor: end })).toMatchObject({ logs: [], nextCursor: end, atEnd: true });
  });

  it('reads from one place to another: cursors, times, the beginning, and the end as it is when the reading begins', async () => {
    const { client, emulator, put } = await filled(3);
    const middle = await client.cursors.get({ ...shard, at: 'end' });
    emulator.clock.advance(10_000);
    const later = new Date(emulator.clock.now());
    put(99);
    expect(numbers(await collect(client.logs.pullAll({ ...shard, from: { cursor: middle } })))).toEqual([99]);
    expect(numbers(await collect(client.logs.pullAll({ ...shard, to: { cursor: middle } })))).toEqual([0, 1, 2]);
    expect(numbers(await collect(client.logs.pullAll({ ...shard, from: later })))).toEqual([99]);
    expect(numbers(await collect(client.logs.pullAll({ ...shard, to: later, count: 1 })))).toEqual([0, 1, 2]);
    expect(await collect(client.logs.pullAll({ ...shard, from: 'end' }))).toEqual([]);
    const seen: number[] = [];
    for await (const batch of client.logs.pullAll({ ...shard, count: 1 })) {
      seen.push(...numbers([batch]));
      if (seen.length === 1) put(100);
    }
    expect(seen).toEqual([0, 1, 2, 99]);
  });

  it('reads on behind what has expired, which the service passes over without a word', async () => {
    const { client, emulator, put } = await filled(2);
    const cursor = await client.cursors.get({ ...shard, at: 'begin' });
    emulator.lts.expire(ref.logGroupId, ref.logStreamId, { all: true });
    expect(await client.logs.pull({ ...shard, cursor })).toMatchObject({ logs: [], atEnd: true });
    put(7);
    expect(numbers([await client.logs.pull({ ...shard, cursor })])).toEqual([7]);
  });

  it('refuses cursors that are none, and more logs than the service gives', async () => {
    const { client } = await filled(1);
    const cursor = await client.cursors.get({ ...shard, at: 'begin' });
    expect((await refusal(client.logs.pull({ ...shard, cursor: '' }))).message).toContain('cursor is ""');
    expect((await refusal(client.logs.pull({ ...shard, cursor: 7 as never }))).message).toContain('cursor is 7');
    expect((await refusal(client.logs.pull({ ...shard, cursor, endCursor: 'x' }))).message).toContain(
      'endCursor is "x"',
    );
    expect((await refusal(client.logs.pull({ ...shard, cursor, count: 1001 }))).message).toContain('count is 1001');
    const all = collect(client.logs.pullAll({ ...shard, from: { cursor: 'x' } }));
    expect((await refusal(all)).message).toContain('from.cursor is "x"');
    expect((await refusal(collect(client.logs.pullAll({ ...shard, to: 'now' as never })))).message).toContain(
      'to is "now"',
    );
  });

  it('refuses a body that lies about itself', async () => {
    const { client, emulator } = await filled(3);
    const cursor = await client.cursors.get({ ...shard, at: 'begin' });
    const bend = (action: Parameters<typeof emulator.lts.faults.add>[0]['action']) =>
      emulator.lts.faults.add({ match: { call: 'PullLogs' }, action, times: 1 });
    bend({ kind: 'truncate', keepBytes: 30 });
    expect((await refusal(client.logs.pull({ ...shard, cursor }, { retry: false }))).code).toBe('corrupt-data');
    bend({ kind: 'header', name: 'content-encoding', value: 'gzip' });
    expect((await refusal(client.logs.pull({ ...shard, cursor }, { retry: false }))).code).toBe('corrupt-data');
  });
});

import { readFileSync } from 'node:fs';
import { createFakeClock } from '@polylog/core/testing';
import { describe, expect, test } from 'vitest';
import { ltsClient } from '../../testing/lts-client.js';
import { startLtsFixture, streamPath } from '../../testing/lts-fixture.js';
import { rawClient } from '../../testing/raw-client.js';
import { startEmulator } from '../emulator.js';

const file = (name: string): string =>
  readFileSync(new URL(`../../testing/localhost-${name}.pem`, import.meta.url), 'utf8');

describe('one listener', () => {
  test('tells this service from the others by the path', async () => {
    const { pull, gateway, emulator } = await startLtsFixture();
    emulator.sls.createProject('proj');
    const sls = rawClient(emulator.sls.endpoint, { project: 'proj', now: emulator.clock.now });
    await pull(0);
    await gateway('shards');
    expect((await sls({ path: '/logstores' })).status).toBe(200);
    sls.close();
    expect(emulator.lts.endpoint).toBe(emulator.sls.endpoint);
    expect(emulator.lts.stats()).toMatchObject({
      calls: { PullLogs: 1, ShowLogStreamShards: 1 },
      statuses: { 200: 2 },
    });
    expect(emulator.sls.stats()).toMatchObject({ calls: { ListLogstores: 1 } });
  });

  test('every answer is JSON, has a request id of its own, and the Date of the emulator’s clock', async () => {
    const { access, pull, send, emulator } = await startLtsFixture();
    emulator.clock.advance(3_600_000);
    const answers = [
      await pull(0),
      await pull(9),
      await access('consumer-groups/g', { sign: 'none' }),
      await send('/v3/nothing'),
    ];
    for (const { headers } of answers) {
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers['content-type']).toBe('application/json');
      expect(Math.abs(Date.parse(String(headers.date)) - emulator.clock.now())).toBeLessThan(5000);
    }
    expect(new Set(answers.map(({ headers }) => headers['x-request-id'])).size).toBe(answers.length);
    expect(answers[2]?.json).toEqual({
      error_msg: 'Authorization is missing, or not of a known form',
      error_code: 'APIGW.0301',
      request_id: answers[2]?.headers['x-request-id'],
    });
  });

  test.each([
    ['GET', '/v2/proj/groups/grp/streams/str/shards'],
    ['PUT', `/v2/${streamPath}/consumer-groups/g`],
    ['GET', `/v1.0/${streamPath}/shards/0`],
    ['POST', `/v2/${streamPath}/consumer-groups`],
    ['POST', '/v2/proj/lts/groups/grp/streams/str/tenant/other'],
    ['GET', `/v2/${streamPath}/shards//cursor`],
    ['GET', `/v2/${streamPath}/shards/0/`],
    ['GET', '/v3/'],
  ])('%s %s is not served', async (method, path) => {
    const { send } = await startLtsFixture();
    expect(await send(path, { method })).toMatchObject({ status: 404, code: 'APIGW.0101' });
  });

  test('names are taken percent-decoded, a + in a path is a plus', async () => {
    const { send, emulator } = await startLtsFixture();
    emulator.lts.createLogStream({ logGroup: 'grp', logStream: 'a b+ü%', consumerGroups: { 'c d+é': {} } });
    expect((await send('/v2/proj/groups/grp/streams/a b+ü%/consumer-groups/c d+é')).json).toEqual([]);
  });

  test('serves HTTPS on one state with HTTP', async () => {
    const https = { key: file('key'), cert: file('cert') };
    const { put, emulator } = await startLtsFixture({}, { https });
    put(['secure']);
    const secure = ltsClient(emulator.lts.httpsEndpoint ?? '', { now: emulator.clock.now }, { ca: https.cert });
    expect((await secure(`/v2/${streamPath}/shards/0`)).json.count).toBe(1);
    expect((await secure(`/v1.0/${streamPath}/shards`)).status).toBe(200);
  });
});

describe('quotas', () => {
  const push = { method: 'POST', body: { log_time_ns: 1, contents: [], labels: {} } } as const;
  const into = (stream: string): string => `/v2/proj/lts/groups/grp/streams/${stream}/tenant/contents`;
  const over = { status: 400, code: 'SVCSTG.ALS.200.210' };

  test('as documented: 500 pushes a second into each log stream, none of which is stored beyond that', async () => {
    const { send, emulator } = await startLtsFixture({ quotas: true }, { clock: createFakeClock() });
    const logs = { ...push, body: { ...push.body, log_time_ns: emulator.clock.now() * 1_000_000, contents: ['x'] } };
    const statuses = await Promise.all(Array.from({ length: 501 }, async () => (await send(into('str'), logs)).status));
    expect(statuses.filter((status) => status !== 200)).toEqual([400]);
    expect(emulator.lts.shards('grp', 'str')[0]?.keptLogs).toBe(500);
    emulator.clock.advance(1000);
    expect((await send(into('str'), push)).status).toBe(200);
  });

  test('of the account, of each log group, of each log stream', async () => {
    const quotas = { writesPerSecond: 4, groupWritesPerSecond: 3, streamWritesPerSecond: 2 };
    const { send, emulator } = await startLtsFixture({ quotas }, { clock: createFakeClock() });
    emulator.lts.createLogStream({ logGroup: 'grp', logStream: 'other' });
    expect((await send(into('str'), push)).status).toBe(200);
    expect((await send(into('str'), push)).status).toBe(200);
    const stream = await send(into('str'), push);
    expect(stream).toMatchObject({ ...over, json: { errorMessage: expect.stringContaining('log stream str') } });
    const group = await send(into('other'), push);
    expect(group).toMatchObject({ ...over, json: { errorMessage: expect.stringContaining('log group grp') } });
    const account = await send(into('other'), push);
    expect(account).toMatchObject({ ...over, json: { errorMessage: expect.stringContaining('the account') } });
  });
});

describe('faults', () => {
  test('status and throttle have the shape of their plane; a throttled call says when to come back', async () => {
    const { pull, gateway, emulator } = await startLtsFixture();
    const { faults } = emulator.lts;
    faults.add({ match: { call: 'PullLogs' }, action: { kind: 'status', status: 500 }, times: 1 });
    faults.add({ match: { call: 'PullLogs' }, action: { kind: 'throttle', retryAfterSeconds: 7 }, times: 1 });
    faults.add({ match: { plane: 'gateway' }, action: { kind: 'throttle' }, times: 1 });
    faults.add({ match: { plane: 'gateway' }, action: { kind: 'status', status: 400, code: 'LTS.0011' }, times: 1 });
    expect(await pull(0)).toMatchObject({
      status: 500,
      json: { errorCode: 'LTS.0010', errorMessage: 'injected fault' },
    });
    const throttled = await pull(0);
    expect(throttled).toMatchObject({ status: 429, code: 'LTS.EMULATOR.Throttled' });
    expect(throttled.headers['retry-after']).toBe('7');
    const other = await gateway('shards');
    expect([other.status, other.headers['retry-after'], Object.keys(other.json)]).toEqual([
      429,
      '1',
      ['error_code', 'error_msg'],
    ]);
    expect(await gateway('shards')).toMatchObject({ status: 400, json: { error_code: 'LTS.0011' } });
    expect((await pull(0)).status).toBe(200);
    expect(faults.hits()).toEqual({ status: 2, throttle: 2 });
  });

  test('throttledCode', async () => {
    const { pull, emulator } = await startLtsFixture({ switches: { throttledCode: 'APIGW.0308' } });
    emulator.lts.faults.add({ action: { kind: 'throttle' } });
    expect(await pull(0)).toMatchObject({ status: 429, json: { error_code: 'APIGW.0308' } });
  });

  test('hit only what they match: log group, stream, shard, consumer group, consumer', async () => {
    const { beat, commit, pull, emulator } = await startLtsFixture({ shards: 2, consumerGroups: { g: {}, h: {} } });
    const stream = { project: 'proj', logGroup: 'grp', logStream: 'str' };
    const action = { kind: 'status', status: 503 } as const;
    emulator.lts.faults.add({ match: { ...stream, shard: 1, call: 'PullLogs' }, action });
    emulator.lts.faults.add({ match: { ...stream, group: 'h', consumer: 'a' }, action });
    emulator.lts.faults.add({ match: { logStream: 'other' }, action });
    const statuses = await Promise.all([
      pull(0),
      pull(1),
      beat('a'),
      beat('a', [], 'h'),
      beat('b', [], 'h'),
      commit('a', [], 'h'),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([200, 503, 200, 503, 200, 503]);
  });

  test('a commit whose answer is lost took effect, or did not, as told', async () => {
    const { commit, emulator } = await startLtsFixture({ shards: 2 });
    for (const [id, processed] of [
      ['0', true],
      ['1', false],
    ] as const) {
      const match = { call: 'UpdateCheckPoint' };
      emulator.lts.faults.add({ match, action: { kind: 'lost', processed }, times: 1 });
      await expect(commit('a', [{ shard_id: id, checkpoint: '5' }])).rejects.toThrow(/hang up|ECONNRESET/);
    }
    const { shards } = emulator.lts.consumerGroup('grp', 'str', 'g');
    expect(shards.map(({ checkpoint }) => checkpoint)).toEqual([5n, undefined]);
  });

  test('truncate, corrupt, cut and a header left out: each only once, the store unharmed', async () => {
    const { pull, put, emulator } = await startLtsFixture();
    put(Array.from({ length: 20 }, (_, n) => `line ${n}`));
    const whole = await pull(0);
    const bent = async (action: Parameters<typeof emulator.lts.faults.add>[0]['action']) => {
      emulator.lts.faults.add({ match: { call: 'PullLogs' }, action, times: 1 });
      return await pull(0);
    };
    expect((await bent({ kind: 'truncate', keepBytes: 30 })).body).toHaveLength(30);
    const corrupt = await bent({ kind: 'corrupt', bytes: 9 });
    expect([corrupt.body.length, corrupt.body.equals(whole.body)]).toEqual([whole.body.length, false]);
    const headless = await bent({ kind: 'header', name: 'x-request-id', value: undefined });
    expect(headless.headers['x-request-id']).toBeUndefined();
    await expect(bent({ kind: 'cut', at: 'in-body' })).rejects.toThrow(/aborted|ECONNRESET|hang up/);
    expect((await bent({ kind: 'raw-size', bytes: 3 })).body.equals(whole.body)).toBe(true);
    expect((await pull(0)).body.equals(whole.body)).toBe(true);
  });
});

describe('handles', () => {
  test('share one state with the wire, and refuse in the service’s words', async () => {
    const { pull, texts, put, beat, emulator } = await startLtsFixture({ shards: 2 });
    const { lts } = emulator;
    expect(put(['a', 'b'], 1)).toBe(lts.shards('grp', 'str')[1]?.beginCursor);
    expect(await texts(1)).toEqual(['a', 'b']);
    lts.createConsumerGroup({ logGroup: 'grp', logStream: 'str', group: 'late', timeoutSeconds: 7 });
    expect((await beat('a', [], 'late')).json).toEqual(['0', '1']);
    expect(lts.consumerGroup('grp', 'str', 'late')).toEqual({
      timeoutSeconds: 7,
      consumers: ['a'],
      shards: ['0', '1'].map((id) => ({ id: Number(id), owner: 'a', checkpoint: undefined, savedBy: undefined })),
    });
    expect(lts.evict('grp', 'str', 'late', 'a')).toBe(true);
    expect(lts.consumerGroup('grp', 'str', 'late').consumers).toEqual([]);
    lts.deleteConsumerGroup('grp', 'str', 'late');
    expect((await beat('a', [], 'late')).status).toBe(404);
    for (const wrong of [
      () => lts.consumerGroup('grp', 'str', 'late'),
      () => lts.createConsumerGroup({ logGroup: 'grp', logStream: 'str', group: 'g' }),
      () => lts.createConsumerGroup({ logGroup: 'grp', logStream: 'str', group: 'n', timeoutSeconds: 0 }),
      () => lts.createLogStream({ logGroup: 'no', logStream: 'n' }),
      () => lts.createLogGroup('grp'),
      () => lts.put('grp', 'str', { content: 'x' }, { shard: 2 }),
    ]) {
      expect(wrong).toThrow(expect.objectContaining({ name: 'LtsError' }));
    }
    expect((await pull(1)).json.count).toBe(2);
  });

  test('expire: by time, by cursor, all; one shard or every one', async () => {
    const { put, emulator } = await startLtsFixture({ shards: 2 });
    const { lts, clock } = emulator;
    put(['a'], 0);
    put(['b'], 1);
    clock.advance(1000);
    const boundary = clock.now();
    const second = put(['c'], 0);
    const kept = () => lts.shards('grp', 'str').map(({ keptLogs }) => keptLogs);
    lts.expire('grp', 'str', { beforeMs: boundary, shard: 0 });
    expect(kept()).toEqual([1, 1]);
    lts.expire('grp', 'str', { beforeCursor: second });
    expect(kept()).toEqual([1, 0]);
    lts.expire('grp', 'str', { all: true });
    expect(kept()).toEqual([0, 0]);
    expect(lts.shards('grp', 'str')[0]?.beginCursor).toBe(second + 1n);
  });

  test('what is to exist from the start that cannot is refused at the start', async () => {
    await expect(startEmulator({ lts: { logGroups: { 'a/b': {} } } })).rejects.toThrow('cannot be a name');
    await expect(startEmulator({ lts: { switches: { nope: 1 } as object } })).rejects.toThrow(/unknown switch "nope"/);
  });
});

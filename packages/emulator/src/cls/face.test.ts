import { readFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { createFakeClock } from '@polylog/core/testing';
import { describe, expect, test } from 'vitest';
import { clsClient, pulled } from '../../testing/cls-client.js';
import { oneClsLog, startClsFixture } from '../../testing/cls-fixture.js';
import { rawClient } from '../../testing/raw-client.js';

const file = (name: string): string =>
  readFileSync(new URL(`../../testing/localhost-${name}.pem`, import.meta.url), 'utf8');

describe('one listener', () => {
  test('tells the planes and the services apart', async () => {
    const { api, upload, page, emulator } = await startClsFixture();
    emulator.sls.createProject('proj');
    const sls = rawClient(emulator.sls.endpoint, { project: 'proj', now: emulator.clock.now });
    expect(emulator.sls.endpoint).toBe(emulator.cls.endpoint);
    await api('DescribeTopics');
    await upload('top', [oneClsLog('x')]);
    await page();
    expect((await sls({ path: '/logstores' })).status).toBe(200);
    sls.close();
    expect(emulator.cls.stats()).toMatchObject({
      calls: { DescribeTopics: 1, UploadLog: 1, PullLog: 1 },
      statuses: { 200: 3 },
      refusals: {},
    });
    expect(emulator.sls.stats()).toMatchObject({ calls: { ListLogstores: 1 }, statuses: { 200: 1 } });
    await api('DescribePartitions', { TopicId: 'nope' });
    await upload('nope', [oneClsLog('x')]);
    expect(emulator.cls.stats()).toMatchObject({
      statuses: { 200: 4, 404: 1 },
      refusals: { DescribePartitions: { 'ResourceNotFound.TopicNotExist': 1 }, UploadLog: { TopicNotExist: 1 } },
    });
  });

  test('the request id is spelled as two SDKs look for it, and has the form of the service’s', async () => {
    const { api, upload, pull } = await startClsFixture();
    for (const answer of [await api('DescribeTopics'), await upload('nope', []), await pull('top', {})]) {
      const at = answer.rawHeaders.indexOf('X-Cls-Requestid');
      expect(answer.rawHeaders[at + 1]).toMatch(/^[0-9a-f-]{36}$/);
    }
    const answer = await api('DescribeTopics');
    expect(answer.json.Response.RequestId).toBe(answer.headers['x-cls-requestid']);
  });

  test('errors have the shape of their plane: a status on one, 200 on the other', async () => {
    const { api, upload } = await startClsFixture();
    const data = await upload('nope', [oneClsLog('x')]);
    expect([data.status, data.json]).toEqual([
      404,
      { errorcode: 'TopicNotExist', errormessage: 'topic nope does not exist' },
    ]);
    const other = await api('DeleteTopic', { TopicId: 'nope' });
    expect([other.status, other.json.Response.Error]).toEqual([
      200,
      { Code: 'ResourceNotFound.TopicNotExist', Message: 'topic nope does not exist' },
    ]);
    expect(Object.keys(other.json)).toEqual(['Response']);
  });

  test.each([
    ['Nope', {}, 'InvalidAction'],
    ['DescribeTopics', { 'x-tc-version': '2017-03-12' }, 'NoSuchVersion'],
    ['DescribeTopics', { 'x-tc-region': undefined }, 'MissingParameter'],
    ['DescribeTopics', { 'x-tc-action': undefined }, 'MissingParameter'],
    ['DescribeTopics', { 'x-qcloud-user-id': '' }, undefined],
  ])('%s with %o: %s', async (action, headers, code) => {
    const { api } = await startClsFixture();
    expect((await api(action, {}, { headers })).code).toBe(code);
  });

  test('a body that is no JSON object, and a path that is not served', async () => {
    const { api, data, pull } = await startClsFixture();
    expect((await api('DescribeTopics', Buffer.from('[]'))).code).toBe('InvalidParameter');
    expect((await api('DescribeTopics', Buffer.from('{'))).code).toBe('InvalidParameter');
    expect((await api('DescribeTopics', Buffer.from(''))).code).toBeUndefined();
    expect(await data('/cursor', '', 'application/json')).toMatchObject({ status: 405, code: 'NotSupported' });
    const broken = await data('/pull_log', '{', 'application/json', { query: [['topic_id', 'top']] });
    expect(broken).toMatchObject({ status: 400, code: 'InvalidContent' });
    expect((await pull('top', {})).status).toBe(200);
  });

  test('acceptAnyCredentials looks at no signature', async () => {
    const { api, upload } = await startClsFixture({ acceptAnyCredentials: true });
    expect((await api('DescribeTopics', {}, { sign: false })).code).toBeUndefined();
    expect((await upload('top', [oneClsLog('x')], { sign: false })).status).toBe(200);
  });
});

describe('quotas', () => {
  test('as documented: 20 calls a second of each action, then RequestLimitExceeded', async () => {
    const { api, emulator } = await startClsFixture({ quotas: true }, { clock: createFakeClock() });
    const codes = await Promise.all(Array.from({ length: 21 }, async () => (await api('DescribeTopics')).code));
    expect(codes.filter((code) => code !== undefined)).toEqual(['RequestLimitExceeded']);
    expect((await api('DescribeLogsets')).code).toBeUndefined();
    emulator.clock.advance(1000);
    expect((await api('DescribeTopics')).code).toBeUndefined();
  });

  test('of pulls and uploads: 429 SpeedQuotaExceed, a partition at a time', async () => {
    const quotas = { readsPerSecond: 2, writesPerSecond: 1 };
    const { pull, upload, emulator } = await startClsFixture({ quotas, partitions: 2 }, { clock: createFakeClock() });
    const over = { status: 429, code: 'SpeedQuotaExceed' };
    await pull('top', {});
    await pull('top', {});
    expect(await pull('top', {})).toMatchObject(over);
    expect((await pull('top', { PartitionId: 2 })).status).toBe(200);
    const headers = { 'x-cls-hashkey': '00' };
    expect((await upload('top', [oneClsLog('x')], { headers })).status).toBe(200);
    expect(await upload('top', [oneClsLog('x')], { headers })).toMatchObject(over);
    expect(emulator.cls.partitions('top')[0]?.keptGroups).toBe(1);
  });
});

describe('faults', () => {
  test('throttle: the quota error of the plane', async () => {
    const { api, pull, emulator } = await startClsFixture();
    emulator.cls.faults.add({ action: { kind: 'throttle', retryAfterSeconds: 3 }, times: 2 });
    expect(await pull('top', {})).toMatchObject({
      status: 429,
      code: 'SpeedQuotaExceed',
      headers: { 'retry-after': '3' },
    });
    expect(await api('DescribeTopics')).toMatchObject({ status: 200, code: 'RequestLimitExceeded' });
    expect((await api('DescribeTopics')).code).toBeUndefined();
  });

  test('status: on both planes as it is asked for', async () => {
    const { api, pull, emulator } = await startClsFixture();
    emulator.cls.faults.add({ action: { kind: 'status', status: 503 }, times: 1 });
    expect(await pull('top', {})).toMatchObject({ status: 503, code: 'InternalError' });
    emulator.cls.faults.add({
      match: { plane: 'api' },
      action: { kind: 'status', status: 200, code: 'InternalError.Db' },
    });
    expect((await pull('top', {})).status).toBe(200);
    expect(await api('DescribeTopics')).toMatchObject({ status: 200, code: 'InternalError.Db' });
  });

  test('a heartbeat is lost with or without having been processed; a rule tells consumers apart', async () => {
    const { api, ask, emulator } = await startClsFixture();
    const group = { LogsetId: 'set', ConsumerGroup: 'g' };
    await ask('CreateConsumerGroup', { ...group, Timeout: 10, Topics: ['top'] });
    const beat = (Consumer: string) => api('SendConsumerHeartbeat', { ...group, Consumer });
    for (const [Consumer, processed] of [
      ['a', false],
      ['b', true],
    ] as const) {
      const match = { call: 'SendConsumerHeartbeat', logset: 'set', group: 'g', consumer: Consumer };
      emulator.cls.faults.add({ match, action: { kind: 'lost', processed }, times: 1 });
    }
    await expect(beat('a')).rejects.toThrow(/hang up|ECONNRESET/);
    await expect(beat('b')).rejects.toThrow(/hang up|ECONNRESET/);
    expect(emulator.cls.consumerGroup('set', 'g').consumers).toEqual(['b']);
    expect((await beat('c')).code).toBeUndefined();
    expect(emulator.cls.evict('set', 'g', 'b')).toBe(true);
    expect(emulator.cls.consumerGroup('set', 'g').consumers).toEqual(['c']);
  });

  test('truncate, corrupt, a lie about the size, a header left out: each only once, the store unharmed', async () => {
    const { pull, page, emulator } = await startClsFixture({ partitions: 2 });
    for (let n = 0; n < 20; n++) emulator.cls.put('top', oneClsLog(`line ${n}`), { partition: 1 });
    const whole = await pull('top', {});
    const bent = async (action: Parameters<typeof emulator.cls.faults.add>[0]['action']) => {
      emulator.cls.faults.add({ match: { call: 'PullLog', topic: 'top', partition: 1 }, action, times: 1 });
      expect((await pull('top', { PartitionId: 2 })).headers['x-cls-requestid']).toBeDefined();
      return await pull('top', {});
    };
    expect((await bent({ kind: 'truncate', keepBytes: 30 })).body).toHaveLength(30);
    const corrupt = await bent({ kind: 'corrupt', bytes: 9 });
    expect([corrupt.body.length, corrupt.body.equals(whole.body)]).toEqual([whole.body.length, false]);
    const lie = await bent({ kind: 'raw-size', bytes: 3 });
    expect(lie.body[0]).toBe(3);
    const headless = await bent({ kind: 'header', name: 'x-cls-requestid', value: undefined });
    expect(headless.headers['x-cls-requestid']).toBeUndefined();
    expect((await page()).groups).toHaveLength(20);
    await expect(bent({ kind: 'cut', at: 'in-body' })).rejects.toThrow(/aborted|ECONNRESET|hang up/);
  });
});

describe('HTTPS', () => {
  const https = { key: file('key'), cert: file('cert') };

  test('serves both planes on one state with HTTP', async () => {
    const { emulator } = await startClsFixture({}, { https });
    emulator.cls.put('top', oneClsLog('secure'));
    const { httpsEndpoint = '' } = emulator.cls;
    const secure = clsClient(httpsEndpoint, { now: emulator.clock.now }, { ca: https.cert });
    expect(pulled(await secure.pull('top', {})).groups).toHaveLength(1);
    expect((await secure.api('DescribeTopics')).code).toBeUndefined();
    secure.close();
  });

  /** What a proxy answers to CONNECT, and what the host behind it says, if it lets one through. */
  async function tunnel(port: number, request: string): Promise<readonly string[]> {
    const socket = connectTcp(port, '127.0.0.1');
    socket.write('CONNECT cls.ap-guangzhou.tencentcloudapi.com:443 HTTP/1.1\r\nHost: cls\r\n\r\n');
    const [head] = await new Promise<readonly string[]>((resolve) => {
      socket.once('data', (bytes: Buffer) => resolve(bytes.toString().split('\r\n')));
    });
    if (!head?.includes('200')) return [String(head)];
    const inner = connectTls({ socket, ca: https.cert, servername: 'localhost' });
    inner.write(request);
    const text = await new Promise<string>((resolve) =>
      inner.once('data', (bytes: Buffer) => resolve(bytes.toString())),
    );
    inner.destroy();
    return [head, text.split('\r\n')[0] as string];
  }
  const request = 'POST /pull_log HTTP/1.1\r\nHost: ap-guangzhou.cls.tencentcs.com\r\nContent-Length: 0\r\n\r\n';

  test('is reached through CONNECT too, whatever host that names; without a key it is refused', async () => {
    const { emulator } = await startClsFixture({}, { https });
    expect(await tunnel(emulator.cls.port, request)).toEqual([
      'HTTP/1.1 200 Connection Established',
      'HTTP/1.1 400 Bad Request',
    ]);
    const plain = await startClsFixture();
    expect(await tunnel(plain.emulator.cls.port, request)).toEqual(['HTTP/1.1 405 Method Not Allowed']);
  });

  test('a connection led through is cut like any other, and does not keep the emulator from stopping', async () => {
    const { emulator } = await startClsFixture({}, { https });
    const socket = connectTcp(emulator.cls.port, '127.0.0.1');
    socket.on('error', () => undefined);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write('CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n');
    await new Promise((resolve) => socket.once('data', resolve));
    expect(emulator.cls.cutConnections()).toBe(1);
    await closed;
    await emulator.stop();
  });
});

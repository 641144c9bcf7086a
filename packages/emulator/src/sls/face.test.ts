import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { oneLog, startFixture } from '../../testing/fixture.js';

describe('every answer', () => {
  test('has a request id, a server, a date by the service’s clock, a length and CORS, errors too', async () => {
    const { send, emulator } = await startFixture();
    emulator.clock.advance(3_600_000);
    for (const path of ['/logstores', '/logstores/missing']) {
      const { headers } = await send({ path });
      expect(headers['x-log-requestid']).toMatch(/^[0-9A-F]{24}$/);
      expect(headers).toMatchObject({
        server: 'polylog-emulator',
        'access-control-allow-origin': '*',
        'content-type': 'application/json',
      });
      expect(Math.abs(Date.parse(headers.date ?? '') - Date.now() - 3_600_000)).toBeLessThan(5000);
      expect(Number(headers['content-length'])).toBeGreaterThan(0);
    }
  });

  test('spells all header names in lower case, but those of HTTP itself', async () => {
    const { send } = await startFixture();
    const { rawHeaders } = await send({ path: '/logstores' });
    const names = rawHeaders.filter((_, i) => i % 2 === 0);
    expect(names.filter((name) => name !== name.toLowerCase() && !/^(Connection|Keep-Alive)$/.test(name))).toEqual([]);
  });

  test('without a body has no content type, or the one the switch names', async () => {
    const create = {
      method: 'POST',
      path: '/logstores/store/consumergroups',
      body: JSON.stringify({ consumerGroup: 'g', timeout: 60, order: false }),
    };
    const plain = await (await startFixture()).send(create);
    expect([plain.status, plain.text, plain.headers['content-type'], plain.headers['content-length']]).toEqual([
      200,
      '',
      undefined,
      '0',
    ]);
    const typed = await (await startFixture({ switches: { emptyBodyContentType: 'text/plain' } })).send(create);
    expect(typed.headers['content-type']).toBe('text/plain');
  });

  test('that is an error says errorCode and errorMessage', async () => {
    const { send } = await startFixture();
    const answer = await send({ path: '/logstores/missing' });
    expect(answer.status).toBe(404);
    expect(answer.json).toEqual({ errorCode: 'LogStoreNotExist', errorMessage: 'logstore missing does not exist' });
    const other = await send({ path: '/logstores', project: 'nobody' });
    expect([other.status, other.json]).toEqual([
      404,
      { errorCode: 'ProjectNotExist', errorMessage: 'The Project does not exist : nobody' },
    ]);
  });
});

describe('targets', () => {
  test('absolute-form is taken as a proxy would, the project from its host, on a connection that is kept', async () => {
    const { send } = await startFixture();
    for (let round = 0; round < 2; round++) {
      const answer = await send({ path: '/logstores', host: 'cn-emu.log.aliyuncs.com:80', absoluteForm: true });
      expect(answer.json.logstores).toEqual(['store']);
      expect(answer.headers.connection).toBe('keep-alive');
    }
  });

  test('a GET with Content-Length: 0 and a content type is fine', async () => {
    const { send } = await startFixture();
    const answer = await send({
      path: '/logstores',
      headers: { 'content-length': '0', 'content-type': 'application/x-protobuf' },
    });
    expect(answer.status).toBe(200);
  });

  test('repeated slashes are signed as they stand and lead to the same call', async () => {
    const { send } = await startFixture();
    expect((await send({ path: '//logstores//store/shards' })).json).toHaveLength(2);
  });

  test('a foreign host is InvalidHost, a path beyond this face InvalidMethod', async () => {
    const { send } = await startFixture();
    expect((await send({ path: '/logstores', host: 'example.org' })).code).toBe('InvalidHost');
    expect(await send({ path: '/pipelineconfigs' })).toMatchObject({ status: 405, code: 'InvalidMethod' });
  });
});

describe('projects', () => {
  test('are created by host or by body, listed on account scope, described with all that clients need, and deleted', async () => {
    const { send } = await startFixture();
    const body = JSON.stringify({ projectName: 'second', description: 'x' });
    expect((await send({ method: 'POST', path: '/', project: 'second', body })).status).toBe(200);
    expect((await send({ method: 'POST', path: '/', project: 'second', body })).code).toBe('ProjectAlreadyExist');
    const third = JSON.stringify({ projectName: 'third' });
    expect((await send({ method: 'POST', path: '/', project: undefined, body: third })).status).toBe(200);
    const list = (await send({ path: '/', project: undefined, query: { offset: '1', size: '1' } })).json;
    expect(list).toMatchObject({ count: 1, total: 3, projects: [{ projectName: 'second' }] });
    expect(list.projects[0].createTime).toMatch(/^\d+$/);
    const got = (await send({ path: '/', project: 'second' })).json;
    expect(got).toMatchObject({ projectName: 'second', description: 'x', status: 'Normal', owner: '' });
    expect(got.createTime).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(Object.keys(got)).toEqual(expect.arrayContaining(['region', 'lastModifyTime']));
    await send({ method: 'PUT', path: '/', project: 'second', body: JSON.stringify({ description: 'y' }) });
    expect((await send({ path: '/', project: 'second' })).json.description).toBe('y');
    expect((await send({ method: 'DELETE', path: '/', project: 'second' })).status).toBe(200);
    expect((await send({ path: '/', project: 'second' })).code).toBe('ProjectNotExist');
  });
});

describe('logstores', () => {
  test('are created, described, updated, listed by part of the name, and deleted', async () => {
    const { send } = await startFixture();
    const body = { logstoreName: 'other', ttl: 7, shardCount: 3, autoSplit: true, maxSplitShard: 9, hot_ttl: 7 };
    expect((await send({ method: 'POST', path: '/logstores', body: JSON.stringify(body) })).status).toBe(200);
    expect((await send({ method: 'POST', path: '/logstores', body: JSON.stringify(body) })).code).toBe(
      'LogStoreAlreadyExist',
    );
    const update = JSON.stringify({ logstoreName: 'other', ttl: 8, shardCount: 50 });
    expect((await send({ method: 'PUT', path: '/logstores/other', body: update })).status).toBe(200);
    const { json } = await send({ path: '/logstores/other' });
    expect(json).toMatchObject({ ...body, ttl: 8, enable_tracking: false, appendMeta: false });
    expect([Number.isInteger(json.createTime), Number.isInteger(json.lastModifyTime)]).toEqual([true, true]);
    expect((await send({ path: '/logstores', query: { offset: '0', size: '1' } })).json).toEqual({
      count: 1,
      total: 2,
      logstores: ['other'],
    });
    expect((await send({ path: '/logstores', query: { logstoreName: 'sto' } })).json.logstores).toEqual(['store']);
    await send({ method: 'DELETE', path: '/logstores/other' });
    expect((await send({ path: '/logstores/other' })).code).toBe('LogStoreNotExist');
  });

  test.each([
    ['name', { logstoreName: 'UPPER' }],
    ['shard count', { logstoreName: 'other', shardCount: 0 }],
    ['ttl', { logstoreName: 'other', ttl: 4000 }],
  ])('a bad %s is LogStoreInfoInvalid', async (_what, body) => {
    const { send } = await startFixture();
    const answer = await send({ method: 'POST', path: '/logstores', body: JSON.stringify(body) });
    expect(answer).toMatchObject({ status: 400, code: 'LogStoreInfoInvalid' });
  });

  test('JSON is taken whatever its content type says', async () => {
    const { send } = await startFixture();
    const body = JSON.stringify({ logstoreName: 'other', ttl: 7, shardCount: 3 });
    const headers = { 'content-type': 'application/x-protobuf' };
    expect((await send({ method: 'POST', path: '/logstores', body, headers })).status).toBe(200);
  });
});

describe('shards', () => {
  const half = `8${'0'.repeat(31)}`;
  const end = 'f'.repeat(32);

  test('are listed as a bare array', async () => {
    const { send } = await startFixture();
    const { json } = await send({ path: '/logstores/store/shards' });
    expect(json).toEqual([
      {
        shardID: 0,
        status: 'readwrite',
        inclusiveBeginKey: '0'.repeat(32),
        exclusiveEndKey: half,
        createTime: expect.any(Number),
      },
      {
        shardID: 1,
        status: 'readwrite',
        inclusiveBeginKey: half,
        exclusiveEndKey: end,
        createTime: expect.any(Number),
      },
    ]);
  });

  test('split at a key: the old one read-only, then the new ones with ids that go on', async () => {
    const { send } = await startFixture();
    const key = `c${'0'.repeat(31)}`;
    const { json } = await send({ method: 'POST', path: '/logstores/store/shards/1', query: { action: 'split', key } });
    expect(json.map((shard: { shardID: number; status: string }) => [shard.shardID, shard.status])).toEqual([
      [1, 'readonly'],
      [2, 'readwrite'],
      [3, 'readwrite'],
    ]);
    expect([json[1].exclusiveEndKey, json[2].inclusiveBeginKey, json[2].exclusiveEndKey]).toEqual([key, key, end]);
  });

  test('split into parts, and merge with the right-hand neighbour: the new one first', async () => {
    const { send } = await startFixture();
    const parts = { action: 'split', shardCount: '4' };
    expect((await send({ method: 'POST', path: '/logstores/store/shards/0', query: parts })).json).toHaveLength(5);
    const { json } = await send({ method: 'POST', path: '/logstores/store/shards/5', query: { action: 'merge' } });
    expect(json.map((shard: { shardID: number; status: string }) => [shard.shardID, shard.status])).toEqual([
      [6, 'readwrite'],
      [5, 'readonly'],
      [1, 'readonly'],
    ]);
    expect((await send({ method: 'DELETE', path: '/logstores/store/shards/1' })).status).toBe(200);
    expect((await send({ method: 'DELETE', path: '/logstores/store/shards/6' })).code).toBe('ParameterInvalid');
  });

  test.each([
    ['1', { action: 'merge' }, 'can not merge the last shard.'],
    ['9', { action: 'merge' }, 'invalid shard id.'],
    ['9', { action: 'split', key: half }, 'invalid shard id.'],
    ['1', { action: 'split', key: half }, 'invalid mid hash.'],
    ['0', { action: 'split', key: end }, 'invalid mid hash.'],
    ['0', { action: 'split', key: 'zz' }, 'invalid mid hash.'],
  ])('shard %s, %o: ParameterInvalid, "%s"', async (shard, query, errorMessage) => {
    const { send } = await startFixture();
    const answer = await send({ method: 'POST', path: `/logstores/store/shards/${shard}`, query });
    expect([answer.status, answer.json]).toEqual([400, { errorCode: 'ParameterInvalid', errorMessage }]);
  });
});

describe('consumer groups', () => {
  const path = '/logstores/store/consumergroups';
  const g = `${path}/g`;
  const create = { method: 'POST', path, body: JSON.stringify({ consumerGroup: 'g', timeout: 60, order: false }) };

  test('are created once, updated, listed as a bare array, and deleted', async () => {
    const { send } = await startFixture();
    expect((await send(create)).status).toBe(200);
    expect(await send(create)).toMatchObject({ status: 400, code: 'ConsumerGroupAlreadyExist' });
    expect((await send({ method: 'PUT', path: g, body: '{"timeout":30}' })).status).toBe(200);
    expect((await send({ path })).json).toEqual([{ name: 'g', timeout: 30, order: false }]);
    expect(await send({ method: 'PUT', path: g, body: '{}' })).toMatchObject({ status: 400, code: 'JsonInfoInvalid' });
    expect((await send({ method: 'DELETE', path: g })).status).toBe(200);
    expect((await send({ path })).json).toEqual([]);
    expect(await send({ method: 'PUT', path: g, body: '{"timeout":30}' })).toMatchObject({
      status: 404,
      code: 'ConsumerGroupNotExist',
    });
  });

  test('heartbeats take and answer bare arrays; the consumer’s name may hold a space, as + or %20', async () => {
    const { send } = await startFixture();
    await send(create);
    const beat = (search: string, body: string) =>
      send({ method: 'POST', path: g, query: { type: 'heartbeat', consumer: 'c 1' }, search, body });
    expect((await beat('type=heartbeat&consumer=c+1', '[]')).json).toEqual([0, 1]);
    expect((await beat('type=heartbeat&consumer=c%201', '[0,1]')).json).toEqual([0, 1]);
    expect((await beat('type=heartbeat&consumer=c+1', '{"shards":[0]}')).code).toBe('JsonInfoInvalid');
    const stranger = { method: 'POST', path: g, query: { type: 'heartbeat', consumer: 'x' }, body: '[0]' };
    expect(await send(stranger)).toMatchObject({ status: 400, code: 'NotExistConsumerWithBody' });
  });

  test('the checkpoint list has every shard, empty where there is none, with microseconds; shard= picks one', async () => {
    const { send, emulator, cursor } = await startFixture();
    await send(create);
    const checkpoint = await cursor(1, 'begin');
    const saved = await send({
      method: 'POST',
      path: g,
      query: { type: 'checkpoint', consumer: 'c', forceSuccess: 'True' },
      body: JSON.stringify({ shard: 1, checkpoint }),
    });
    expect([saved.status, saved.text]).toEqual([200, '']);
    const { json } = await send({ path: g });
    expect(json).toEqual([
      { shard: 0, checkpoint: '', updateTime: 0, consumer: '' },
      { shard: 1, checkpoint, updateTime: expect.any(Number), consumer: 'c' },
    ]);
    expect(Math.abs(json[1].updateTime / 1000 - emulator.clock.now())).toBeLessThan(5000);
    expect((await send({ path: g, query: { shard: '1' } })).json).toHaveLength(1);
    expect((await send({ path: g, query: { shard: '9' } })).json).toEqual([]);
  });

  test('the observed trace, over the wire: two-step transfer, the checkpoint goes along', async () => {
    const { send, cursor } = await startFixture();
    await send(create);
    const beat = async (consumer: string, shards: number[]): Promise<unknown> =>
      (await send({ method: 'POST', path: g, query: { type: 'heartbeat', consumer }, body: JSON.stringify(shards) }))
        .json;
    expect(await beat('A', [])).toEqual([0, 1]);
    expect(await beat('B', [])).toEqual([]);
    expect(await beat('A', [0, 1])).toEqual([0]);
    const checkpoint = await cursor(1, 'end');
    const save = (consumer: string) =>
      send({
        method: 'POST',
        path: g,
        query: { type: 'checkpoint', consumer, forceSuccess: 'false' },
        body: JSON.stringify({ shard: 1, checkpoint }),
      });
    expect((await save('A')).status).toBe(200);
    expect(await beat('A', [0])).toEqual([0]);
    expect(await beat('B', [])).toEqual([1]);
    expect((await send({ path: g, query: { shard: '1' } })).json[0]).toMatchObject({ checkpoint, consumer: 'A' });
    expect(await save('A')).toMatchObject({ status: 400, code: 'ConsumerNotMatch' });
    expect(await save('C')).toMatchObject({ status: 404, code: 'ConsumerNotExist' });
  });

  test('a member is gone when its timeout has passed on the service’s clock', async () => {
    const { send, emulator } = await startFixture();
    await send(create);
    const beat = (consumer: string, body: string) =>
      send({ method: 'POST', path: g, query: { type: 'heartbeat', consumer }, body });
    await beat('A', '[]');
    emulator.clock.advance(60_500);
    expect((await beat('B', '[]')).json).toEqual([0, 1]);
    expect((await beat('A', '[0,1]')).code).toBe('NotExistConsumerWithBody');
    expect(emulator.sls.consumerGroup('proj', 'store', 'g')).toMatchObject({
      consumers: ['B'],
      shards: [{ state: { kind: 'already_alloc', holder: 'B' } }, { id: 1 }],
    });
  });
});

test('the evict handle forces a rebalance', async () => {
  const { send, emulator } = await startFixture();
  const path = '/logstores/store/consumergroups';
  await send({ method: 'POST', path, body: JSON.stringify({ consumerGroup: 'g', timeout: 60, order: false }) });
  const beat = (consumer: string, body: string) =>
    send({ method: 'POST', path: `${path}/g`, query: { type: 'heartbeat', consumer }, body });
  await beat('A', '[]');
  await beat('B', '[]');
  expect(emulator.sls.evict('proj', 'store', 'g', 'A')).toBe(true);
  expect(emulator.sls.evict('proj', 'store', 'g', 'A')).toBe(false);
  expect((await beat('B', '[]')).json).toEqual([0, 1]);
  expect((await beat('A', '[0,1]')).code).toBe('NotExistConsumerWithBody');
  expect(() => emulator.sls.evict('proj', 'store', 'missing', 'A')).toThrow('consumer group missing does not exist');
});

describe('cursors', () => {
  test('base is the shard’s creation in nanoseconds, one step a log group; begin, end and a time', async () => {
    const { send, emulator, put, cursor } = await startFixture({ shards: 1 });
    const digits = async (from: string): Promise<bigint> =>
      BigInt(Buffer.from(await cursor(0, from), 'base64').toString());
    const base = await digits('begin');
    expect(Math.abs(Number(base / 1_000_000n) - emulator.clock.now())).toBeLessThan(5000);
    await put(oneLog(emulator, 'a'));
    emulator.clock.advance(100_000);
    const between = Math.floor(emulator.clock.now() / 1000) - 50;
    await put(oneLog(emulator, 'b'));
    expect(await digits('begin')).toBe(base);
    expect(await digits('end')).toBe(base + 2n);
    expect(await digits(String(between))).toBe(base + 1n);
    expect(await digits('1')).toBe(base);
    expect(await digits(String(between + 1000))).toBe(base + 2n);
    const timeOf = async (at: bigint): Promise<number> =>
      (
        await send({
          path: '/logstores/store/shards/0',
          query: { type: 'cursor_time', cursor: Buffer.from(String(at)).toString('base64') },
        })
      ).json.cursor_time;
    const now = Math.floor(emulator.clock.now() / 1000);
    expect(Math.abs((await timeOf(base)) - (now - 100))).toBeLessThanOrEqual(1);
    expect(Math.abs((await timeOf(base + 2n)) - now)).toBeLessThanOrEqual(1);
  });

  test('a bad from, a missing shard, a cursor that is none', async () => {
    const { send } = await startFixture();
    const cursorOf = (shard: string, query: Record<string, string>) =>
      send({ path: `/logstores/store/shards/${shard}`, query });
    expect(await cursorOf('0', { type: 'cursor', from: 'x' })).toMatchObject({ status: 400, code: 'ParameterInvalid' });
    expect(await cursorOf('7', { type: 'cursor', from: 'begin' })).toMatchObject({
      status: 400,
      code: 'ShardNotExist',
    });
    expect(await cursorOf('0', { type: 'cursor_time', cursor: 'x' })).toMatchObject({ code: 'ParameterInvalid' });
    expect(await cursorOf('0', { type: 'cursor_time', cursor: 'MQ==' })).toMatchObject({ code: 'InvalidCursor' });
  });
});

describe('ids', () => {
  test('the same seed gives the same request ids', async () => {
    const ids = async (): Promise<string> => {
      const { send } = await startFixture({}, { seed: 7 });
      const first = await send({ path: '/logstores' });
      const second = await send({ path: '/logstores' });
      const text = `${String(first.headers['x-log-requestid'])}${String(second.headers['x-log-requestid'])}`;
      return createHash('md5').update(text).digest('hex');
    };
    expect(await ids()).toBe(await ids());
  });
});

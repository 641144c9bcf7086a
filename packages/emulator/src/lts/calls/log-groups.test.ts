import { describe, expect, test } from 'vitest';
import { startLtsFixture } from '../../../testing/lts-fixture.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('log groups and log streams', () => {
  test('are created under ids of the service’s own, listed, changed and deleted, and take logs', async () => {
    const { send } = await startLtsFixture();
    const body = { log_group_name: 'orders', ttl_in_days: 7 };
    const created = await send('/v2/proj/groups', { method: 'POST', body });
    const { log_group_id: group } = created.json;
    expect([created.status, Object.keys(created.json)]).toEqual([201, ['log_group_id']]);
    expect(group).toMatch(UUID);
    const streams = `/v2/proj/groups/${group}/streams`;
    const { log_stream_id: stream } = (await send(streams, { method: 'POST', body: { log_stream_name: 'app' } })).json;
    expect(stream).toMatch(UUID);

    expect((await send('/v2/proj/groups')).json.log_groups).toMatchObject([
      { log_group_id: 'grp', ttl_in_days: 30 },
      { log_group_id: group, log_group_name: 'orders', ttl_in_days: 7, creation_time: expect.any(Number) },
    ]);
    expect((await send(streams)).json.log_streams).toMatchObject([
      { log_stream_id: stream, log_stream_name: 'app', ttl_in_days: 7, filter_count: 0 },
    ]);
    expect((await send('/v2/proj/log-streams')).json.log_streams).toHaveLength(2);
    const change = await send(`/v2/proj/groups/${group}`, { method: 'POST', body: { ttl_in_days: 9 } });
    expect(change.json).toMatchObject({ log_group_id: group, ttl_in_days: 9 });

    const push = `/v2/proj/lts/groups/${group}/streams/${stream}/tenant/contents`;
    const now = BigInt(Date.now()) * 1_000_000n;
    await send(push, { method: 'POST', body: { log_time_ns: now, contents: ['x'], labels: {} } });
    expect((await send(`${streams}/${stream}/shards/0`)).json.count).toBe(1);

    expect((await send(`${streams}/${stream}`, { method: 'DELETE' })).status).toBe(204);
    expect((await send(`${streams}/${stream}/shards/0`)).code).toBe('LTS.0208');
    expect((await send(`/v2/proj/groups/${group}`, { method: 'DELETE' })).status).toBe(204);
    expect((await send(streams)).code).toBe('LTS.0201');
  });

  test.each<readonly [path: string, body: unknown, code: string]>([
    ['groups', { log_group_name: 'grp' }, 'LTS.0101'],
    ['groups', {}, 'LTS.0002'],
    ['groups', { log_group_name: 7 }, 'LTS.0009'],
    ['groups', { log_group_name: 'n', ttl_in_days: 0 }, 'LTS.0009'],
    ['groups', { log_group_name: 'n', ttl_in_days: '7' }, 'LTS.0009'],
    ['groups', { log_group_name: 'a/b' }, 'LTS.0009'],
    ['groups', '{', 'LTS.0007'],
    ['groups/no/streams', { log_stream_name: 'n' }, 'LTS.0201'],
    ['groups/grp/streams', { log_stream_name: 'str' }, 'LTS.0205'],
    ['groups/grp/streams', {}, 'LTS.0002'],
  ])('POST %s %j: %s', async (path, body, code) => {
    const { send } = await startLtsFixture();
    const answer = await send(`/v2/proj/${path}`, { method: 'POST', body });
    expect([Object.keys(answer.json), answer.code]).toEqual([['error_code', 'error_msg'], code]);
  });

  test('a hundred of each is the most', async () => {
    const { send, emulator } = await startLtsFixture();
    for (let n = 1; n < 100; n++) {
      emulator.lts.createLogGroup(`group ${n}`);
      emulator.lts.createLogStream({ logGroup: 'grp', logStream: `stream ${n}` });
    }
    const create = async (path: string, body: object) =>
      (await send(`/v2/proj/${path}`, { method: 'POST', body })).code;
    expect(await create('groups', { log_group_name: 'n' })).toBe('LTS.0104');
    expect(await create('groups/grp/streams', { log_stream_name: 'n' })).toBe('LTS.0206');
  });
});

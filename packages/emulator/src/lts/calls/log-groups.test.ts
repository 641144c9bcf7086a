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
    expect(change.json).toEqual({
      ...{ log_group_id: group, log_group_name: 'orders', ttl_in_days: 9, creation_time: expect.any(Number) },
    });
    const ttl = `/v2/proj/groups/${group}/streams-ttl/${stream}`;
    expect((await send(ttl, { method: 'PUT', body: { ttl_in_days: 3 } })).json).toEqual({
      ...{ log_topic_id: stream, log_topic_name: 'app', ttl_in_days: 3, creation_time: expect.any(Number) },
    });
    expect((await send(streams)).json.log_streams).toMatchObject([{ ttl_in_days: 3 }]);

    const push = `/v2/proj/lts/groups/${group}/streams/${stream}/tenant/contents`;
    const now = BigInt(Date.now()) * 1_000_000n;
    await send(push, { method: 'POST', body: { log_time_ns: now, contents: ['x'], labels: {} } });
    expect((await send(`${streams}/${stream}/shards/0`)).json.count).toBe(1);

    expect((await send(`${streams}/${stream}`, { method: 'DELETE' })).status).toBe(204);
    expect((await send(`${streams}/${stream}/shards/0`)).code).toBe('LTS.0208');
    expect((await send(`/v2/proj/groups/${group}`, { method: 'DELETE' })).status).toBe(204);
    expect((await send(streams)).code).toBe('LTS.0201');
  });

  test('have tags and an alias, which a change without tags leaves as they are', async () => {
    const { send } = await startLtsFixture();
    const tags = [{ key: 'team', value: 'shop' }];
    const named = { log_group_name: 'orders', log_group_name_alias: 'Bestellungen', tags };
    const { log_group_id: group } = (await send('/v2/proj/groups', { method: 'POST', body: named })).json;
    const path = `/v2/proj/groups/${group}`;
    const described = async () =>
      (await send('/v2/proj/groups')).json.log_groups.find(
        (each: { log_group_id: string }) => each.log_group_id === group,
      );
    expect(await described()).toMatchObject({ log_group_name_alias: 'Bestellungen', tag: { team: 'shop' } });
    await send(path, { method: 'POST', body: { ttl_in_days: 9 } });
    expect(await described()).toMatchObject({ tag: { team: 'shop' } });
    await send(path, { method: 'POST', body: { ttl_in_days: 9, tags: [] } });
    expect(await described()).toMatchObject({ tag: {} });
    const stream = { log_stream_name: 'app', log_stream_name_alias: 'Anwendung', tags };
    await send(`${path}/streams`, { method: 'POST', body: stream });
    expect((await send(`${path}/streams`)).json.log_streams).toMatchObject([
      { log_stream_name_alias: 'Anwendung', tag: { team: 'shop' } },
    ]);
  });

  test('of the whole project are listed with their log group, and found by names', async () => {
    const { send, emulator } = await startLtsFixture();
    emulator.lts.createLogGroup('other');
    emulator.lts.createLogStream({ logGroup: 'other', logStream: 'str' });
    emulator.lts.createLogStream({ logGroup: 'other', logStream: 'web' });
    const found = async (query: Readonly<Record<string, string>>) =>
      (await send('/v2/proj/log-streams', { query })).json.log_streams.map(
        (each: { log_group_id: string; log_stream_name: string }) => `${each.log_group_id}/${each.log_stream_name}`,
      );
    expect(await found({})).toEqual(['grp/str', 'other/str', 'other/web']);
    expect(await found({ log_stream_name: 'str' })).toEqual(['grp/str', 'other/str']);
    expect(await found({ log_group_name: 'other', log_stream_name: 'str' })).toEqual(['other/str']);
    expect(await found({ log_group_name: 'oth' })).toEqual([]);
  });

  test.each<readonly [path: string, body: unknown, code: string]>([
    ['groups', { log_group_name: 'grp' }, 'LTS.0101'],
    ['groups', {}, 'LTS.0002'],
    ['groups', { log_group_name: 7 }, 'LTS.0009'],
    ['groups', { log_group_name: 'n', ttl_in_days: 0 }, 'LTS.0009'],
    ['groups', { log_group_name: 'n', ttl_in_days: '7' }, 'LTS.0009'],
    ['groups', { log_group_name: 'a/b' }, 'LTS.0009'],
    ['groups', { log_group_name: '.n' }, 'LTS.0009'],
    ['groups', { log_group_name: 'n.' }, 'LTS.0009'],
    ['groups', { log_group_name: '_n' }, 'LTS.0009'],
    ['groups', { log_group_name: 'n', log_group_name_alias: 'x'.repeat(65) }, 'LTS.0009'],
    ['groups', { log_group_name: 'n', tags: {} }, 'LTS.0009'],
    ['groups', { log_group_name: 'n', tags: [{ key: 'a' }] }, 'LTS.0009'],
    ['groups', { log_group_name: 'n', tags: [{ key: '', value: '' }] }, 'LTS.0009'],
    ['groups', { log_group_name: 'n', tags: Array(2).fill({ key: 'a', value: 'b' }) }, 'LTS.0009'],
    ['groups/grp', {}, 'LTS.0002'],
    ['groups/no', { ttl_in_days: 1 }, 'LTS.0201'],
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

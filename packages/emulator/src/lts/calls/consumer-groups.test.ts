import { describe, expect, test } from 'vitest';
import { startLtsFixture } from '../../../testing/lts-fixture.js';

describe('consumer groups on the gateway', () => {
  test('are created, listed and deleted', async () => {
    const { gateway } = await startLtsFixture({ consumerGroups: {} });
    const create = (body: object) => gateway('consumer-groups', { method: 'POST', body });
    const created = await create({ consumer_group_name: 'näme 1*~+', timeout: 90, project_id: 'proj' });
    const group = {
      consumer_group_name: 'näme 1*~+',
      create_time: created.json.create_time,
      log_group_id: 'grp',
      log_stream_id: 'str',
      project_id: 'proj',
      timeout: 90,
    };
    expect([created.status, created.json]).toEqual([201, group]);
    expect((await create({ consumer_group_name: 'other' })).json.timeout).toBe(60);
    expect((await gateway('consumer-groups')).json).toMatchObject([group, { consumer_group_name: 'other' }]);
    const remove = () => gateway('consumer-groups/näme 1*~+', { method: 'DELETE' });
    expect((await remove()).json).toMatchObject({ errorCode: 'SVCSTG.ALS.200.200' });
    expect(await remove()).toMatchObject({ status: 404, code: 'LTS.EMULATOR.GroupNotFound' });
    expect((await gateway('consumer-groups')).json).toHaveLength(1);
  });

  test.each<readonly [body: unknown, status: number, code: string]>([
    [{ consumer_group_name: 'g' }, 400, 'LTS.EMULATOR.GroupExists'],
    [{}, 400, 'LTS.0002'],
    [{ consumer_group_name: 'x'.repeat(65) }, 400, 'LTS.0009'],
    [{ consumer_group_name: 'a\nb' }, 400, 'LTS.0009'],
    [{ consumer_group_name: 'n', timeout: 0 }, 400, 'LTS.0009'],
    [{ consumer_group_name: 'n', timeout: 3601 }, 400, 'LTS.0009'],
    [{ consumer_group_name: 'n', timeout: '60' }, 400, 'LTS.0009'],
    ['{', 400, 'LTS.0007'],
    [[], 400, 'LTS.0009'],
  ])('%j is refused: %i %s', async (body, status, code) => {
    const { gateway } = await startLtsFixture();
    const answer = await gateway('consumer-groups', { method: 'POST', body });
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect(Object.keys(answer.json)).toEqual(['error_code', 'error_msg']);
  });

  test('timeouts and their unit are as the switches say', async () => {
    const switches = {
      standardTimeoutSeconds: 30,
      leastTimeoutSeconds: 10,
      mostTimeoutSeconds: 86_400,
      createTimeUnit: 'seconds',
    } as const;
    const { gateway } = await startLtsFixture({ switches });
    const [group] = (await gateway('consumer-groups')).json;
    expect([group.timeout, String(group.create_time).length]).toEqual([30, 10]);
    const create = async (timeout: number) =>
      (await gateway('consumer-groups', { method: 'POST', body: { consumer_group_name: `n${timeout}`, timeout } }))
        .status;
    expect([await create(9), await create(10), await create(86_400)]).toEqual([400, 201, 201]);
  });
});

describe('heartbeats', () => {
  test('are answered by a list of texts, in order of the ids; [] for who has none', async () => {
    const { beat, emulator } = await startLtsFixture({ shards: 12 });
    expect((await beat('a')).text).toBe('["0","1","2","3","4","5","6","7","8","9","10","11"]');
    expect((await beat('b')).text).toBe('[]');
    expect(emulator.lts.consumerGroup('grp', 'str', 'g').consumers).toEqual(['a', 'b']);
  });

  test('on either plane are one group', async () => {
    const { beat, gateway } = await startLtsFixture({ shards: 2 });
    await beat('a');
    const other = { method: 'POST', query: { consumer_name: 'b' }, body: [] };
    expect((await gateway('consumer-groups/g/heartbeat', other)).text).toBe('[]');
    expect((await beat('a', ['0', '1'])).text).toBe('["0"]');
    expect((await beat('a', ['0'])).text).toBe('["0"]');
    expect((await gateway('consumer-groups/g/heartbeat', other)).text).toBe('["1"]');
  });

  test('a consumer that is silent for the timeout has lost its shards', async () => {
    const { beat, emulator } = await startLtsFixture({ consumerGroups: { g: { timeoutSeconds: 5 } } });
    await beat('a');
    expect((await beat('b')).json).toEqual([]);
    emulator.clock.advance(5001);
    expect((await beat('b')).json).toEqual(['0']);
  });

  test('groups of one stream know nothing of each other', async () => {
    const { beat } = await startLtsFixture({ consumerGroups: { g: {}, h: {} } });
    expect([(await beat('a')).json, (await beat('b', [], 'h')).json]).toEqual([['0'], ['0']]);
  });

  test.each<readonly [query: Record<string, string>, body: unknown, code: string]>([
    [{}, [], 'LTS.0002'],
    [{ consumer_name: '' }, [], 'LTS.0002'],
    [{ consumer_name: 'a' }, {}, 'LTS.0009'],
    [{ consumer_name: 'a' }, [0], 'LTS.0009'],
    [{ consumer_name: 'a' }, '', 'LTS.0007'],
  ])('%j with %j: %s', async (query, body, code) => {
    const { access } = await startLtsFixture();
    const { json } = await access('consumer-groups/g/heartbeat', { method: 'POST', query, body });
    expect([Object.keys(json), json.errorCode]).toEqual([['errorCode', 'errorMessage'], code]);
  });

  test('shards that were added are dealt, and logs go there', async () => {
    const { beat, put, texts, emulator } = await startLtsFixture();
    expect(emulator.lts.addShards('grp', 'str', 2)).toEqual([1, 2]);
    expect((await beat('a')).json).toEqual(['0', '1', '2']);
    put(['x'], 2);
    expect(await texts(2)).toEqual(['x']);
  });

  test('shardGrowth replaced: nothing is written to the old ones any more, they are dealt all the same', async () => {
    const { beat, put, emulator } = await startLtsFixture({ switches: { shardGrowth: 'replaced' } });
    put(['old']);
    emulator.lts.addShards('grp', 'str', 2);
    for (let n = 0; n < 4; n++) put([String(n)]);
    expect(emulator.lts.shards('grp', 'str').map(({ keptLogs, readOnly }) => [keptLogs, readOnly])).toEqual([
      [1, true],
      [2, false],
      [2, false],
    ]);
    expect((await beat('a')).json).toEqual(['0', '1', '2']);
  });
});

describe('checkpoints', () => {
  test('are texts or integers on the way in, bare integers on the way out, exact to the last digit', async () => {
    const { commit, access, gateway } = await startLtsFixture({ shards: 2 });
    expect((await access('consumer-groups/g', { query: { shard_id: '' } })).text).toBe('[]');
    await commit('a', [{ checkpoint: '9007199254740993', shard_id: '0' }]);
    await gateway('consumer-groups/g', {
      method: 'POST',
      query: { consumer_name: 'b' },
      body: [{ shard_id: '1', checkpoint: 2n ** 63n - 1n }],
    });
    const entry = (shard: number, checkpoint: bigint, who: string) =>
      `\\{"shard_id":"${shard}","checkpoint":${checkpoint},"update_time":\\d{13},"consumer_name":"${who}"`;
    const both = [entry(0, 9_007_199_254_740_993n, 'a'), entry(1, 2n ** 63n - 1n, 'b')];
    expect((await access('consumer-groups/g', { query: { shard_id: '' } })).text).toMatch(
      new RegExp(`^\\[${both.map((each) => `${each}\\}`).join(',')}\\]$`),
    );
    const more = ',"consumer_group_name":"g","project_id":"proj"\\}';
    expect((await gateway('consumer-groups/g')).text).toMatch(
      new RegExp(`^\\[${both.map((each) => each + more).join(',')}\\]$`),
    );
  });

  test('of one shard are the only entry: clients do not look at its id', async () => {
    const { commit, access } = await startLtsFixture({ shards: 2 });
    await commit(
      'a',
      ['0', '1'].map((shard_id) => ({ shard_id, checkpoint: '5' })),
    );
    const of = async (shard_id: string) => (await access('consumer-groups/g', { query: { shard_id } })).json;
    expect((await of('1')).map(({ shard_id }: { shard_id: string }) => shard_id)).toEqual(['1']);
    expect(await of('7')).toEqual([]);
    expect(await of('')).toHaveLength(2);
  });

  test('may be committed by anybody, also backwards: the last writer wins', async () => {
    const { commit, beat, emulator } = await startLtsFixture();
    await beat('a');
    await commit('a', [{ shard_id: '0', checkpoint: '7' }]);
    expect((await commit('stranger', [{ shard_id: '0', checkpoint: '3' }])).json.errorCode).toBe('SVCSTG.ALS.200.200');
    expect(emulator.lts.consumerGroup('grp', 'str', 'g').shards).toEqual([
      { id: 0, owner: 'a', checkpoint: 3n, savedBy: 'stranger' },
    ]);
    expect((await commit('a', [])).status).toBe(200);
  });

  test.each<readonly [entries: unknown, status: number, code: string]>([
    [[{ shard_id: '9', checkpoint: '1' }], 404, 'LTS.EMULATOR.ShardNotFound'],
    [[{ shard_id: '0', checkpoint: '-1' }], 400, 'LTS.0009'],
    [[{ shard_id: '0', checkpoint: '9223372036854775808' }], 400, 'LTS.0009'],
    [[{ shard_id: '0', checkpoint: 1.5 }], 400, 'LTS.0009'],
    [[{ shard_id: '0' }], 400, 'LTS.0009'],
    [[{ checkpoint: '1' }], 400, 'LTS.0009'],
    [{}, 400, 'LTS.0009'],
  ])('%j is refused, with all that came with it: %i %s', async (entries, status, code) => {
    const { access, emulator } = await startLtsFixture();
    const body = Array.isArray(entries) ? [{ shard_id: '0', checkpoint: '1' }, ...entries] : entries;
    const answer = await access('consumer-groups/g', { method: 'POST', query: { consumer_name: 'a' }, body });
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect(emulator.lts.consumerGroup('grp', 'str', 'g').shards[0]?.checkpoint).toBeUndefined();
  });

  test('commits, commitRefusedStatus, commitRefusedCode: what another than the owner is told', async () => {
    const { commit, beat } = await startLtsFixture({
      switches: { commits: 'fenced', commitRefusedStatus: 409, commitRefusedCode: 'LTS.EMULATOR.NotTheOwner' },
    });
    await beat('a');
    const entries = [{ shard_id: '0', checkpoint: '1' }];
    expect(await commit('b', entries)).toMatchObject({ status: 409, code: 'LTS.EMULATOR.NotTheOwner' });
    expect((await commit('a', entries)).status).toBe(200);
  });

  test.each([
    ['seconds', 10],
    ['nanoseconds', 19],
  ] as const)('updateTimeUnit %s', async (updateTimeUnit, digits) => {
    const { commit, access } = await startLtsFixture({ switches: { updateTimeUnit } });
    await commit('a', [{ shard_id: '0', checkpoint: '1' }]);
    expect((await access('consumer-groups/g')).text).toMatch(new RegExp(`"update_time":\\d{${digits}},`));
  });
});

describe('a group that does not exist', () => {
  test('is an error, never a list: status and code as the switches say', async () => {
    for (const switches of [{}, { unknownGroupStatus: 200, unknownGroupCode: 'LTS.0009' }]) {
      const { beat, commit, access } = await startLtsFixture({ switches });
      for (const answer of [
        await access('consumer-groups/no', { query: { shard_id: '' } }),
        await beat('a', [], 'no'),
        await commit('a', [], 'no'),
      ]) {
        expect([answer.status, answer.json]).toEqual([
          switches.unknownGroupStatus ?? 404,
          {
            errorCode: switches.unknownGroupCode ?? 'LTS.EMULATOR.GroupNotFound',
            errorMessage: 'consumer group no does not exist',
          },
        ]);
      }
    }
  });

  test('unknownGroup created: the first call that names it creates it', async () => {
    const { access, gateway } = await startLtsFixture({ consumerGroups: {}, switches: { unknownGroup: 'created' } });
    expect((await access('consumer-groups/new', { query: { shard_id: '' } })).json).toEqual([]);
    expect((await gateway('consumer-groups')).json).toMatchObject([{ consumer_group_name: 'new', timeout: 60 }]);
  });

  test('unknownShardStatus, unknownShardCode, groupExistsCode', async () => {
    const { pull, gateway } = await startLtsFixture({
      switches: { unknownShardStatus: 400, unknownShardCode: 'LTS.0009', groupExistsCode: 'LTS.0001' },
    });
    expect(await pull(9)).toMatchObject({ status: 400, code: 'LTS.0009' });
    const again = await gateway('consumer-groups', { method: 'POST', body: { consumer_group_name: 'g' } });
    expect(again.code).toBe('LTS.0001');
  });
});

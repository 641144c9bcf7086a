import { describe, expect, test } from 'vitest';
import { startFixture } from '../../testing/fixture.js';

const post = (path: string, body: object) => ({ method: 'POST', path, body: JSON.stringify(body) });
const config = (configName: string) =>
  post('/configs', {
    configName,
    inputType: 'plugin',
    inputDetail: {},
    outputType: 'LogService',
    outputDetail: { logstoreName: 'store' },
  });
const machineGroup = (groupName: string) =>
  post('/machinegroups', { groupName, machineIdentifyType: 'ip', machineList: [] });
const consumerGroup = (name: string) =>
  post('/logstores/store/consumergroups', { consumerGroup: name, timeout: 60, order: false });
const shipper = (shipperName: string) =>
  post('/logstores/store/shipper', { shipperName, targetType: 'oss', targetConfiguration: {} });
const logstore = (logstoreName: string, shardCount = 1) => post('/logstores', { logstoreName, ttl: 1, shardCount });

test.each([
  ['configurations', { maxConfigs: 2 }, ['c1', 'c2', 'c3'].map(config)],
  ['machine groups', { maxMachineGroups: 2 }, ['m1', 'm2', 'm3'].map(machineGroup)],
  ['consumer groups', { maxConsumerGroups: 2 }, ['g1', 'g2', 'g3'].map(consumerGroup)],
  // Logstore `store` with its two shards is there.
  ['logstores', { maxLogstores: 3 }, ['ls1', 'ls2', 'ls3'].map((name) => logstore(name))],
  ['shards', { maxShards: 4 }, ['ls1', 'ls2', 'ls3'].map((name) => logstore(name))],
])(
  'there are no more %s than their quota, and a name that is there is told of before it',
  async (_, switches, calls) => {
    const { send } = await startFixture({ switches });
    const codes = [];
    for (const call of [...calls, ...calls.slice(0, 1)]) codes.push((await send(call)).code);
    expect(codes).toEqual([undefined, undefined, 'ProjectQuotaExceed', expect.stringMatching(/AlreadyExist$/)]);
  },
);

test('a split that would make too many shards is refused, and one that was is no longer counted', async () => {
  const { send } = await startFixture({ switches: { maxShards: 3 } });
  const split = (shard: number, shardCount: number) =>
    send({
      method: 'POST',
      path: `/logstores/store/shards/${shard}`,
      query: { action: 'split', shardCount: String(shardCount) },
    });
  expect((await split(0, 3)).code).toBe('ProjectQuotaExceed');
  expect((await split(0, 2)).status).toBe(200);
  expect((await split(1, 2)).code).toBe('ProjectQuotaExceed');
  expect((await send(logstore('more'))).code).toBe('ProjectQuotaExceed');
});

test('an account has no more projects than its quota', async () => {
  const { send, emulator } = await startFixture({ switches: { maxProjects: 2 } });
  emulator.sls.createProject('second');
  // A test's hands may make as many as it likes.
  emulator.sls.createProject('third');
  const create = (projectName: string) => send({ ...post('/', { projectName }), project: projectName });
  expect((await create('fourth')).code).toBe('ProjectQuotaExceed');
  expect((await create('third')).code).toBe('ProjectAlreadyExist');
});

describe('names', () => {
  const long = (length: number) => 'a'.repeat(length);
  test.each([
    [
      'a logstore',
      'LogStoreInfoInvalid',
      logstore,
      ['abc', 'a_b-1', long(63)],
      ['ab', long(64), '-ab', 'ab_', 'Abc', 'a.c', ''],
    ],
    [
      'a configuration',
      'InvalidParameter',
      config,
      ['ab', 'A_b-1', long(128)],
      ['a', long(129), '-ab', 'ab_', 'a b', ''],
    ],
    [
      'a machine group',
      'InvalidParameter',
      machineGroup,
      ['ab', 'A_b-1', long(128)],
      ['a', long(129), '-ab', 'ab_', 'a b', ''],
    ],
    ['a shipper', 'ParameterInvalid', shipper, ['ab', 'A_b-1', long(128)], ['a', long(129), '-ab', 'ab_', 'a b', '']],
    [
      'a consumer group',
      'JsonInfoInvalid',
      consumerGroup,
      ['a', '-A_b-', long(128)],
      ['', long(129), 'a b', 'a.b', 'é'],
    ],
  ])('of %s keep to their rule, else it is %s', async (_, code, call, good, bad) => {
    const { send } = await startFixture();
    for (const name of good) expect([name, (await send(call(name))).code]).toEqual([name, undefined]);
    for (const name of bad) expect([name, (await send(call(name))).code]).toEqual([name, code]);
  });

  test('of a project keep to their rule, else it is ParameterInvalid', async () => {
    const { send } = await startFixture();
    const create = (projectName: string) => send({ ...post('/', { projectName }), project: projectName });
    for (const name of ['abc', 'a-1', long(63)]) expect([name, (await create(name)).code]).toEqual([name, undefined]);
    for (const name of ['ab', long(64), '-ab', 'ab-', 'a_b']) {
      expect([name, (await create(name)).code]).toEqual([name, 'ParameterInvalid']);
    }
  });
});

test('a logstore keeps its logs for 1 to 3650 days', async () => {
  const { send } = await startFixture();
  const create = async (ttl: unknown) =>
    (await send(post('/logstores', { logstoreName: `days-${ttl}`, ttl, shardCount: 1 }))).code;
  expect([await create(1), await create(3650)]).toEqual([undefined, undefined]);
  expect([await create(0), await create(3651)]).toEqual(['LogStoreInfoInvalid', 'LogStoreInfoInvalid']);
});

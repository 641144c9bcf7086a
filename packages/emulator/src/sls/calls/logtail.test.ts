import { expect, test } from 'vitest';
import { startFixture } from '../../../testing/fixture.js';

const config = (configName: string, more: object = {}): string =>
  JSON.stringify({
    configName,
    inputType: 'file',
    inputDetail: { logType: 'json_log', logPath: '/var/log', filePattern: '*.log', advanced: { tail: 7 } },
    outputType: 'LogService',
    outputDetail: { logstoreName: 'store' },
    ...more,
  });
const group = (groupName: string, more: object = {}): string =>
  JSON.stringify({ groupName, groupType: '', machineIdentifyType: 'ip', machineList: ['10.0.0.1'], ...more });

test('a configuration is stored as it came, listed by name and logstore, replaced, and gone when it is deleted', async () => {
  const { send } = await startFixture();
  const post = (body: string) => send({ method: 'POST', path: '/configs', body });
  expect((await post(config('web'))).status).toBe(200);
  expect(await post(config('web'))).toMatchObject({ status: 400, code: 'ConfigAlreadyExist' });
  await post(config('api', { outputDetail: { logstoreName: 'other' } }));
  const found = (await send({ path: '/configs/web' })).json;
  expect(found).toMatchObject({ configName: 'web', inputDetail: { advanced: { tail: 7 } } });
  expect(found.createTime).toBe(found.lastModifyTime);
  expect((await send({ path: '/configs' })).json).toEqual({ count: 2, total: 2, configs: ['api', 'web'] });
  expect((await send({ path: '/configs', query: { logstoreName: 'store' } })).json.configs).toEqual(['web']);
  expect((await send({ path: '/configs', query: { configName: 'pi' } })).json.configs).toEqual(['api']);
  await send({ method: 'PUT', path: '/configs/web', body: config('web', { logSample: 'x' }) });
  expect((await send({ path: '/configs/web' })).json.logSample).toBe('x');
  await send({ method: 'DELETE', path: '/configs/web' });
  expect(await send({ path: '/configs/web' })).toMatchObject({ status: 404, code: 'ConfigNotExist' });
});

test.each([
  ['a name of one letter', config('w')],
  ['a name that ends with a dash', config('web-')],
  ['no input', config('web', { inputDetail: undefined })],
  ['another input type', config('web', { inputType: 'tape' })],
  ['no logstore', config('web', { outputDetail: {} })],
  [
    'a filter without its expressions',
    config('web', { inputDetail: { logType: 'json_log', logPath: '/', filePattern: '*', filterKey: ['a'] } }),
  ],
])('a configuration with %s is InvalidParameter', async (_, body) => {
  const { send } = await startFixture();
  expect(await send({ method: 'POST', path: '/configs', body })).toMatchObject({
    status: 400,
    code: 'InvalidParameter',
  });
});

test('a configuration is applied to groups, seen from both sides, and taken from them again, also by its end', async () => {
  const { send } = await startFixture();
  await send({ method: 'POST', path: '/configs', body: config('web') });
  for (const name of ['g1', 'g2']) await send({ method: 'POST', path: '/machinegroups', body: group(name) });
  const apply = (to: string, method = 'PUT') => send({ method, path: `/machinegroups/${to}/configs/web` });
  expect((await apply('g1')).status).toBe(200);
  expect((await apply('g1')).status).toBe(200);
  await apply('g2');
  expect((await send({ path: '/configs/web/machinegroups' })).json).toEqual({ count: 2, machinegroups: ['g1', 'g2'] });
  expect((await send({ path: '/machinegroups/g1/configs' })).json).toEqual({ count: 1, configs: ['web'] });
  await apply('g1', 'DELETE');
  expect((await send({ path: '/machinegroups/g1/configs' })).json).toEqual({ count: 0, configs: [] });
  await send({ method: 'DELETE', path: '/configs/web' });
  expect((await send({ path: '/machinegroups/g2/configs' })).json.configs).toEqual([]);
  expect(await apply('g2')).toMatchObject({ status: 404, code: 'ConfigNotExist' });
});

test('a machine group is stored, replaced and deleted; which code a missing one has is a switch', async () => {
  const { send } = await startFixture({ switches: { machineGroupNotExistCode: 'MachineGroupNotExist' } });
  const post = (body: string) => send({ method: 'POST', path: '/machinegroups', body });
  await post(group('web'));
  expect((await post(group('web'))).code).toBe('MachineGroupAlreadyExist');
  expect((await post(group('web', { groupName: 'x' }))).code).toBe('InvalidParameter');
  expect((await post(group('bad', { machineIdentifyType: 'name' }))).code).toBe('InvalidParameter');
  await send({ method: 'PUT', path: '/machinegroups/web', body: group('web', { machineList: ['10.0.0.2'] }) });
  expect((await send({ path: '/machinegroups/web' })).json).toMatchObject({
    groupName: 'web',
    machineList: ['10.0.0.2'],
  });
  expect((await send({ path: '/machinegroups', query: { groupName: 'we' } })).json.machinegroups).toEqual(['web']);
  await send({ method: 'DELETE', path: '/machinegroups/web' });
  expect(await send({ path: '/machinegroups/web' })).toMatchObject({ status: 404, code: 'MachineGroupNotExist' });
});

test('a group has the machines that have been heard of and are named in its list, by address or by identifier', async () => {
  const { send, emulator } = await startFixture();
  await send({ method: 'POST', path: '/machinegroups', body: group('by-ip') });
  const named = group('by-name', { machineIdentifyType: 'userdefined', machineList: ['blue'] });
  await send({ method: 'POST', path: '/machinegroups', body: named });
  expect((await send({ path: '/machinegroups/by-ip/machines' })).json).toEqual({ count: 0, total: 0, machines: [] });
  emulator.sls.machineSeen('proj', { ip: '10.0.0.1', uniqueId: 'u1' });
  emulator.sls.machineSeen('proj', { ip: '10.0.0.9', userDefinedId: 'blue' });
  const machines = async (name: string) => (await send({ path: `/machinegroups/${name}/machines` })).json.machines;
  expect(await machines('by-ip')).toMatchObject([{ ip: '10.0.0.1', 'machine-uniqueid': 'u1' }]);
  expect(await machines('by-name')).toMatchObject([{ ip: '10.0.0.9', 'userdefined-id': 'blue' }]);
});

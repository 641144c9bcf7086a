import { isProjectCopyError, logtailConfig } from '@polylog/alibaba-sls';
import { expect, it } from 'vitest';
import { collect, refusal, startClient } from './client-service.js';

it('creates, describes, changes and deletes a project', async () => {
  const { client } = await startClient();
  const project = 'second';
  await client.projects.create({ project, description: 'the second one', resourceGroupId: 'rg-1' });
  expect(await client.projects.get({ project })).toEqual({
    name: project,
    description: 'the second one',
    status: 'Normal',
    region: 'cn-emulator',
    owner: '',
    createTime: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    lastModifyTime: expect.stringMatching(/^\d{4}/),
    resourceGroupId: 'rg-1',
    dataRedundancyType: 'LRS',
  });
  await client.projects.update({ project, description: 'changed' });
  expect((await client.projects.get({ project })).description).toBe('changed');
  expect(await refusal(client.projects.create({ project }))).toMatchObject({
    code: 'invalid-argument',
    serviceCode: 'ProjectAlreadyExist',
    status: 400,
  });
  await client.projects.delete({ project });
  expect(await refusal(client.projects.get({ project }))).toMatchObject({
    code: 'not-found',
    serviceCode: 'ProjectNotExist',
    status: 404,
  });
});

it('lists the projects of the account, by parts of name or description', async () => {
  const { client } = await startClient({}, { projects: { alpha: {}, beta: {} } });
  await client.projects.create({ project: 'gamma', description: 'for billing' });
  expect((await client.projects.list()).items.map(({ name }) => name)).toEqual(['alpha', 'beta', 'gamma']);
  expect((await client.projects.list({ nameContains: 'eta' })).items.map(({ name }) => name)).toEqual(['beta']);
  const billing = await collect(client.projects.list({ descriptionContains: 'billing', pageSize: 1 }));
  expect(billing.map(({ name }) => name)).toEqual(['gamma']);
  expect((await client.projects.list({ pageSize: 2 })).next).toBe(2);
  expect((await refusal(client.projects.list(null as never))).code).toBe('invalid-argument');
});

async function furnished() {
  const service = await startClient(
    {},
    { projects: { source: { app: { shards: 2, ttlDays: 7 }, web: { shards: 1 } } } },
  );
  const { client } = service;
  const app = { project: 'source', logstore: 'app' };
  await client.logstores.update({ ...app, appendMeta: true, other: { encrypt_conf: { enable: true } } });
  await client.shards.split({ ...app, shard: 0 });
  await client.indexes.create({ ...app, index: { line: { token: [' '] }, keys: { n: { type: 'long' } } } });
  const config = logtailConfig.json({ name: 'files', logstore: 'app', path: '/var/log', filePattern: '*.log' });
  await client.logtailConfigs.create({ project: 'source', config });
  const machineGroup = { groupName: 'hosts', machineIdentifyType: 'ip', machineList: ['10.0.0.1'] } as const;
  await client.machineGroups.create({ project: 'source', machineGroup });
  await client.machineGroups.applyConfig({ project: 'source', machineGroup: 'hosts', config: 'files' });
  return { ...service, config, machineGroup };
}

it('copies a project: logstores with settings and index, Logtail configurations, machine groups, and what is applied', async () => {
  const { client, config, machineGroup } = await furnished();
  expect(await client.projects.copy({ from: 'source', to: 'target' })).toEqual({
    project: true,
    logstores: ['app', 'web'],
    indexes: ['app'],
    logtailConfigs: ['files'],
    machineGroups: ['hosts'],
    applied: [{ config: 'files', machineGroup: 'hosts' }],
  });
  const app = { project: 'target', logstore: 'app' };
  // Two shards, of which one was split: three that can be written to.
  expect(await client.logstores.get(app)).toMatchObject({
    ttlDays: 7,
    shardCount: 3,
    appendMeta: true,
    other: { encrypt_conf: { enable: true } },
  });
  expect(await client.indexes.get(app)).toMatchObject({ line: { token: [' '] }, keys: { n: { type: 'long' } } });
  expect(await client.logtailConfigs.get({ project: 'target', config: 'files' })).toMatchObject(config);
  expect(await client.machineGroups.get({ project: 'target', machineGroup: 'hosts' })).toMatchObject(machineGroup);
  const applied = await client.machineGroups.appliedConfigs({ project: 'target', machineGroup: 'hosts' });
  expect(applied.items).toEqual(['files']);
});

it('waits, while it copies, until what is new is known everywhere', async () => {
  const { client, emulator } = await furnished();
  const late = (call: string, code: string) =>
    emulator.sls.faults.add({
      match: { call, project: 'target' },
      action: { kind: 'status', status: 404, code },
      times: 3,
    });
  late('CreateLogstore', 'ProjectNotExist');
  late('CreateIndex', 'LogStoreNotExist');
  late('ApplyConfigToMachineGroup', 'GroupNotExist');
  expect((await client.projects.copy({ from: 'source', to: 'target' })).applied).toHaveLength(1);
});

it('refuses to copy onto a project that exists, or onto itself, and makes nothing', async () => {
  const { client, emulator } = await furnished();
  emulator.sls.createProject('target');
  const failed = await client.projects.copy({ from: 'source', to: 'target' }).catch((error: unknown) => error);
  expect(failed).toMatchObject({ serviceCode: 'ProjectAlreadyExist' });
  expect(isProjectCopyError(failed)).toBe(false);
  expect((await client.logstores.list({ project: 'target' })).total).toBe(0);
  expect((await refusal(client.projects.copy({ from: 'source', to: 'source' }))).message).toContain('another project');
});

it('says of a copy that failed half way what was made', async () => {
  const { client, emulator } = await furnished();
  const match = { call: 'CreateConfig', project: 'target' };
  emulator.sls.faults.add({ match, action: { kind: 'status', status: 403, code: 'Unauthorized' } });
  const failed = await client.projects.copy({ from: 'source', to: 'target' }).catch((error: unknown) => error);
  expect(isProjectCopyError(failed) && failed.made).toEqual({
    project: true,
    logstores: ['app', 'web'],
    indexes: ['app'],
    logtailConfigs: [],
    machineGroups: [],
    applied: [],
  });
  expect(failed).toMatchObject({ code: 'permission-denied', status: 403, serviceCode: 'Unauthorized' });
  expect((failed as Error).message).toContain('target has what was made so far');
});

it('gives a copy up when something new is not known after a minute', async () => {
  const { client, emulator } = await furnished();
  const action = { kind: 'status', status: 404, code: 'LogStoreNotExist' } as const;
  emulator.sls.faults.add({ match: { call: 'CreateIndex', project: 'target' }, action });
  const failed = await client.projects.copy({ from: 'source', to: 'target' }).catch((error: unknown) => error);
  expect(isProjectCopyError(failed) && failed.made.logstores).toEqual(['app']);
  expect(emulator.sls.stats().refusals.CreateIndex?.LogStoreNotExist).toBe(61);
});

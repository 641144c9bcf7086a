import { logtailConfig } from '@polylog/alibaba-sls';
import { expect, it } from 'vitest';
import { logstore, project, refusal, startClient } from './client-service.js';

const hosts = {
  groupName: 'hosts',
  groupType: 'Armory',
  machineIdentifyType: 'userdefined',
  machineList: ['blue', 'green'],
  groupAttribute: { groupTopic: 'topic x', externalName: 'ex name' },
} as const;

it('creates a machine group, gives it back as it was, replaces and deletes it', async () => {
  const { client } = await startClient();
  await client.machineGroups.create({ project, machineGroup: hosts });
  const found = await client.machineGroups.get({ project, machineGroup: 'hosts' });
  expect(found).toEqual({ ...hosts, createTime: expect.any(Number), lastModifyTime: expect.any(Number) });
  await client.machineGroups.update({ project, machineGroup: { ...hosts, machineList: ['red'] } });
  expect((await client.machineGroups.get({ project, machineGroup: 'hosts' })).machineList).toEqual(['red']);
  const twice = await refusal(client.machineGroups.create({ project, machineGroup: hosts }));
  expect(twice.serviceCode).toBe('MachineGroupAlreadyExist');
  await client.machineGroups.delete({ project, machineGroup: 'hosts' });
  const missing = await refusal(client.machineGroups.get({ project, machineGroup: 'hosts' }));
  expect(missing).toMatchObject({ code: 'not-found', serviceCode: 'GroupNotExist', status: 404 });
});

it('lists names and, of a group, the machines that the service has heard of', async () => {
  const { client, emulator } = await startClient();
  const machineGroup = {
    groupName: 'by-ip',
    machineIdentifyType: 'ip',
    machineList: ['10.0.0.1', '10.0.0.2'],
  } as const;
  await client.machineGroups.create({ project, machineGroup });
  await client.machineGroups.create({ project, machineGroup: hosts });
  expect(await client.machineGroups.list({ project })).toEqual({ items: ['by-ip', 'hosts'], total: 2 });
  expect((await client.machineGroups.list({ project, nameContains: 'ost' })).items).toEqual(['hosts']);
  const machines = client.machineGroups.machines({ project, machineGroup: 'by-ip', pageSize: 1 });
  expect(await machines.all()).toEqual([]);
  for (const ip of ['10.0.0.1', '10.0.0.2', '10.0.0.3']) emulator.sls.machineSeen(project, { ip, uniqueId: `u-${ip}` });
  expect(await client.machineGroups.machines({ project, machineGroup: 'by-ip', pageSize: 1 }).all()).toEqual(
    ['10.0.0.1', '10.0.0.2'].map((ip) => ({
      ip,
      uniqueId: `u-${ip}`,
      userDefinedId: '',
      lastHeartbeatSeconds: expect.any(Number),
    })),
  );
});

it('applies a configuration to a group and takes it away, seen from both sides', async () => {
  const { client } = await startClient();
  const config = logtailConfig.simple({ name: 'lines', logstore, path: '/var/log', filePattern: '*.log' });
  await client.logtailConfigs.create({ project, config });
  await client.machineGroups.create({ project, machineGroup: hosts });
  const both = { project, machineGroup: 'hosts', config: 'lines' };
  await client.machineGroups.applyConfig(both);
  await client.machineGroups.applyConfig(both);
  const sides = async () => [
    await client.machineGroups.appliedConfigs(both).all(),
    await client.logtailConfigs.appliedMachineGroups(both).all(),
  ];
  expect(await sides()).toEqual([['lines'], ['hosts']]);
  await client.machineGroups.removeConfig(both);
  expect(await sides()).toEqual([[], []]);
  const missing = await refusal(client.machineGroups.applyConfig({ ...both, config: 'nobody' }));
  expect(missing).toMatchObject({ code: 'not-found', serviceCode: 'ConfigNotExist' });
});

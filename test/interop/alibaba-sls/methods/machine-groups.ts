import { logtailConfig, type MachineGroup } from '@polylog/alibaba-sls';
import { logstore, type MethodPair, type Place, page, project, read } from './method-pair.js';

const web: MachineGroup = {
  ...{ groupName: 'web', groupType: 'Armory', machineIdentifyType: 'userdefined', machineList: ['machine1', '機械2'] },
  groupAttribute: { externalName: 'ex name', groupTopic: 'topic x' },
};
const db: MachineGroup = {
  ...{ groupName: 'db', groupType: '', machineIdentifyType: 'ip', machineList: ['10.0.0.9'] },
  groupAttribute: {},
};

async function given({ client }: Place): Promise<void> {
  for (const machineGroup of [web, db]) await client.machineGroups.create({ project, machineGroup });
}

async function withConfigs(place: Place): Promise<void> {
  await given(place);
  const { logtailConfigs, machineGroups } = place.client;
  for (const name of ['access', 'errors']) {
    const config = logtailConfig.simple({ name, logstore, path: '/var/log', filePattern: '*.log' });
    await logtailConfigs.create({ project, config });
  }
  await machineGroups.applyConfig({ project, machineGroup: 'web', config: 'access' });
}

/** The service tells no more of which is applied to which than the two lists. */
const applied: MethodPair['after'] = async ({ machineGroups, logtailConfigs }) => [
  await machineGroups.appliedConfigs({ project, machineGroup: 'web' }).all(),
  await logtailConfigs.appliedMachineGroups({ project, config: 'errors' }).all(),
];

export const machineGroups: readonly MethodPair[] = [
  {
    python: 'list_machine_group',
    ours: 'client.machineGroups.list',
    given,
    calls: () => [
      { python: [project], ours: ({ machineGroups }) => machineGroups.list({ project }).then(page) },
      {
        python: [project, 1, 1],
        ours: ({ machineGroups }) => machineGroups.list({ project, offset: 1, pageSize: 1 }).then(page),
      },
    ],
    inOurWords: ({ machine_groups: items, total }) => ({ items, total }),
  },
  {
    python: 'create_machine_group',
    ours: 'client.machineGroups.create',
    calls: () =>
      [web, db, web].map((machineGroup) => ({
        python: [project, read('MachineGroupDetail', machineGroup)],
        ours: ({ machineGroups }) => machineGroups.create({ project, machineGroup }),
      })),
    after: ({ machineGroups }) =>
      Promise.all(['web', 'db'].map((machineGroup) => machineGroups.get({ project, machineGroup }))),
  },
  {
    python: 'get_machine_group',
    ours: 'client.machineGroups.get',
    given,
    calls: () =>
      ['web', 'db', 'missing'].map((machineGroup) => ({
        python: [project, machineGroup],
        // The SDK keeps the times to itself.
        async ours({ machineGroups }) {
          const { createTime, lastModifyTime, ...group } = await machineGroups.get({ project, machineGroup });
          return group;
        },
      })),
    inOurWords: ({ machine_group }) => machine_group,
  },
  {
    python: 'update_machine_group',
    ours: 'client.machineGroups.update',
    given,
    calls: () =>
      [
        { ...web, machineList: [] },
        { ...web, groupName: 'missing' },
      ].map((machineGroup) => ({
        python: [project, read('MachineGroupDetail', machineGroup)],
        ours: ({ machineGroups }) => machineGroups.update({ project, machineGroup }),
      })),
    after: ({ machineGroups }) => machineGroups.get({ project, machineGroup: 'web' }),
  },
  {
    python: 'delete_machine_group',
    ours: 'client.machineGroups.delete',
    given,
    calls: () =>
      ['web', 'web'].map((machineGroup) => ({
        python: [project, machineGroup],
        ours: ({ machineGroups }) => machineGroups.delete({ project, machineGroup }),
      })),
    after: ({ machineGroups }) => machineGroups.list({ project }).all(),
  },
  {
    python: 'list_machines',
    ours: 'client.machineGroups.machines',
    async given(place) {
      await given(place);
      place.sls.machineSeen(project, { ip: '10.0.0.9', uniqueId: 'unique-9', userDefinedId: '' });
      place.sls.machineSeen(project, { ip: '10.0.0.7', uniqueId: 'unique-7', userDefinedId: 'machine1' });
    },
    calls: () =>
      ['web', 'db', 'missing'].map((machineGroup) => ({
        python: [project, machineGroup],
        ours: ({ machineGroups }) => machineGroups.machines({ project, machineGroup }).then(page),
      })),
    inOurWords: ({ machines, total }) => ({
      items: machines.map((machine: Readonly<Record<string, unknown>>) => ({
        ...{ ip: machine.ip, uniqueId: machine.machine_unique_id, userDefinedId: machine.user_defined_id },
        lastHeartbeatSeconds: machine.heartbeat_time,
      })),
      total,
    }),
  },
  {
    python: 'apply_config_to_machine_group',
    ours: 'client.machineGroups.applyConfig',
    given: withConfigs,
    calls: () =>
      ['errors', 'errors', 'missing'].map((config) => ({
        python: [project, config, 'web'],
        ours: ({ machineGroups }) => machineGroups.applyConfig({ project, machineGroup: 'web', config }),
      })),
    after: applied,
  },
  {
    python: 'remove_config_to_machine_group',
    ours: 'client.machineGroups.removeConfig',
    given: withConfigs,
    calls: () =>
      ['access', 'missing'].map((config) => ({
        python: [project, config, 'web'],
        ours: ({ machineGroups }) => machineGroups.removeConfig({ project, machineGroup: 'web', config }),
      })),
    after: applied,
  },
  {
    python: 'get_machine_group_applied_configs',
    ours: 'client.machineGroups.appliedConfigs',
    given: withConfigs,
    calls: () =>
      ['web', 'db', 'missing'].map((machineGroup) => ({
        python: [project, machineGroup],
        ours: ({ machineGroups }) => machineGroups.appliedConfigs({ project, machineGroup }).all(),
      })),
    inOurWords: ({ configs }) => configs,
  },
];

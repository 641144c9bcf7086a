import { type LogtailConfig, logtailConfig } from '@polylog/alibaba-sls';
import { logstore, type MethodPair, type Place, page, project, read } from './method-pair.js';

const files = { logstore, path: '/var/log/nginx', filePattern: '*.log' };
const shapes: Readonly<Record<string, LogtailConfig>> = {
  SimpleFileConfigDetail: logtailConfig.simple({ ...files, name: 'simple' }),
  FullRegFileConfigDetail: logtailConfig.regex({
    ...{ ...files, name: 'regex', regex: '(\\S+) (\\d+)', keys: ['time', 'value'], timeFormat: '%Y', beginRegex: '.*' },
    ...{ sample: 'hello 1', filter: { value: '5..' } },
  }),
  SeperatorFileConfigDetail: logtailConfig.delimiter({
    ...{ ...files, name: 'delimiter', separator: ',', keys: ['a', 'b'], sample: '1,2' },
    ...{ timeKey: 'a', timeFormat: '%s' },
  }),
  JsonFileConfigDetail: logtailConfig.json({ ...files, name: 'json', timeKey: 'at', timeFormat: '%s' }),
};
const [simple, regex] = Object.values(shapes) as [LogtailConfig, LogtailConfig];

async function given({ client }: Place): Promise<void> {
  for (const config of [simple, regex]) await client.logtailConfigs.create({ project, config });
}

export const logtailConfigs: readonly MethodPair[] = [
  {
    python: 'list_logtail_config',
    ours: 'client.logtailConfigs.list',
    given,
    calls: () => [
      { python: [project], ours: ({ logtailConfigs }) => logtailConfigs.list({ project }).then(page) },
      {
        python: [project, logstore, 'e', 1, 1],
        ours: ({ logtailConfigs }) =>
          logtailConfigs.list({ project, logstore, nameContains: 'e', offset: 1, pageSize: 1 }).then(page),
      },
    ],
    inOurWords: ({ logtail_configs: items, total_count: total }) => ({ items, total }),
  },
  {
    python: 'create_logtail_config',
    ours: 'client.logtailConfigs.create',
    calls: () => [
      ...Object.entries(shapes).map(([kind, config]) => ({
        python: [project, read(kind, config)],
        ours: ({ logtailConfigs }: Place['client']) => logtailConfigs.create({ project, config }),
      })),
      {
        python: [project, read('SimpleFileConfigDetail', simple)],
        ours: ({ logtailConfigs }) => logtailConfigs.create({ project, config: simple }),
      },
    ],
    after: ({ logtailConfigs }) =>
      Promise.all(Object.values(shapes).map(({ configName }) => logtailConfigs.get({ project, config: configName }))),
  },
  {
    python: 'get_logtail_config',
    ours: 'client.logtailConfigs.get',
    given,
    calls: () => [
      // The SDK looks for the time of the change under a name that the service does not use.
      {
        python: [project, 'regex'],
        async ours({ logtailConfigs }) {
          const { lastModifyTime, ...config } = await logtailConfigs.get({ project, config: 'regex' });
          return config;
        },
      },
      {
        python: [project, 'missing'],
        ours: ({ logtailConfigs }) => logtailConfigs.get({ project, config: 'missing' }),
      },
    ],
    inOurWords: ({ logtail_config }) => logtail_config,
  },
  {
    python: 'update_logtail_config',
    ours: 'client.logtailConfigs.update',
    given,
    calls: () => {
      const config = { ...simple, inputDetail: { ...simple.inputDetail, logPath: '/srv' } };
      const missing = { ...simple, configName: 'missing' };
      return [
        {
          python: [project, read('SimpleFileConfigDetail', config)],
          ours: ({ logtailConfigs }) => logtailConfigs.update({ project, config }),
        },
        {
          python: [project, read('SimpleFileConfigDetail', missing)],
          ours: ({ logtailConfigs }) => logtailConfigs.update({ project, config: missing }),
        },
      ];
    },
    after: ({ logtailConfigs }) => logtailConfigs.get({ project, config: 'simple' }),
  },
  {
    python: 'delete_logtail_config',
    ours: 'client.logtailConfigs.delete',
    given,
    calls: () => [
      {
        python: [project, 'simple'],
        ours: ({ logtailConfigs }) => logtailConfigs.delete({ project, config: 'simple' }),
      },
      {
        python: [project, 'simple'],
        ours: ({ logtailConfigs }) => logtailConfigs.delete({ project, config: 'simple' }),
      },
    ],
    after: ({ logtailConfigs }) => logtailConfigs.list({ project }).all(),
  },
  {
    python: 'get_config_applied_machine_groups',
    ours: 'client.logtailConfigs.appliedMachineGroups',
    async given(place) {
      await given(place);
      for (const groupName of ['web', 'db']) {
        const machineGroup = { groupName, machineIdentifyType: 'ip', machineList: [] } as const;
        await place.client.machineGroups.create({ project, machineGroup });
        await place.client.machineGroups.applyConfig({ project, machineGroup: groupName, config: 'simple' });
      }
    },
    calls: () =>
      ['simple', 'regex', 'missing'].map((config) => ({
        python: [project, config],
        ours: ({ logtailConfigs }) => logtailConfigs.appliedMachineGroups({ project, config }).all(),
      })),
    inOurWords: ({ machine_groups }) => machine_groups,
  },
];

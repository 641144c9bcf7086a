import type { Project } from '@polylog/alibaba-sls';
import { logtailConfig } from '@polylog/alibaba-sls';
import { index } from './index-config.js';
import { type MethodPair, type Place, page, project, store } from './method-pair.js';

// biome-ignore lint/suspicious/noExplicitAny: the SDK's words.
const projectIn = ({ projectName: name, ...rest }: any): object => ({ name, ...rest });
const listed = ({ projects, total }: { projects: object[]; total: number }): object => ({
  items: projects.map(projectIn),
  total,
});
const named = async ({ client }: Place, names: readonly string[]): Promise<void> => {
  for (const name of names) await client.projects.create({ project: name, description: `about ${name}` });
};

export const projects: readonly MethodPair[] = [
  {
    python: 'list_project',
    ours: 'client.projects.list',
    given: (place) => named(place, ['another-project', 'one-more-project']),
    calls: () => [
      { python: [], ours: ({ projects }) => projects.list().then(page) },
      { python: [1, 1], ours: ({ projects }) => projects.list({ offset: 1, pageSize: 1 }).then(page) },
      {
        python: [],
        named: { project_name_pattern: 'project', description: 'more' },
        ours: ({ projects }) => projects.list({ nameContains: 'project', descriptionContains: 'more' }).then(page),
      },
    ],
    inOurWords: listed,
  },
  {
    python: 'get_project',
    ours: 'client.projects.get',
    given: (place) => named(place, ['another-project']),
    calls: () => [
      { python: ['another-project'], ours: ({ projects }) => projects.get({ project: 'another-project' }) },
      { python: ['missing-project'], ours: ({ projects }) => projects.get({ project: 'missing-project' }) },
    ],
    // It makes an empty text and a nothing of what the service did not say.
    inOurWords: ({ resourceGroupId, dataRedundancyType, ...told }): Project =>
      projectIn({
        ...told,
        ...(resourceGroupId !== '' && { resourceGroupId }),
        ...(dataRedundancyType !== null && { dataRedundancyType }),
      }) as Project,
  },
  {
    python: 'create_project',
    ours: 'client.projects.create',
    calls: () => [
      {
        python: ['new-project', 'a simple project', 'group-1', 'ZRS'],
        ours: ({ projects }) =>
          projects.create({
            ...{ project: 'new-project', description: 'a simple project' },
            ...{ resourceGroupId: 'group-1', dataRedundancyType: 'ZRS' },
          }),
      },
      { python: [project, 'again'], ours: ({ projects }) => projects.create({ project, description: 'again' }) },
    ],
    after: ({ projects }) => projects.list().all(),
  },
  {
    python: 'update_project',
    ours: 'client.projects.update',
    calls: () => [
      { python: [project, '説明'], ours: ({ projects }) => projects.update({ project, description: '説明' }) },
    ],
    after: ({ projects }) => projects.get({ project }),
  },
  {
    python: 'delete_project',
    ours: 'client.projects.delete',
    calls: () => [
      { python: [project], ours: ({ projects }) => projects.delete({ project }) },
      { python: [project], ours: ({ projects }) => projects.delete({ project }) },
    ],
    after: ({ projects }) => projects.list().all(),
  },
  {
    python: 'copy_project',
    ours: 'client.projects.copy',
    async given({ client, sls }) {
      await client.indexes.create({ ...store, index });
      sls.createLogstore({ project, logstore: 'audit', shards: 3, ttlDays: 7, appendMeta: true });
      sls.split(project, 'audit', 0);
      const files = { path: '/var/log', filePattern: '*.log' };
      const config = logtailConfig.simple({ name: 'files', logstore: store.logstore, ...files });
      await client.logtailConfigs.create({ project, config });
      const machineGroup = { groupName: 'web', machineIdentifyType: 'ip', machineList: ['10.0.0.7'] } as const;
      await client.machineGroups.create({
        project,
        machineGroup: { ...machineGroup, groupType: '', groupAttribute: {} },
      });
      await client.machineGroups.applyConfig({ project, machineGroup: 'web', config: 'files' });
    },
    calls: () => [
      {
        python: [project, 'copied-project'],
        named: { copy_machine_group: true },
        // It answers nothing; what it has made is seen afterwards.
        ours: ({ projects }) => projects.copy({ from: project, to: 'copied-project' }).then(() => undefined),
      },
    ],
    async after(client) {
      const copy = { project: 'copied-project' };
      const logstores = await client.logstores.list(copy).all();
      return {
        // The SDK names a resource group in any case, and be it none.
        about: { ...(await client.projects.get(copy)), resourceGroupId: undefined },
        logstores: await Promise.all(
          logstores.map(async (logstore) => ({
            // It says "" where the type was not named before, and ours says nothing.
            settings: { ...(await client.logstores.get({ ...copy, logstore })), telemetryType: undefined },
            shards: await client.shards.list({ ...copy, logstore }).all(),
          })),
        ),
        index: await client.indexes.get({ ...copy, logstore: store.logstore }),
        config: await client.logtailConfigs.get({ ...copy, config: 'files' }),
        machineGroup: await client.machineGroups.get({ ...copy, machineGroup: 'web' }),
        applied: await client.machineGroups.appliedConfigs({ ...copy, machineGroup: 'web' }).all(),
      };
    },
  },
];

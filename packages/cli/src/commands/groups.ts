import { type Command, command } from '../command-line/command.js';
import { configOptions, jsonOption, yesOption } from '../command-line/shared-options.js';

export const groupArgument = {
  name: 'GROUP',
  optional: true,
  description: 'the group (default: that of the configuration)',
} as const;

const given = { name: 'GROUP', description: 'the name of the group' } as const;

/** What needs a configuration is imported when it is called for: completion and help come at once. */
export const groupCommands: readonly Command[] = [
  command({
    name: 'groups list',
    summary: 'all consumer groups over the log of the configuration',
    options: { ...jsonOption, ...configOptions },
    async run(input, context) {
      const [{ withAdmin }, { listGroups }] = await Promise.all([
        import('../admin/open-admin.js'),
        import('../admin/groups.js'),
      ]);
      return withAdmin(input, context, (open) => listGroups(open, input.options.json, context));
    },
  }),
  command({
    name: 'groups describe',
    summary: 'a group: its settings, who is at work, its checkpoints',
    arguments: [groupArgument],
    options: { ...jsonOption, ...configOptions },
    async run(input, context) {
      const [{ withAdmin }, { describeGroup }] = await Promise.all([
        import('../admin/open-admin.js'),
        import('../admin/groups.js'),
      ]);
      const [group] = input.arguments;
      return withAdmin(input, context, (open) => describeGroup(open, { group, json: input.options.json }, context));
    },
  }),
  command({
    name: 'groups create',
    summary: 'creates a group',
    details: 'What is not named is taken from the configuration, as a consumer would create it.',
    arguments: [given],
    options: {
      'session-timeout': {
        type: 'text',
        value: 'DURATION',
        description: 'a member without a heartbeat for that long loses its partitions: 30s, 2m',
      },
      order: {
        type: 'text',
        value: 'ORDER',
        values: ['partition', 'lineage'],
        only: true,
        description: 'lineage: children of a split or merge wait for their parents',
      },
      ...configOptions,
    },
    async run(input, context) {
      const [{ withAdmin }, { createGroup }, { parseDuration }] = await Promise.all([
        import('../admin/open-admin.js'),
        import('../admin/groups.js'),
        import('../values/parse-time.js'),
      ]);
      const { 'session-timeout': session, order } = input.options;
      const asked = {
        name: input.arguments[0] ?? '',
        sessionTimeoutMs: session === undefined ? undefined : parseDuration(session, '--session-timeout'),
        order: order as 'partition' | 'lineage' | undefined,
      };
      return withAdmin(input, context, (open) => createGroup(open, asked, context));
    },
  }),
  command({
    name: 'groups delete',
    summary: 'deletes a group and its checkpoints, after asking',
    arguments: [given],
    options: { ...yesOption, ...configOptions },
    async run(input, context) {
      const [{ withAdmin }, { deleteGroup }] = await Promise.all([
        import('../admin/open-admin.js'),
        import('../admin/groups.js'),
      ]);
      const asked = { group: input.arguments[0] ?? '', yes: input.options.yes };
      return withAdmin(input, context, (open) => deleteGroup(open, asked, context));
    },
  }),
];

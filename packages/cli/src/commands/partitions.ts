import { type Command, command } from '../command-line/command.js';
import { configOptions, jsonOption } from '../command-line/shared-options.js';

const options = { ...jsonOption, ...configOptions };

export const partitionCommands: readonly Command[] = [
  command({
    name: 'partitions list',
    summary: 'all partitions of the log, read-only ones included',
    options,
    async run(input, context) {
      const [{ withAdmin }, { listPartitions }] = await Promise.all([
        import('../admin/open-admin.js'),
        import('../admin/partitions.js'),
      ]);
      return withAdmin(input, context, (open) => listPartitions(open, input.options.json, context));
    },
  }),
  command({
    name: 'partitions split',
    summary: 'splits a partition, which is read-only from then on; shows its children',
    arguments: [{ name: 'PARTITION', description: 'the id of the partition' }],
    options: {
      at: {
        type: 'text',
        value: 'HASHKEY',
        description: 'where the second child begins, where the service has keys (default: the middle)',
      },
      ...options,
    },
    async run(input, context) {
      const [{ withAdmin }, { splitPartition }] = await Promise.all([
        import('../admin/open-admin.js'),
        import('../admin/partitions.js'),
      ]);
      const { at, json } = input.options;
      const asked = { partition: input.arguments[0] ?? '', at, json };
      return withAdmin(input, context, (open) => splitPartition(open, asked, context));
    },
  }),
  command({
    name: 'partitions merge',
    summary: 'merges two neighbours, which are read-only from then on; shows the child',
    arguments: [
      { name: 'LEFT', description: 'the id of the partition with the lower keys' },
      { name: 'RIGHT', description: 'the id of its neighbour' },
    ],
    options,
    async run(input, context) {
      const [{ withAdmin }, { mergePartitions }] = await Promise.all([
        import('../admin/open-admin.js'),
        import('../admin/partitions.js'),
      ]);
      const [left = '', right = ''] = input.arguments;
      const asked = { left, right, json: input.options.json };
      return withAdmin(input, context, (open) => mergePartitions(open, asked, context));
    },
  }),
];

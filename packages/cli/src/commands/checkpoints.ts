import { type Command, command } from '../command-line/command.js';
import { configOptions, jsonOption, yesOption } from '../command-line/shared-options.js';
import { UsageError } from '../command-line/usage-error.js';
import { groupArgument } from './groups.js';

export const checkpointCommands: readonly Command[] = [
  command({
    name: 'lag',
    summary: 'how far a group is behind, for each partition and in all',
    details: `In every way that the service can tell it. What is counted: records, log groups (what one write brought) or offsets.
TIME is from the newest record done to now, and 0 where nothing waits; in all it is the longest, of counts the sum.`,
    arguments: [groupArgument],
    options: { ...jsonOption, ...configOptions },
    async run(input, context) {
      const [{ withAdmin }, { lag }] = await Promise.all([import('../admin/open-admin.js'), import('../admin/lag.js')]);
      const asked = { group: input.arguments[0], json: input.options.json };
      return withAdmin(input, context, (open) => lag(open, asked, context));
    },
  }),
  command({
    name: 'reset',
    summary: 'writes the checkpoints of a group anew, after showing them and asking',
    details: `Stop all members first: who is at work goes on from where it is, and overwrites this with its next save.
What is written is what was shown.`,
    arguments: [groupArgument],
    options: {
      to: {
        type: 'text',
        value: 'TIME|begin|end',
        values: ['begin', 'end'],
        description: 'where to read from: 2026-01-01T00:00:00Z, 1767225600s, -15m, begin or end',
      },
      partition: { type: 'list', value: 'ID', description: 'only this one; may be given again (default: all)' },
      'dry-run': { type: 'flag', description: 'shows, and writes nothing' },
      ...yesOption,
      ...jsonOption,
      ...configOptions,
    },
    async run(input, context) {
      const [{ withAdmin }, { reset }, { parsePlace }] = await Promise.all([
        import('../admin/open-admin.js'),
        import('../admin/reset.js'),
        import('../values/parse-place.js'),
      ]);
      const { to, partition: partitions, 'dry-run': dryRun, yes, json } = input.options;
      if (to === undefined) throw new UsageError('"polylog reset" needs --to TIME, --to begin or --to end.');
      const place = parsePlace(to, '--to', context.now());
      const asked = { group: input.arguments[0], to: place, partitions, dryRun, yes, json };
      return withAdmin(input, context, (open) => reset(open, asked, context));
    },
  }),
];

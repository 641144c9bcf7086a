import { type Command, command } from '../command-line/command.js';
import { configOptions } from '../command-line/shared-options.js';

export const recordCommands: readonly Command[] = [
  command({
    name: 'tail',
    summary: 'prints records as they come, without a group and without checkpoints',
    details: `From now on, of all partitions, those too that come to be meanwhile. Ends at SIGINT, at --limit, or at the next record
when nobody reads stdout any more (| head), and says so on stderr. NAME of a filter is a field, or body, topic, source,
host, path, or a tag.`,
    options: {
      from: {
        type: 'text',
        value: 'TIME|begin|now',
        values: ['begin', 'now'],
        description: 'where to begin: 2026-01-01T00:00:00Z, 1767225600s, -15m, begin or now (default: now)',
      },
      partition: { type: 'list', value: 'ID', description: 'only this one; may be given again (default: all)' },
      filter: {
        type: 'list',
        value: 'NAME=VALUE',
        description: 'only records with it; NAME!=VALUE, NAME~REGEX, NAME!~REGEX; all that are given must hold',
      },
      grep: { type: 'list', value: 'REGEX', description: 'only records whose body, or a field, it is found in' },
      limit: { type: 'text', value: 'N', description: 'ends after so many records' },
      columns: { type: 'text', value: 'NAME,…', description: 'a table of these fields' },
      json: { type: 'flag', description: 'one JSON object a line, which "polylog produce --input json" takes' },
      ...configOptions,
    },
    async run(input, context) {
      const [{ tail }, { parseFilter, parseGrep }, { parsePlace }, { parseCount }] = await Promise.all([
        import('../tail/tail.js'),
        import('../tail/filter.js'),
        import('../values/parse-place.js'),
        import('../values/parse-count.js'),
      ]);
      const { from, partition: partitions, filter, grep, limit, columns, json } = input.options;
      const asked = {
        from: parsePlace(from ?? 'now', '--from', context.now()),
        partitions,
        filters: [...filter.map(parseFilter), ...grep.map(parseGrep)],
        limit: limit === undefined ? Number.POSITIVE_INFINITY : parseCount(limit, '--limit'),
        json,
        columns: columns?.split(',').map((name) => name.trim()) ?? [],
      };
      return tail(input, asked, context);
    },
  }),
  command({
    name: 'produce',
    summary: 'writes the lines of stdin as records',
    details: `A line is the body of a record; with --input json it is an object of these: fields (an object of names and values), pairs (the
same as a list), body, time ("2026-01-01T00:00:00Z", "1767225600s") and key. Empty lines are passed over. A line that
cannot be stored is told by its number; then the exit code is 1.`,
    options: {
      input: {
        type: 'text',
        value: 'FORMAT',
        values: ['text', 'json'],
        only: true,
        description: 'what a line is: text or json (default: text)',
      },
      key: { type: 'text', value: 'KEY', description: 'records of one key keep their order; for lines that name none' },
      stream: {
        type: 'text',
        value: 'ID',
        description: 'the logstore, topic or log stream, where the configuration has several',
      },
      json: { type: 'flag', description: 'prints the counts as JSON on stdout' },
      ...configOptions,
    },
    async run(input, context) {
      const { produce } = await import('../produce/produce.js');
      const { input: format, key, stream, json } = input.options;
      return produce(input, { format: format === 'json' ? 'json' : 'text', key, stream, json }, context);
    },
  }),
];

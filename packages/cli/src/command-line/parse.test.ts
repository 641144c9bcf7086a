import { expect, test } from 'vitest';
import { commands } from '../commands/commands.js';
import type { Command } from './command.js';
import { parseCommandLine } from './parse.js';
import { UsageError } from './usage-error.js';

const context = {} as never;

/** The table, but each command only tells what it was given. */
async function given(args: readonly string[]): Promise<unknown> {
  let told: unknown;
  const telling = commands.map((each): Command => {
    const run = async (input: unknown): Promise<number> => {
      told = each.kind === 'own' ? { name: each.name, ...(input as object) } : { name: each.name, args: input };
      return 0;
    };
    return { ...each, run };
  });
  const asked = parseCommandLine(telling, args);
  if (asked.kind !== 'command') return asked.kind;
  await asked.run(context);
  return told;
}

const config = { config: undefined, provider: undefined };

test.each([
  [['config', 'check'], { name: 'config check', arguments: [], options: { all: false } }],
  [['config', 'check', '--all', 'a.yaml'], { name: 'config check', arguments: ['a.yaml'], options: { all: true } }],
  [['run', './p.js'], { name: 'run', arguments: ['./p.js'], options: config }],
  [
    ['run', '--config=a.json', 'p.js', '--provider', 'x'],
    { name: 'run', arguments: ['p.js'], options: { config: 'a.json', provider: 'x' } },
  ],
  [['emulator', '--port', '1', 'x', '--help'], { name: 'emulator', args: ['--port', '1', 'x', '--help'] }],
  [['groups', 'list', '--json'], { name: 'groups list', arguments: [], options: { json: true, ...config } }],
  [
    ['reset', 'billing', '--to', '-15m', '--partition', '0', '--partition=1', '--dry-run'],
    {
      name: 'reset',
      arguments: ['billing'],
      options: { to: '-15m', partition: ['0', '1'], 'dry-run': true, yes: false, json: false, ...config },
    },
  ],
  [['run', '--', '-x.js'], { name: 'run', arguments: ['-x.js'], options: config }],
])('%o is understood', async (args, wanted) => {
  expect(await given(args)).toEqual(wanted);
});

test.each([
  ['--help'],
  ['-h'],
  ['help'],
  ['run', '--help'],
  ['lag', 'x', '-h'],
  ['groups', '--help'],
  ['config', '-h'],
])('%s %s asks for help', async (...args) => {
  expect(await given(args.filter((arg) => arg !== undefined))).toBe('help');
});

test('the first word of several commands has help of its own: these commands', () => {
  const asked = parseCommandLine(commands, ['groups', '--help']);
  const text = asked.kind === 'help' ? asked.text : '';
  for (const name of ['groups list', 'groups describe [GROUP]', 'groups create GROUP', 'groups delete GROUP'])
    expect(text).toContain(`  ${name} `);
  expect(text).not.toContain('partitions');
});

test.each([['--version'], ['-v']])('%s asks for the version', async (arg) => {
  expect(await given([arg])).toBe('version');
});

test.each([
  [[], 'there is no command.'],
  [['chekc'], 'there is no command "chekc".'],
  [['config'], '"polylog config" is followed by "check".'],
  [['groups', 'lst'], '"polylog groups" is followed by "list", "describe", "create" or "delete".'],
  [['config', 'check', '--al'], "Unknown option '--al'."],
  [['config', 'check', 'a', 'b'], '"polylog config check" has no use for "b": polylog config check [FILE]'],
  [['run'], '"polylog run" needs MODULE, the path of a module: ./processor.js: polylog run MODULE'],
  [['run', 'a', '--config'], "Option '--config <value>' argument missing."],
  [['groups', 'create', 'g', '--order', 'x'], '--order is "x"; allowed: partition, lineage.'],
  [['completion', 'tcsh'], 'SHELL is "tcsh"; allowed: bash, zsh, fish.'],
  [['reset', '--to', '--yes'], "Option '--to' argument is ambiguous."],
])('%o is not', (args, text) => {
  expect(() => parseCommandLine(commands, args)).toThrow(new UsageError(text));
});

test('each command has its own help, which names all its arguments and options', () => {
  for (const each of commands) {
    if (each.kind !== 'own') continue;
    const asked = parseCommandLine(commands, [...each.name.split(' '), '--help']);
    const text = asked.kind === 'help' ? asked.text : '';
    const names = [
      ...(each.arguments ?? []).map(({ name }) => name),
      ...Object.keys(each.options).map((o) => `--${o}`),
    ];
    expect(names.filter((name) => !text.includes(name))).toEqual([]);
    expect(text.startsWith(`polylog ${each.name}`)).toBe(true);
  }
});

test('no line of a help is longer than most terminals are wide', () => {
  const texts = commands.map(({ name }) => parseCommandLine(commands, [...name.split(' '), '--help']));
  const lines = [parseCommandLine(commands, ['--help']), ...texts].flatMap((asked) =>
    asked.kind === 'help' ? asked.text.split('\n') : [],
  );
  expect(lines.filter((line) => line.length > 130)).toEqual([]);
});

test('no command hides another one: a name is not the beginning of a longer one', () => {
  const names = commands.map(({ name }) => `${name} `);
  expect(names.filter((name) => names.some((other) => other !== name && other.startsWith(name)))).toEqual([]);
});

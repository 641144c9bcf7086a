import { parseArgs } from 'node:util';
import type { Context } from '../context.js';
import { argumentUsage, type Command, type Input, type OptionSpec } from './command.js';
import { commandHelp, helpText } from './help.js';
import { UsageError } from './usage-error.js';

/** What is to be done. */
export type Asked =
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' }
  | { readonly kind: 'command'; readonly command: Command; run(context: Context): Promise<number> };

/** Throws {@link UsageError}. */
export function parseCommandLine(commands: readonly Command[], args: readonly string[]): Asked {
  const [first] = args;
  if (first === undefined) throw new UsageError('there is no command.');
  if (first === '--help' || first === '-h' || first === 'help') return { kind: 'help', text: helpText(commands) };
  if (first === '--version' || first === '-v') return { kind: 'version' };
  const family = commands.filter(({ name }) => name.startsWith(`${first} `));
  if (family.length > 0 && (args[1] === '--help' || args[1] === '-h')) return { kind: 'help', text: helpText(family) };
  const command = commandOf(commands, args);
  const rest = args.slice(command.name.split(' ').length);
  if (command.kind === 'handed-on') return { kind: 'command', command, run: (context) => command.run(rest, context) };
  const given = parsed(command, rest);
  if (given.help) return { kind: 'help', text: commandHelp(command) };
  const input = { arguments: argumentsOf(command, given.positionals), options: given.options } as Input<never>;
  return { kind: 'command', command, run: (context) => command.run(input, context) };
}

function commandOf(commands: readonly Command[], args: readonly string[]): Command {
  const found = commands.find(({ name }) => name.split(' ').every((word, i) => args[i] === word));
  if (found !== undefined) return found;
  const [first = ''] = args;
  const followers = commands.flatMap(({ name }) => (name.startsWith(`${first} `) ? name.slice(first.length + 1) : []));
  if (followers.length === 0) throw new UsageError(`there is no command ${JSON.stringify(first)}.`);
  throw new UsageError(`"polylog ${first}" is followed by ${either(followers)}.`);
}

type Own = Extract<Command, { readonly kind: 'own' }>;

interface Given {
  readonly help: boolean;
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

function parsed({ options: specs }: Own, args: readonly string[]): Given {
  const entries = Object.entries(specs);
  const options = Object.fromEntries(
    entries.map(([name, { type }]) => [
      name,
      { type: type === 'flag' ? ('boolean' as const) : ('string' as const), multiple: type === 'list' },
    ]),
  );
  const { values, positionals } = understood(() =>
    parseArgs({
      args: joined(specs, args),
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      strict: true,
      allowPositionals: true,
    }),
  );
  const given: Readonly<Record<string, unknown>> = values;
  for (const [name, spec] of entries) checkOnly(`--${name}`, given[name], spec);
  return {
    help: given.help === true,
    positionals,
    options: Object.fromEntries(
      entries.map(([name, { type }]) => [
        name,
        given[name] ?? (type === 'flag' ? false : type === 'list' ? [] : undefined),
      ]),
    ),
  };
}

/** `--to -15m` as `--to=-15m`: what begins with "-" and a digit is a value, for no option begins so. */
function joined(specs: Own['options'], args: readonly string[]): string[] {
  const words: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!;
    if (word === '--') return [...words, ...args.slice(i)];
    const next = args[i + 1] ?? '';
    const takesValue = word.startsWith('--') && (specs[word.slice(2)]?.type ?? 'flag') !== 'flag';
    if (takesValue && /^-\d/.test(next)) i += 1;
    words.push(takesValue && /^-\d/.test(next) ? `${word}=${next}` : word);
  }
  return words;
}

function understood<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    // Node's own text goes on with advice about positionals; its first sentence says what is wrong.
    const [first = ''] = (error as Error).message.split(/\.(?:\s|$)|\n/);
    throw new UsageError(`${first}.`);
  }
}

function argumentsOf({ name, arguments: specs = [] }: Own, given: readonly string[]): readonly string[] {
  const usage = ['polylog', name, ...specs.map(argumentUsage)].join(' ');
  const least = specs.filter(({ optional }) => optional !== true).length;
  const missing = specs[given.length];
  if (given.length < least && missing !== undefined)
    throw new UsageError(`"polylog ${name}" needs ${missing.name}, ${missing.description}: ${usage}`);
  if (given.length > specs.length)
    throw new UsageError(`"polylog ${name}" has no use for ${JSON.stringify(given[specs.length])}: ${usage}`);
  for (const [i, spec] of specs.entries()) checkOnly(spec.name, given[i], spec);
  return given;
}

function checkOnly(what: string, given: unknown, { values = [], only }: Pick<OptionSpec, 'values' | 'only'>): void {
  if (only !== true || typeof given !== 'string' || values.includes(given)) return;
  throw new UsageError(`${what} is ${JSON.stringify(given)}; allowed: ${values.join(', ')}.`);
}

function either(words: readonly string[]): string {
  return [...new Set(words)]
    .map((word) => JSON.stringify(word))
    .join(', ')
    .replace(/, (?=[^,]*$)/, ' or ');
}

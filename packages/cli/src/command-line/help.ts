import { argumentUsage, type Command, type OptionSpec } from './command.js';

/** All commands. */
export function helpText(commands: readonly Command[]): string {
  const rows = commands.filter(isShown).map((command) => [usageOf(command), command.summary] as const);
  return `polylog: one consumer for the log services of three clouds

${columns([...rows, ['--help, --version', 'this text; the version']])}

"polylog COMMAND --help" tells more of one.
Exit codes: 0 good, 1 refused or failed, 2 the command line was not understood, 130 and 143 broken off by a signal.`;
}

/** Some commands are for programs. */
export function isShown(command: Command): boolean {
  return command.kind === 'own' || command.hidden !== true;
}

type Own = Extract<Command, { readonly kind: 'own' }>;

/** One command. */
export function commandHelp(command: Own): string {
  const { name, summary, details, arguments: args = [], options } = command;
  const parts = [
    `polylog ${name}${args.map((each) => ` ${argumentUsage(each)}`).join('')} [OPTIONS]`,
    `${summary}${details === undefined ? '' : `\n\n${details}`}`,
    columns([
      ...args.map(({ name: word, description }) => [word, description] as const),
      ...Object.entries(options).map(([option, spec]) => [optionUsage(option, spec), spec.description] as const),
      ['--help', 'this text'],
    ]),
  ];
  return parts.join('\n\n');
}

function usageOf(command: Command): string {
  if (command.kind === 'handed-on') return `${command.name} ${command.usage}`;
  return [command.name, ...(command.arguments ?? []).map(argumentUsage)].join(' ');
}

function optionUsage(name: string, { type, value = 'TEXT' }: OptionSpec): string {
  return type === 'flag' ? `--${name}` : `--${name} ${value}${type === 'list' ? ' …' : ''}`;
}

function columns(rows: readonly (readonly [left: string, right: string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows
    .map(([left, right]) => `  ${left.padEnd(width)}  ${right.replaceAll('\n', `\n${' '.repeat(width + 4)}`)}`)
    .join('\n');
}

import { parseArgs } from 'node:util';

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'config-check'; readonly file: string | undefined; readonly all: boolean }
  | {
      readonly kind: 'run';
      readonly module: string;
      readonly file: string | undefined;
      readonly provider: string | undefined;
    }
  /** The flags are the emulator's own. */
  | { readonly kind: 'emulator'; readonly args: readonly string[] };

/** Thrown for a command line that makes no sense; the message is one line for people. */
export class UsageError extends Error {}

export const helpText = `polylog: one consumer for the log services of three clouds

  polylog config check [--all] [FILE]   says what is wrong with a configuration (default: polylog.config.*
                                        of this folder); --all looks at the sections of all providers
  polylog run MODULE [--config FILE] [--provider NAME]
                                        runs the processor of a module by the configuration, until it is done,
                                        or until SIGINT or SIGTERM; --provider takes another section
  polylog emulator [FLAGS]              the services on localhost (needs @polylog/emulator; --help lists the flags)
  polylog --help, polylog --version

Exit codes: 0 good, 1 refused or failed, 2 this text was not understood.`;

/** Throws {@link UsageError}. */
export function parseCommandLine(args: readonly string[]): Command {
  const [name, ...rest] = args;
  switch (name) {
    case undefined:
      throw new UsageError('there is no command.');
    case '--help':
    case '-h':
    case 'help':
      return { kind: 'help' };
    case '--version':
    case '-v':
      return { kind: 'version' };
    case 'emulator':
      return { kind: 'emulator', args: rest };
    case 'run':
      return runOf(rest);
    case 'config':
      return checkOf(rest);
    default:
      throw new UsageError(`there is no command ${JSON.stringify(name)}.`);
  }
}

function checkOf(args: readonly string[]): Command {
  const [name, ...rest] = args;
  if (name === '--help' || name === '-h') return { kind: 'help' };
  if (name !== 'check') throw new UsageError('"polylog config" is followed by "check".');
  const { values, positionals } = parsed(rest, { all: { type: 'boolean' }, help: { type: 'boolean' } });
  if (values.help === true) return { kind: 'help' };
  if (positionals.length > 1) throw new UsageError('"polylog config check" takes one file.');
  return { kind: 'config-check', file: positionals[0], all: values.all === true };
}

function runOf(args: readonly string[]): Command {
  const { values, positionals } = parsed(args, {
    config: { type: 'string' },
    provider: { type: 'string' },
    help: { type: 'boolean' },
  });
  if (values.help === true) return { kind: 'help' };
  const [module, ...others] = positionals;
  if (module === undefined || others.length > 0)
    throw new UsageError('"polylog run" takes one module: polylog run ./processor.js');
  return { kind: 'run', module, file: textOf(values.config), provider: textOf(values.provider) };
}

type Flags = Readonly<Record<string, { readonly type: 'boolean' | 'string' }>>;

function parsed(
  args: readonly string[],
  options: Flags,
): { readonly values: Readonly<Record<string, unknown>>; readonly positionals: readonly string[] } {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
  } catch (error) {
    // Node's own text goes on with advice about positionals; its first sentence says what is wrong.
    const [first = ''] = (error as Error).message.split(/\.(?:\s|$)|\n/);
    throw new UsageError(`${first}.`);
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

import type { Context } from '../context.js';

/** An option of a command. Parsing, help and completion go by it. */
export interface OptionSpec {
  /** A flag is there or not; a text is given once; a list as often as one likes. */
  readonly type: 'flag' | 'text' | 'list';
  readonly description: string;
  /** What stands for its value in the help: `TIME`. */
  readonly value?: string;
  /** Values that are offered for completion; with `only`, no others are taken. */
  readonly values?: readonly string[];
  readonly only?: true;
  /** Its value is the path of a file. */
  readonly file?: true;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** What stands behind the command's name. */
export interface ArgumentSpec {
  /** `GROUP` */
  readonly name: string;
  readonly description: string;
  readonly optional?: true;
  readonly values?: readonly string[];
  readonly only?: true;
  readonly file?: true;
}

export interface CommandSpec<Options extends OptionSpecs> {
  /** Its words: `groups list`. */
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** What else its own help says, lines of up to 100 characters. */
  readonly details?: string;
  readonly arguments?: readonly ArgumentSpec[];
  readonly options: Options;
  /** Answers the exit code. */
  run(input: Input<Options>, context: Context): Promise<number>;
}

/** What was given. */
export interface Input<Options extends OptionSpecs> {
  readonly arguments: readonly string[];
  readonly options: {
    readonly [Name in keyof Options]: Options[Name]['type'] extends 'flag'
      ? boolean
      : Options[Name]['type'] extends 'list'
        ? readonly string[]
        : string | undefined;
  };
}

/** A command in the table, whatever its options are. */
export type Command =
  | (Omit<CommandSpec<OptionSpecs>, 'run'> & {
      readonly kind: 'own';
      run(input: Input<never>, context: Context): Promise<number>;
    })
  /** Everything behind its name is somebody else's to understand. */
  | {
      readonly kind: 'handed-on';
      readonly name: string;
      readonly summary: string;
      readonly usage: string;
      /** For programs: neither help nor completion names it. */
      readonly hidden?: true;
      run(args: readonly string[], context: Context): Promise<number>;
    };

export function command<const Options extends OptionSpecs>(spec: CommandSpec<Options>): Command {
  return { kind: 'own', ...spec, run: (input, context) => spec.run(input, context) };
}

export function argumentUsage({ name, optional }: ArgumentSpec): string {
  return optional === true ? `[${name}]` : name;
}

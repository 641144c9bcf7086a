import type { Command, OptionSpec } from './command.js';
import { isShown } from './help.js';

/** What may stand in place of the last word; or the name of a file. */
export type Completion =
  | { readonly kind: 'words'; readonly words: readonly { readonly word: string; readonly description: string }[] }
  | { readonly kind: 'files' };

type Own = Extract<Command, { readonly kind: 'own' }>;

const nothing: Completion = { kind: 'words', words: [] };

/** @param typed the words behind `polylog`; the last one is being typed, and may be empty. */
export function complete(commands: readonly Command[], typed: readonly string[]): Completion {
  const words = withoutBreaks(typed);
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const command = commands.find(({ name }) => name.split(' ').every((word, i) => before[i] === word));
  if (command === undefined) return commandWords(commands, before, current);
  if (command.kind === 'handed-on') return nothing;
  return behindName(command, before.slice(command.name.split(' ').length), current);
}

/** bash takes "=" for a word of its own: `--to`, `=`, `be` is a value that is being typed. */
function withoutBreaks(typed: readonly string[]): readonly string[] {
  const kept = typed.filter(
    (word, i) => !(word === '=' && typed[i - 1]?.startsWith('--') === true && i < typed.length - 1),
  );
  return kept.at(-1) === '=' ? [...kept.slice(0, -1), ''] : kept;
}

function commandWords(commands: readonly Command[], before: readonly string[], current: string): Completion {
  const next = new Map<string, string>();
  for (const { name, summary } of commands.filter(isShown)) {
    const parts = name.split(' ');
    const word = parts[before.length];
    if (word === undefined || !before.every((each, i) => each === parts[i])) continue;
    const isWhole = parts.length === before.length + 1;
    const others = next.get(word);
    const description = isWhole ? summary : parts.slice(before.length + 1).join(' ');
    next.set(word, others === undefined ? description : `${others}, ${description}`);
  }
  if (before.length === 0) {
    next.set('--help', 'what there is');
    next.set('--version', 'which this is');
  }
  return wordsOf([...next], current);
}

function behindName({ options, arguments: args = [] }: Own, before: readonly string[], current: string): Completion {
  const last = before.at(-1);
  const asked = last?.startsWith('--') === true ? options[last.slice(2)] : undefined;
  if (asked !== undefined && asked.type !== 'flag') return valuesOf(asked, '', current);
  const [, name = '', value] = /^--([^=]+)=(.*)$/s.exec(current) ?? [];
  if (value !== undefined) return valuesOf(options[name] ?? {}, `--${name}=`, current);
  if (current.startsWith('-')) {
    const free = Object.entries(options).filter(([each, { type }]) => type === 'list' || !before.includes(`--${each}`));
    return wordsOf(
      [...free.map(([each, { description }]) => [`--${each}`, description] as const), ['--help', 'what there is']],
      current,
    );
  }
  const given = before.filter((word, i) => !word.startsWith('-') && !takesNext(options, before[i - 1]));
  return valuesOf(args[given.length] ?? {}, '', current);
}

function takesNext(options: Own['options'], word: string | undefined): boolean {
  const spec = word?.startsWith('--') === true ? options[word.slice(2)] : undefined;
  return spec !== undefined && spec.type !== 'flag';
}

function valuesOf(
  { values = [], file }: Pick<Partial<OptionSpec>, 'values' | 'file'>,
  prefix: string,
  current: string,
): Completion {
  if (file === true) return { kind: 'files' };
  return wordsOf(
    values.map((value) => [`${prefix}${value}`, ''] as const),
    current,
  );
}

function wordsOf(pairs: readonly (readonly [word: string, description: string])[], current: string): Completion {
  const words = pairs.map(([word, description]) => ({ word, description }));
  return { kind: 'words', words: words.filter(({ word }) => word.startsWith(current)) };
}

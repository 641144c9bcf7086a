import type { Random } from '@polylog/core/driver';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../random.js';
import { storeDocument } from '../../stored-document.js';
import { searchIndexOf } from '../search-index.js';
import type { SearchedLog } from '../searched-log.js';
import { compileQuery } from './compile-query.js';
import { parseQuery } from './parse-query.js';

const firstSeed = Number(process.env.POLYLOG_SEARCH_SEED ?? Math.floor(Math.random() * 2 ** 31));
const ROUNDS = 400;
const LOGS = 25;
/** Few, so that queries find something. `and` and `in` are words as well as operators. */
const WORDS = ['ab', 'abc', 'AB', 'b', 'a-b', 'and', 'in', 'x1', 'é', '日志'];
const DELIMITERS = [' ', ',', '-', '/'];

/** What a query means, in words of this test alone. */
type Meaning =
  | { readonly op: 'or' | 'and'; readonly parts: readonly Meaning[] }
  | { readonly op: 'not'; readonly part: Meaning }
  | { readonly op: 'text'; readonly field: string | undefined; readonly text: string; readonly quoted: boolean }
  | { readonly op: 'number'; readonly field: 'n' | 'd'; readonly sign: string; readonly bounds: readonly number[] };

test(`a query finds what a plain look at every log finds: ${ROUNDS} rounds, seeds from ${firstSeed}`, () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const seed = firstSeed + round;
    const random = seededRandom(seed);
    const rules = { line: rulesOf(random), t: rulesOf(random), u: rulesOf(random) };
    const index = {
      line: rules.line,
      keys: {
        t: { type: 'text', ...rules.t },
        u: { type: 'text', ...rules.u },
        n: { type: 'long' },
        d: { type: 'double' },
      },
    };
    const logs = Array.from({ length: LOGS }, () => logOf(random));
    const meaning = meaningOf(random, 3);
    const query = written(meaning, random, 0);
    const wanted = logs.map((log) => holds(meaning, log, rules));
    const tests = compileQuery(parseQuery(query), query, searchIndexOf(storeDocument(index, 0)));
    expect(logs.map(tests), `seed ${seed}: ${query} by ${JSON.stringify(index)}\n${JSON.stringify(logs)}`).toEqual(
      wanted,
    );
  }
});

interface Rules {
  readonly token: readonly string[];
  readonly caseSensitive: boolean;
}

const picker =
  (random: Random) =>
  <T>(from: readonly T[]): T =>
    from[Math.floor(random() * from.length)] as T;

function rulesOf(random: Random): Rules {
  return { token: DELIMITERS.filter(() => random() < 0.6), caseSensitive: random() < 0.5 };
}

function logOf(random: Random): SearchedLog {
  const pick = picker(random);
  const text = () => Array.from({ length: Math.floor(random() * 4) }, () => pick(WORDS)).join(pick(DELIMITERS));
  const names = ['t', 'u', 'other', 't'].filter(() => random() < 0.7);
  const contents: (readonly [string, string])[] = names.map((name) => [name, text()]);
  if (random() < 0.8) contents.push(['n', pick(['-3', '0', '7', '12', 'many', '1.5'])]);
  if (random() < 0.8) contents.push(['d', pick(['-0.5', '0', '7', '7.25', '1e3', ''])]);
  return { timeSeconds: 1, topic: pick(['web', 'Api']), source: 's', tags: [['host', pick(['a', 'b'])]], contents };
}

function meaningOf(random: Random, depth: number): Meaning {
  const pick = picker(random);
  const kind = depth === 0 ? pick(['text', 'number']) : pick(['or', 'and', 'not', 'text', 'text', 'number']);
  if (kind === 'or' || kind === 'and') {
    return {
      op: kind,
      parts: Array.from({ length: 2 + Math.floor(random() * 2) }, () => meaningOf(random, depth - 1)),
    };
  }
  if (kind === 'not') return { op: 'not', part: meaningOf(random, depth - 1) };
  if (kind === 'number') {
    const bounds = [pick([-3, 0, 7, 7.25]), pick([0, 7, 12, 1000])];
    return {
      op: 'number',
      field: pick(['n', 'd'] as const),
      sign: pick(['>', '>=', '<', '<=', '=', ':', '[]', '(]', '[)', '()']),
      bounds,
    };
  }
  const quoted = random() < 0.4;
  const field = pick([undefined, undefined, 't', 'u', '__topic__', '__tag__:host']);
  const words = Array.from({ length: quoted ? 1 + Math.floor(random() * 2) : 1 }, () =>
    pick([...WORDS, 'web', 'a', 'b']),
  );
  const wild = !quoted && random() < 0.3 ? pick(['*', '?', '*b', '?*']) : '';
  return { op: 'text', field, text: words.join(pick([' ', '-'])) + wild, quoted };
}

/** Binding: 0 or, 1 and, 2 not and single conditions. With parentheses where they are needed, and now and then elsewhere. */
function written(meaning: Meaning, random: Random, binding: number): string {
  const pick = picker(random);
  const inParentheses = (own: number, text: string) => (own < binding || random() < 0.1 ? `(${text})` : text);
  switch (meaning.op) {
    case 'or':
      return inParentheses(0, meaning.parts.map((part) => written(part, random, 1)).join(pick([' or ', ' OR '])));
    case 'and':
      return inParentheses(
        1,
        meaning.parts.map((part) => written(part, random, 2)).join(pick([' and ', ' AND ', ' ', '  And '])),
      );
    case 'not':
      return `${pick(['not ', 'NOT '])}${written(meaning.part, random, 2)}`;
    case 'number': {
      const { field, sign, bounds } = meaning;
      if (sign.length === 2 && /[[(]/.test(sign)) return `${field} in ${sign[0]}${bounds[0]} ${bounds[1]}${sign[1]}`;
      return `${field}${pick(['', ' '])}${sign}${pick(['', ' '])}${bounds[0]}`;
    }
    default: {
      const { field, text, quoted } = meaning;
      // An operator's name is a word only in quotes or behind a backslash; a space or sign only in quotes.
      const value = quoted || /\s/.test(text) ? `"${text}"` : text.replace(/^(and|in)$/, '\\$1');
      return field === undefined ? value : `${field}${pick([':', ': ', ' : '])}${value}`;
    }
  }
}

function holds(meaning: Meaning, log: SearchedLog, rules: { line: Rules; t: Rules; u: Rules }): boolean {
  switch (meaning.op) {
    case 'or':
      return meaning.parts.some((part) => holds(part, log, rules));
    case 'and':
      return meaning.parts.every((part) => holds(part, log, rules));
    case 'not':
      return !holds(meaning.part, log, rules);
    case 'number':
      return valuesUnder(log, meaning.field).some((text) => {
        const isOne = meaning.field === 'n' ? /^-?\d+$/.test(text) : text !== '' && !Number.isNaN(Number(text));
        return isOne && inBounds(Number(text), meaning.sign, meaning.bounds);
      });
    default: {
      const { field, text, quoted } = meaning;
      const whole = { token: [], caseSensitive: false };
      const by = field === 't' || field === 'u' ? rules[field] : field === undefined ? rules.line : whole;
      const values = field === undefined ? log.contents.map(([, value]) => String(value)) : valuesUnder(log, field);
      const hasWildcards = !quoted && !/\s/.test(text);
      return values.some((value) => hasPhrase(value, text, by, hasWildcards));
    }
  }
}

function valuesUnder(log: SearchedLog, field: string): readonly string[] {
  if (field === '__topic__') return [log.topic];
  const pairs = field === '__tag__:host' ? log.tags.map(([, value]) => ['__tag__:host', value] as const) : log.contents;
  return pairs.filter(([name]) => name === field).map(([, value]) => String(value));
}

function inBounds(value: number, sign: string, [low = 0, high = 0]: readonly number[]): boolean {
  switch (sign) {
    case '>':
      return value > low;
    case '>=':
      return value >= low;
    case '<':
      return value < low;
    case '<=':
      return value <= low;
    case '=':
    case ':':
      return value === low;
    default:
      return (sign[0] === '[' ? value >= low : value > low) && (sign[1] === ']' ? value <= high : value < high);
  }
}

/** One regular expression over the whole value: the words with delimiters between, and an edge or delimiter at either side. */
function hasPhrase(value: string, text: string, { token, caseSensitive }: Rules, hasWildcards: boolean): boolean {
  const escaped = (part: string) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll('-', '\\x2d');
  const delimiter = token.length === 0 ? '(?!)' : `[${token.map(escaped).join('')}]`;
  const inWord = token.length === 0 ? '[^]' : `[^${token.map(escaped).join('')}]`;
  const words = token.length === 0 ? [text] : text.split(new RegExp(delimiter)).filter((word) => word !== '');
  if (words.length === 0) return false;
  const patterns = words.map((word) =>
    [...word]
      .map((char) =>
        hasWildcards && char === '*' ? `${inWord}*` : hasWildcards && char === '?' ? inWord : escaped(char),
      )
      .join(''),
  );
  const phrase = patterns.join(`${delimiter}+`);
  return new RegExp(`(?:^|${delimiter})${phrase}(?:$|${delimiter})`, caseSensitive ? 'u' : 'iu').test(value);
}

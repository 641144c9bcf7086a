import { seededRandom } from '../../../examples/demo/dist/seeded-random.js';

const names = ['level', 'msg', 'sequence', '请求路径', 'ключ', '😀', 'a b', 'a.b', 'x-"\\', '', '0', '12', '__proto__'];
const texts = [
  ...['', ' ', 'info', '-1', '9007199254740993', '1e400', 'true', 'null', '{"a":[1,"\\u0000"]}', 'a\r\nb\tc', '"\\/'],
  ...[
    '日志',
    'Ω≈ç√',
    'שלום',
    'e\u0301',
    '😀👩‍👩‍👧',
    '\u2028\u2029',
    '\ufeffbom',
    '\0',
    '\x7f\x01',
    '\u{10ffff}',
    '\ud7ff\ue000',
  ],
];

/** What generated log groups are made of: the same for the same seed. */
export interface RandomTexts {
  readonly random: () => number;
  readonly below: (limit: number) => number;
  readonly oneOf: <T>(list: readonly T[]) => T;
  /** None to `most` of them. */
  readonly many: <T>(most: number, make: () => T) => T[];
  readonly letters: (length: number) => string;
  /** Of a field or a tag: plain, odd, long, or one of those that the service, or a language, keeps for itself. */
  readonly name: () => string;
  readonly text: () => string;
}

export function randomTexts(seed: number, reservedNames: readonly string[]): RandomTexts {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const oneOf = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const letters = (length: number): string => Array.from({ length }, () => oneOf([...'abc 日ж😀'])).join('');
  return {
    random,
    below,
    oneOf,
    many: (most, make) => Array.from({ length: below(most + 1) }, make),
    letters,
    name: () => (random() < 0.05 ? oneOf(reservedNames) : random() < 0.1 ? letters(20) : oneOf(names)),
    text: () => (random() < 0.1 ? letters(below(2_000)) : random() < 0.3 ? String(random()) : oneOf(texts)),
  };
}

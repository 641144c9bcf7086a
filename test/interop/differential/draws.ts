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

/** What records of all kinds are made of, drawn by chance; the same for the same seed. */
export interface Draws {
  /** In [0, 1). */
  random(): number;
  below(limit: number): number;
  oneOf<T>(list: readonly T[]): T;
  /** None, or up to `most`. */
  many<T>(most: number, make: () => T): T[];
  letters(length: number): string;
  /** `reserved`: what a service uses itself. */
  name(reserved: readonly string[]): string;
  text(): string;
}

export function createDraws(seed: number): Draws {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const oneOf = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const letters = (length: number): string => Array.from({ length }, () => oneOf([...'abc 日ж😀'])).join('');
  return {
    ...{ random, below, oneOf, letters },
    many: (most, make) => Array.from({ length: below(most + 1) }, make),
    name: (reserved) => (random() < 0.05 ? oneOf(reserved) : random() < 0.1 ? letters(20) : oneOf(names)),
    text: () => (random() < 0.1 ? letters(below(2_000)) : random() < 0.3 ? String(random()) : oneOf(texts)),
  };
}

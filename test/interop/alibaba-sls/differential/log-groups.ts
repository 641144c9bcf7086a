import { createDraws } from '../../differential/draws.js';

/** A text, or bytes that are none. */
export type Value = string | Buffer;
export type Pair<V = Value> = readonly [name: string, value: V];

export interface TestLog {
  readonly timeSeconds: number;
  /** Absent is not 0. */
  readonly ns?: number;
  readonly contents: readonly Pair[];
}

export interface TestLogGroup {
  readonly topic: string;
  readonly source: string;
  readonly tags: readonly Pair<string>[];
  readonly logs: readonly TestLog[];
}

const HUGE_EVERY = 1_000;
const LARGEST_VALUE = 1_000_000;
const LARGEST_NS = 999_999_999;
const GROUPS_A_SECOND = 10;

const reserved = ['__time__', '__topic__', '__source__', '__tag__:host', 'constructor', 'toString'];

/** Log groups of all kinds, the same for the same seed. Their times go on from `startSeconds`. */
export function* logGroups(seed: number, count: number, startSeconds: number): Generator<TestLogGroup> {
  const { random, below, oneOf, many, letters, text, ...draws } = createDraws(seed);
  const name = (): string => draws.name(reserved);
  const bytes = (): Buffer =>
    // Never text: a byte that may follow stands alone at the end.
    Buffer.from([...Array.from({ length: below(40) }, () => below(256)), 0xff, 0x80]);
  const value = (): Value => (random() < 0.02 ? bytes() : text());
  const ns = (): { readonly ns?: number } => {
    const which = random();
    if (which < 0.4) return {};
    return { ns: which < 0.5 ? oneOf([0, 1, LARGEST_NS]) : below(LARGEST_NS) };
  };

  for (let i = 0; i < count; i++) {
    const timeSeconds = startSeconds + Math.floor(i / GROUPS_A_SECOND);
    const log = (): TestLog => ({ timeSeconds, ...ns(), contents: many(6, (): Pair => [name(), value()]) });
    const huge = i % HUGE_EVERY === HUGE_EVERY / 2;
    yield {
      topic: random() < 0.4 ? '' : text(),
      source: random() < 0.4 ? '' : random() < 0.5 ? `10.0.0.${below(256)}` : text(),
      tags: many(3, (): Pair<string> => [name(), text()]),
      logs: huge
        ? [{ timeSeconds, ...ns(), contents: [['huge', letters(below(LARGEST_VALUE) / 4)]] }]
        : random() < 0.03
          ? []
          : [log(), ...many(4, log)],
    };
  }
}

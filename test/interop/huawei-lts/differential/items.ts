import { createDraws } from '../../differential/draws.js';

/** What JSON can hold; a whole number beyond a double is a `bigint`. */
export type LabelValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly LabelValue[]
  | { [name: string]: LabelValue };
export type Label = readonly [name: string, value: LabelValue];

export interface TestLine {
  /** No two are the same. */
  readonly timeNs: bigint;
  readonly text: string;
}

/** Some lines with the same labels, as the LTS SDKs push them. */
export interface TestItem {
  /** No name comes twice. */
  readonly labels: readonly Label[];
  readonly lines: readonly TestLine[];
}

const HUGE_EVERY = 1_000;
const LARGEST_TEXT = 1_000_000;
const STEP_NS = 1_000_003n;

const reserved = ['constructor', 'toString', 'hasOwnProperty', 'content', 'labels', 'a__b'];
/** As every language writes them. */
const others: readonly LabelValue[] = [
  ...[0, -1, 7, 0.5, -1.25, true, false, null, 9_007_199_254_740_993n, 2n ** 63n - 1n, -(2n ** 63n)],
  ...[[], {}, [1, 'a', null], { a: { b: [2n ** 60n + 1n, '日志 "\\'] } }],
];

/** Items of all kinds with `lines` lines in all, the same for the same seed. Times go on from `startNs`. */
export function* testItems(seed: number, lines: number, startNs: bigint): Generator<TestItem> {
  const { random, oneOf, many, below, letters, text, name } = createDraws(seed);
  let made = 0;
  const line = (): TestLine => {
    const i = made++;
    const huge = i % HUGE_EVERY === HUGE_EVERY / 2;
    return { timeNs: startNs + BigInt(i) * STEP_NS, text: huge ? letters(below(LARGEST_TEXT) / 4) : text() };
  };
  const label = (): Label => [name(reserved), random() < 0.15 ? oneOf(others) : text()];
  while (made < lines) {
    const labels = Object.entries(Object.fromEntries(many(6, label)));
    yield { labels, lines: [line(), ...many(Math.min(30, lines - made), line)] };
  }
}

import { createDraws } from '../../differential/draws.js';

export type Pair = readonly [name: string, value: string];

export interface TestLog {
  /** In any unit that the service takes. */
  readonly time: bigint;
  readonly collectTime?: bigint;
  readonly contents: readonly Pair[];
}

/** Of the four texts, absent is not empty. */
export interface TestLogGroup {
  readonly packageId?: string;
  readonly filename?: string;
  readonly source?: string;
  readonly hostname?: string;
  readonly tags: readonly Pair[];
  readonly logs: readonly TestLog[];
}

const HUGE_EVERY = 1_000;
const LARGEST_VALUE = 1_000_000;
const MOST_GROUPS_AN_UPLOAD = 10;
const START_SECONDS = 1_700_000_000n;
const GROUPS_A_SECOND = 10;

const reserved = ['__PKG_LOGID__', '__CONTENT__', '__FILENAME__', '__TIMESTAMP__', '__PKGID__', 'constructor'];
const oddTimes = [0n, 1n, -1n, 2n ** 53n + 1n, 2n ** 63n - 1n];

/** Log groups of all kinds, the same for the same seed. */
export function* logGroups(seed: number, count: number): Generator<TestLogGroup> {
  const { random, below, oneOf, many, letters, name, text } = createDraws(seed);
  const time = (seconds: bigint): bigint => {
    if (random() < 0.02) return oneOf(oddTimes);
    const unit = oneOf([1n, 1_000n, 1_000_000n, 1_000_000_000n]);
    return seconds * unit + BigInt(below(Number(unit)));
  };
  const perhaps = (key: string, value: () => string): object => (random() < 0.4 ? {} : { [key]: value() });

  for (let i = 0; i < count; i++) {
    const seconds = START_SECONDS + BigInt(Math.floor(i / GROUPS_A_SECOND));
    const log = (contents: readonly Pair[]): TestLog => ({
      time: time(seconds),
      ...(random() < 0.2 && { collectTime: time(seconds) }),
      contents,
    });
    const plain = (): TestLog => log(many(6, (): Pair => [name(reserved), text()]));
    const huge = i % HUGE_EVERY === HUGE_EVERY / 2;
    yield {
      ...perhaps('packageId', () => `${letters(16)}-${i.toString(16)}`),
      ...perhaps('filename', text),
      ...perhaps('source', () => (random() < 0.5 ? `10.0.0.${below(256)}` : text())),
      ...perhaps('hostname', text),
      tags: many(3, (): Pair => [name(reserved), text()]),
      // The service takes no log group without logs.
      logs: huge
        ? [log([['huge', letters((LARGEST_VALUE + below(LARGEST_VALUE)) / 8)]])]
        : [plain(), ...many(4, plain)],
    };
  }
}

/** In uploads of one log group, of two, and so on up to as many as the service takes; then of one again. */
export function uploadsOf(groups: readonly TestLogGroup[]): readonly (readonly TestLogGroup[])[] {
  const uploads: (readonly TestLogGroup[])[] = [];
  for (let at = 0; at < groups.length; ) {
    const size = (uploads.length % MOST_GROUPS_AN_UPLOAD) + 1;
    uploads.push(groups.slice(at, at + size));
    at += size;
  }
  return uploads;
}

import type { Random } from '@polylog/core/driver';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../random.js';
import { storeDocument } from '../../stored-document.js';
import { searchIndexOf } from '../search-index.js';
import type { SearchedLog } from '../searched-log.js';
import { prepareSelect } from './run-select.js';

const firstSeed = Number(process.env.POLYLOG_SEARCH_SEED ?? Math.floor(Math.random() * 2 ** 31));
const ROUNDS = 200;

const keys = { status: { type: 'long' }, load: { type: 'double' }, path: { type: 'text', token: [] } };
const index = searchIndexOf(storeDocument({ keys }, 0));

/** A log as plain JavaScript has it. */
interface Plain {
  readonly time: number;
  readonly status: number | undefined;
  readonly load: number | undefined;
  readonly path: string | undefined;
}

function plainLogs(random: Random): readonly Plain[] {
  const maybe = <T>(value: T): T | undefined => (random() < 0.85 ? value : undefined);
  return Array.from({ length: Math.floor(random() * 60) }, (_, at) => ({
    // All times differ, so that the order is known.
    time: at * 7 + Math.floor(random() * 7),
    status: maybe([200, 301, 404, 500][Math.floor(random() * 4)] as number),
    // Quarters add up exactly in any order.
    load: maybe(Math.floor(random() * 40) / 4),
    path: maybe(`/${'abcd'[Math.floor(random() * 4)]}`),
  }));
}

function stored({ time, ...fields }: Plain): SearchedLog {
  const contents = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  );
  return { timeSeconds: time, topic: '', source: '', tags: [], contents };
}

const text = (value: number | string | undefined): string => (value === undefined ? 'null' : String(value));
const double = (value: number | undefined): string => {
  const plain = text(value);
  return /^-?\d+$/.test(plain) ? `${plain}.0` : plain;
};
const present = <T>(values: readonly (T | undefined)[]): readonly T[] =>
  values.filter((value) => value !== undefined) as readonly T[];
const sum = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((a, b) => a + b);
const least = <T>(values: readonly T[]): T | undefined => [...values].sort((a, b) => (a < b ? -1 : 1))[0];
const most = <T>(values: readonly T[]): T | undefined => [...values].sort((a, b) => (a > b ? -1 : 1))[0];

test(`SQL says what plain loops say over the same logs: ${ROUNDS} rounds, seeds from ${firstSeed}`, () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const seed = firstSeed + round;
    const random = seededRandom(seed);
    const logs = plainLogs(random);
    const shuffled = logs.map((log) => ({ log, at: random() })).sort((a, b) => a.at - b.at);
    const run = (sql: string) => prepareSelect(sql, index)(shuffled.map(({ log }) => stored(log))).rows;
    const width = 1 + Math.floor(random() * 50);
    const bound = [200, 301, 404][Math.floor(random() * 3)] as number;
    const offset = Math.floor(random() * 5);
    const count = Math.floor(random() * 30);
    const wrong = `seed ${seed}`;

    const whole = run(
      'select count(*) as n, count(load) as c, sum(load) as s, avg(load) as a, min(path) as lo, max(status) as hi',
    );
    const loads = present(logs.map(({ load }) => load));
    const average = loads.length === 0 ? undefined : (sum(loads) as number) / loads.length;
    expect(whole, wrong).toEqual([
      {
        n: text(logs.length),
        c: text(loads.length),
        s: double(sum(loads)),
        a: double(average),
        lo: text(least(present(logs.map(({ path }) => path)))),
        hi: text(most(present(logs.map(({ status }) => status)))),
      },
    ]);

    const passing = logs.filter(
      ({ status, path }) => status !== undefined && status > bound && (path === '/a' || path === '/b'),
    );
    const listed = run(
      `select __time__ as t, status, path where status > ${bound} and path in ('/a', '/b') limit ${offset}, ${count}`,
    );
    const expected = passing.map(({ time, status, path }) => ({
      t: text(time),
      status: text(status),
      path: text(path),
    }));
    expect(listed, wrong).toEqual(expected.slice(offset, offset + count));

    const slices = new Map<number, Plain[]>();
    for (const log of logs) {
      const slice = log.time - (log.time % width);
      slices.set(slice, [...(slices.get(slice) ?? []), log]);
    }
    const bySlice = run(
      `select time_slice(__time__, ${width}) as t, count(*) as n, sum(status) as s group by t order by t desc limit 1000`,
    );
    expect(bySlice, wrong).toEqual(
      [...slices]
        .sort(([a], [b]) => b - a)
        .map(([t, some]) => ({
          t: text(t),
          n: text(some.length),
          s: text(sum(present(some.map(({ status }) => status)))),
        })),
    );

    const groups = new Map<string, Plain[]>();
    for (const log of logs) {
      const key = `${text(log.path)} ${text(log.status)}`;
      groups.set(key, [...(groups.get(key) ?? []), log]);
    }
    const byPath = run(
      'select path, status, max(load) as hi, count(*) as n group by path, status order by n desc, path, status limit 1000',
    );
    const nullsLast = (a: number | string | undefined, b: number | string | undefined): number =>
      a === b ? 0 : a === undefined ? 1 : b === undefined ? -1 : a < b ? -1 : 1;
    const expectedGroups = [...groups.values()]
      .sort(
        ([a, ...as], [b, ...bs]) =>
          bs.length - as.length || nullsLast(a?.path, b?.path) || nullsLast(a?.status, b?.status),
      )
      .map((some) => ({
        path: text(some[0]?.path),
        status: text(some[0]?.status),
        hi: double(most(present(some.map(({ load }) => load)))),
        n: text(some.length),
      }));
    expect(byPath, wrong).toEqual(expectedGroups);
  }
});

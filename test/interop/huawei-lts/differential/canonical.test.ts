import { expect, test } from 'vitest';
import { differences } from '../../differential/lines.js';
import { canonical } from './canonical.js';
import { pushedBy, readBy } from './carries.js';
import { type Label, testItems } from './items.js';

const START_NS = 1_800_000_000_000_000_007n;
const made = [...testItems(7, 3_000, START_NS)];
const line = (labels: readonly Label[]): string => `0|${canonical(labels)}`;

test('the same seed makes the same logs, of all kinds, and no two of one time', () => {
  expect([...testItems(7, 3_000, START_NS)]).toEqual(made);
  const lines = made.flatMap((item) => item.lines);
  const labels = made.flatMap((item) => item.labels);
  expect(lines).toHaveLength(3_000);
  expect(new Set(lines.map(({ timeNs }) => timeNs)).size).toBe(3_000);
  for (const { labels } of made) expect(new Set(labels.map(([name]) => name)).size).toBe(labels.length);
  for (const kind of [
    made.some((item) => item.labels.length === 0),
    made.some((item) => item.lines.length > 20),
    labels.some(([name]) => name === ''),
    labels.some(([name]) => name === '__proto__'),
    ...['string', 'number', 'bigint', 'boolean', 'object'].map((type) =>
      labels.some(([, value]) => typeof value === type),
    ),
    labels.some(([, value]) => value === null),
    lines.some(({ text }) => text === ''),
    lines.some(({ text }) => Buffer.byteLength(text) > 100_000),
  ]) {
    expect(kind).toBe(true);
  }
});

test('a label that is a number is told from one that is its text, and whole numbers are exact', () => {
  const told = [7, '7', 2n ** 53n + 1n, 2n ** 53n, null, 'null'].map((value) => line([['a', value]]));
  expect(new Set(told).size).toBe(told.length);
  expect(
    line([
      ['b', 1],
      ['a', 2],
    ]),
  ).toBe(
    line([
      ['a', 2],
      ['b', 1],
    ]),
  );
  expect(differences([line([['a', 7]])], [line([['a', '7']])], 'logs')).toEqual([
    expect.stringMatching(
      /^line 0, shard 0, part 1: "label 1:\w{8} text 1:\w{8}" where "label 1:\w{8} json 1:\w{8}" was put$/,
    ),
  ]);
});

test('what a side does not carry leaves everything else as it is', () => {
  const plain = { labels: [['k', 'v'] as const], lines: [{ timeNs: 1n, text: 't' }] };
  for (const push of Object.values(pushedBy)) expect(push(plain)).toEqual(plain);
  for (const read of Object.values(readBy)) expect(read(['k', 'v'])).toEqual(['k', 'v']);
});

import { expect, test } from 'vitest';
import { differences } from '../../differential/lines.js';
import { canonical } from './canonical.js';
import { putBy, readBy } from './carries.js';
import { logGroups, type TestLogGroup } from './log-groups.js';

const line = (group: TestLogGroup): string => `0|${canonical(group)}`;
const made = [...logGroups(7, 1_000, 1_800_000_000)];
const withLogs = made.findIndex(({ logs }) => logs.some(({ contents }) => contents.length > 0));
const group = made[withLogs] as TestLogGroup;

test('the same seed makes the same log groups, of all kinds', () => {
  expect([...logGroups(7, 1_000, 1_800_000_000)].map(line)).toEqual(made.map(line));
  const logs = made.flatMap((each) => each.logs);
  const values = logs.flatMap(({ contents }) => contents.map(([, value]) => value));
  for (const kind of [
    made.some((each) => each.logs.length === 0),
    made.some(({ topic, tags }) => topic === '' && tags.length > 0),
    logs.some(({ contents }) => contents.length === 0),
    logs.some(({ contents }) => new Set(contents.map(([name]) => name)).size < contents.length),
    logs.some(({ ns }) => ns === 0),
    logs.some(({ ns }) => ns === undefined),
    values.some((value) => value === ''),
    values.some((value) => typeof value !== 'string'),
    values.some((value) => Buffer.byteLength(value) > 100_000),
  ]) {
    expect(kind).toBe(true);
  }
});

test('a difference names the log group and its part, with both lengths and hashes', () => {
  const found = made.map(line);
  expect(differences(made.map(line), found, 'log groups')).toEqual([]);
  found[withLogs] = line({ ...group, logs: [{ timeSeconds: 1, ns: 0, contents: [] }] });
  const [only, ...others] = differences(made.map(line), found, 'log groups');
  expect(only).toMatch(new RegExp(`^line ${withLogs}, shard 0, part \\d+: "log 1 0" where "log 18000000\\d\\d `));
  expect(others).toEqual([]);
  expect(differences(made.map(line), found.slice(1), 'log groups').at(0)).toBe('999 log groups where 1000 were put');
});

test('what an SDK does not carry leaves everything else as it is', () => {
  const plain: TestLogGroup = {
    ...{ topic: 't', source: 's', tags: [['a', 'b']] },
    logs: [{ timeSeconds: 1, ns: 2, contents: [['k', 'v']] }],
  };
  for (const put of Object.values(putBy)) expect(put(plain)).toEqual(plain);
  for (const read of Object.values(readBy)) expect(read(plain)).toEqual(plain);
});

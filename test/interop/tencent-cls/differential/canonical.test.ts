import { expect, test } from 'vitest';
import { canonical } from './canonical.js';
import { JAVA_SOURCE, putBy, readBy } from './carries.js';
import { logGroups, type TestLogGroup, uploadsOf } from './log-groups.js';

const made = [...logGroups(7, 1_000)];

test('the same seed makes the same log groups, of all kinds', () => {
  expect([...logGroups(7, 1_000)].flatMap(canonical)).toEqual(made.flatMap(canonical));
  const logs = made.flatMap((each) => each.logs);
  const values = logs.flatMap(({ contents }) => contents.map(([, value]) => value));
  for (const kind of [
    made.some(({ filename }) => filename === ''),
    made.some(({ filename }) => filename === undefined),
    made.some(({ tags }) => new Set(tags.map(([name]) => name)).size < tags.length),
    made.some(({ tags }) => tags.some(([name]) => name === '__PKGID__')),
    logs.some(({ contents }) => contents.length === 0),
    logs.some(({ time }) => time > 2n ** 53n),
    logs.some(({ time }) => time < 0n),
    logs.some(({ collectTime }) => collectTime !== undefined),
    values.some((value) => value === ''),
    values.some((value) => Buffer.byteLength(value) > 100_000),
  ]) {
    expect(kind).toBe(true);
  }
});

test('they go in uploads of one to ten', () => {
  const uploads = uploadsOf(made);
  expect(uploads.flat()).toEqual(made);
  expect(new Set(uploads.map(({ length }) => length))).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
});

test('what an SDK does not carry leaves everything else as it is', () => {
  const plain: TestLogGroup = {
    ...{ packageId: '', filename: '', source: JAVA_SOURCE, tags: [] },
    logs: [{ time: 1_700_000_000_000_000_001n, contents: [['k', 'v']] }],
  };
  for (const put of Object.values(putBy)) expect(put(plain)).toEqual(plain);
  const { packageId: _, ...rest } = plain;
  for (const read of Object.values(readBy)) expect(read(rest)).toEqual(rest);
});

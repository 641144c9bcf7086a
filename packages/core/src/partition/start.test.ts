import { expect, test } from 'vitest';
import type { LogDriver, Membership, Partition, SavedCheckpoint, StartPoint } from '../driver.js';
import { type Position, toPosition } from '../position.js';
import { createStartResolver } from './start.js';

const T0 = 1_700_000_000_000;

/** "latest" is a time by then. */
type Start = Exclude<StartPoint, 'latest'>;

function trial(
  start: Start,
  checkpoints: Record<string, Partial<SavedCheckpoint>>,
  parents: Record<string, string[]>,
  startsByMs?: number,
) {
  const located: string[] = [];
  const asked: (readonly string[])[] = [];
  const membership = {
    joinedAtMs: T0,
    startsByMs,
    async checkpoints(ids: readonly string[]) {
      asked.push(ids);
      const saved = Object.entries(checkpoints).filter(([id]) => ids.includes(id));
      return new Map(
        saved.map(([id, rest]) => [id, { position: toPosition(`saved ${id}`), proven: true, ...rest }] as const),
      );
    },
  } as unknown as Membership;
  const driver = {
    provider: 'test',
    async locate(partitions: readonly Partition[], point: StartPoint) {
      located.push(`${partitions.map(({ id }) => id).join(',')} ${JSON.stringify(point)}`);
      return new Map<string, Position>(
        partitions.filter(({ id }) => id !== 'nowhere').map(({ id }) => [id, toPosition(`located ${id}`)]),
      );
    },
  } as unknown as LogDriver;
  const resolve = createStartResolver({
    driver,
    membership,
    start,
    ancestors: (id) => parents[id] ?? [],
    all: () => Object.keys(checkpoints),
    call: (_, attempt) => attempt(),
    lifetime: new AbortController().signal,
  });
  return { located, asked, resolve: (id: string) => resolve({ id, stream: 's', readOnly: false, parents: [] }) };
}

test('from the checkpoint, if there is one; one that is not proven has to be saved first', async () => {
  const { resolve, located } = trial({ epochMs: T0 }, { 0: {}, 1: { proven: false } }, {});
  expect(await resolve('0')).toEqual({ position: 'saved 0', resumed: true });
  expect(await resolve('1')).toEqual({ position: 'saved 1', resumed: false });
  expect(located).toEqual([]);
});

test('1.4 from the beginning, if an ancestor has a proven checkpoint, whatever start says', async () => {
  const { resolve, located } = trial({ epochMs: T0 }, { 0: {} }, { 3: ['2', '0'], 4: ['2'] });
  expect(await resolve('3')).toEqual({ position: 'located 3', resumed: false });
  await resolve('4');
  expect(located).toEqual(['3 "earliest"', `4 {"epochMs":${T0}}`]);
});

test('9.4 an ancestor’s checkpoint that is not proven counts in a group that has a proven one, and in no other', async () => {
  const children = { 6: ['5'] };
  const alone = trial({ epochMs: T0 }, { 5: { proven: false }, 7: { proven: false } }, children);
  await alone.resolve('6');
  expect(alone.located).toEqual([`6 {"epochMs":${T0}}`]);
  const beside = trial({ epochMs: T0 }, { 5: { proven: false }, 7: {} }, children);
  await beside.resolve('6');
  expect(beside.located).toEqual(['6 "earliest"']);
});

test.each<[Start, string]>([
  ['earliest', '"earliest"'],
  [{ epochMs: 5 }, '{"epochMs":5}'],
])('else from start: %o is looked up as %s', async (start, point) => {
  const { resolve, located } = trial(start, {}, {});
  await resolve('0');
  expect(located).toEqual([`0 ${point}`]);
});

test.each<[Start, string]>([
  ['earliest', '"earliest"'],
  [{ epochMs: 5 }, '{"epochMs":5}'],
  [{ epochMs: T0 }, '{"epochMs":7}'],
])(
  '1.4 no later than the driver says, where the service tells no ancestors: %o is looked up as %s',
  async (start, point) => {
    const { resolve, located } = trial(start, { 0: {} }, {}, 7);
    await resolve('0');
    await resolve('1');
    expect(located).toEqual([`1 ${point}`]);
  },
);

test('what is asked in one turn is one call of each kind', async () => {
  const { resolve, located, asked } = trial('earliest', { 2: {} }, {});
  await Promise.all(['0', '1', '2'].map(resolve));
  expect(asked.map((ids) => [...ids].sort())).toEqual([['0', '1', '2']]);
  expect(located).toEqual(['0,1 "earliest"']);
});

test('a driver that locates no position for a partition is an internal error', async () => {
  const { resolve } = trial('earliest', {}, {});
  await expect(resolve('nowhere')).rejects.toMatchObject({ code: 'internal' });
});

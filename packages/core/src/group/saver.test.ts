import { expect, test } from 'vitest';
import type { Checkpoint, Membership, SaveOutcome } from '../driver.js';
import { toPosition } from '../position.js';
import { createFakeClock } from '../testing/fake-clock.js';
import { createLease, instant } from './lease.js';
import { saverByLease } from './saver.js';

const about = (ids: string): Checkpoint[] => [...ids].map((id) => ({ partition: id, position: toPosition(`${id}@1`) }));
const saved: SaveOutcome = { kind: 'saved' };

function saverOver(save: Membership['save'], isFinal: (error: unknown) => boolean = () => true) {
  const clock = createFakeClock();
  const lease = createLease(clock, instant(clock), 30_000);
  const sent: string[] = [];
  const membership = {
    save(checkpoints: readonly Checkpoint[], options: Parameters<Membership['save']>[1]) {
      sent.push(checkpoints.map(({ partition }) => partition).join(''));
      return save(checkpoints, options);
    },
  } as unknown as Membership;
  const saverOf = saverByLease(membership, isFinal);
  const all = (ids: string) => Promise.allSettled(about(ids).map(saverOf(lease)));
  return { clock, lease, sent, saverOf, all };
}

const savesAll: Membership['save'] = async (checkpoints) =>
  new Map(checkpoints.map(({ partition }) => [partition, saved]));

test('what is asked in one turn is one call, for each lease', async () => {
  const { clock, lease, sent, saverOf } = saverOver(savesAll);
  const other = createLease(clock, instant(clock), 30_000);
  await Promise.all([...about('ab').map(saverOf(lease)), ...about('cd').map(saverOf(other))]);
  expect(sent).toEqual(['ab', 'cd']);
});

test.each([
  ['a', ['a']],
  ['ab', ['ab', 'a', 'b']],
  ['abcdefg', ['abcdefg', 'abc', 'a', 'bc', 'defg']],
  ['bcdea', ['bcdea', 'bc', 'dea', 'd', 'ea', 'e', 'a']],
])('of %s only the bad one ends', async (ids, calls) => {
  const bad = new Error('no topic a');
  const { sent, all } = saverOver(async (checkpoints, options) => {
    if (checkpoints.some(({ partition }) => partition === 'a')) throw bad;
    return savesAll(checkpoints, options);
  });
  const outcomes = await all(ids);
  expect(sent).toEqual(calls);
  expect(outcomes).toEqual(
    [...ids].map((id) =>
      id === 'a' ? { status: 'rejected', reason: bad } : { status: 'fulfilled', value: { kind: 'saved' } },
    ),
  );
});

test('a lease that ends while halves are sent ends the sending', async () => {
  const { clock, sent, all } = saverOver(async () => {
    if (sent.length === 2) clock.jumpWall(40_000);
    throw new Error('no');
  });
  const outcomes = await all('abcdefgh');
  // The half of the first half was not sent any more, nor the second half.
  expect(sent).toEqual(['abcdefgh', 'abcd']);
  expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
  expect(outcomes.at(-1)).toMatchObject({ reason: { code: 'lease-lost' } });
});

test('nothing is sent where the lease ended while the turn was gathered', async () => {
  const { clock, sent, all } = saverOver(savesAll);
  const asked = all('ab');
  clock.jumpWall(40_000);
  expect(await asked).toMatchObject([{ reason: { code: 'lease-lost' } }, { reason: { code: 'lease-lost' } }]);
  expect(sent).toEqual([]);
});

test('a call that failed for now is not halved: all of it is asked for again', async () => {
  const down = new Error('down');
  const { sent, all } = saverOver(
    () => Promise.reject(down),
    (error) => error !== down,
  );
  expect(await all('abc')).toEqual(Array.from({ length: 3 }, () => ({ status: 'rejected', reason: down })));
  expect(sent).toEqual(['abc']);
});

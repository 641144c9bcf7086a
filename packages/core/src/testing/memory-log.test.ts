import { expect, test } from 'vitest';
import type { GroupSpec, LogDriver, Membership, ReadOptions } from '../driver.js';
import { toPosition } from '../position.js';
import { createFakeClock } from './fake-clock.js';
import { createMemoryLog, type MemoryLogOptions } from './memory-log.js';

const { signal } = new AbortController();
const readOptions: ReadOptions = { signal, maxBytes: 1_000_000, reserve: async () => undefined };
const entries = (count: number) => Array.from({ length: count }, (_, i) => ({ fields: { n: String(i) } }));

function trial(options: Partial<MemoryLogOptions> = {}) {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock, ...options });
  const driver = log.driver();
  const join = (member: string, spec: Partial<GroupSpec> = {}): Promise<Membership> =>
    driver.join(
      { group: 'g', member, sessionTimeoutMs: 30_000, create: 'if-missing', update: 'never', ...spec },
      { signal },
    );
  return { clock, log, driver, join };
}

const read = async (driver: LogDriver, id: string, from: string) => {
  const partition = (await driver.partitions({ signal })).find((each) => each.id === id);
  return driver.read(partition as NonNullable<typeof partition>, toPosition(from), readOptions);
};
const beat = async (membership: Membership, ...holding: string[]) =>
  (await membership.heartbeat(holding, { signal })).partitions;

test('a read gives at most a batch, in order, and says whether more waits', async () => {
  const { log, driver } = trial({ batchRecords: 4 });
  log.append('0', entries(6));
  const first = await read(driver, '0', '0@0');
  expect([first.start, first.next, first.state, first.recordCount]).toEqual(['0@0', '0@4', 'more', 4]);
  const second = await read(driver, '0', first.next);
  expect([second.next, second.state, [...second.records].map(({ id }) => id)]).toEqual([
    '0@6',
    'caught-up',
    ['0@4', '0@5'],
  ]);
  expect(await read(driver, '0', '0@6')).toMatchObject({ next: '0@6', state: 'caught-up', recordCount: 0 });
});

test('split and merge close the parents and name them', async () => {
  const { log, driver } = trial();
  const [left, right] = log.split('0');
  const child = log.merge(left, '1');
  expect(() => log.append('0', entries(1))).toThrow('read-only');
  expect((await driver.partitions({ signal })).map(({ id, readOnly, parents }) => [id, readOnly, parents])).toEqual([
    ['0', true, []],
    ['1', true, []],
    [left, true, ['0']],
    [right, false, ['0']],
    [child, false, [left, '1']],
  ]);
});

test('the end is said only to a reader that had seen that the partition is read-only', async () => {
  const { log, driver } = trial();
  const [before] = await driver.partitions({ signal });
  log.append('0', entries(2));
  log.split('0');
  const unseen = await driver.read(before as NonNullable<typeof before>, toPosition('0@0'), readOptions);
  expect(unseen.state).toBe('caught-up');
  expect((await read(driver, '0', '0@2')).state).toBe('ended');
});

test('a trimmed or foreign position is position-lost; earliest is what is left', async () => {
  const { log, driver } = trial();
  log.append('0', entries(10));
  log.trim('0', 4);
  for (const from of ['0@3', '0@11', '1@0', 'nonsense', '0@']) {
    const error: unknown = await read(driver, '0', from).catch((thrown: unknown) => thrown);
    expect([from, driver.classify(error)]).toMatchObject([from, { code: 'position-lost', scope: 'partition' }]);
  }
  const partitions = await driver.partitions({ signal });
  expect((await driver.locate(partitions, 'earliest', { signal })).get('0')).toBe('0@4');
  expect((await driver.locate(partitions, 'latest', { signal })).get('0')).toBe('0@10');
});

test('a time is the first record received at or after it', async () => {
  const { clock, log, driver } = trial();
  log.append('0', entries(2));
  await clock.advance(1_000);
  const now = clock.now();
  log.append('0', entries(2));
  const at = async (epochMs: number) =>
    (await driver.locate(await driver.partitions({ signal }), { epochMs }, { signal })).get('0');
  expect([await at(now - 1_000), await at(now - 999), await at(now), await at(now + 1)]).toEqual([
    '0@0',
    '0@2',
    '0@2',
    '0@4',
  ]);
});

test('a partition changes hands in two steps: its owner lets go before the other hears of it', async () => {
  const { join } = trial();
  const a = await join('a');
  expect(await beat(a)).toEqual(['0', '1']);
  const b = await join('b');
  expect(await b.heartbeat([], { signal })).toMatchObject({ partitions: [], moving: true });
  const answer = await a.heartbeat(['0', '1'], { signal });
  expect([answer.partitions.length, answer.moving]).toEqual([1, true]);
  expect(await beat(b)).toEqual([]);
  await beat(a, ...answer.partitions);
  expect([...(await beat(b)), ...answer.partitions].sort()).toEqual(['0', '1']);
});

test('a member that is not heard of for a session loses everything, and is told so', async () => {
  const { clock, log, join } = trial();
  const a = await join('a');
  await beat(a);
  await clock.advance(30_001);
  const b = await join('b');
  expect(await beat(b)).toEqual(['0', '1']);
  const driver = log.driver();
  const error: unknown = await beat(a, '0', '1').catch((thrown: unknown) => thrown);
  expect(driver.classify(error)).toMatchObject({ code: 'lease-lost', scope: 'member' });
  expect(await beat(a)).toEqual([]);
});

test('only the owner may save: others lose the partition, strangers the membership', async () => {
  const { log, join } = trial();
  const a = await join('a');
  const b = await join('b');
  await beat(a);
  await beat(b);
  const save = async (membership: Membership, position: string) =>
    (await membership.save([{ partition: '0', position: toPosition(position) }], { signal })).get('0');
  expect(await save(a, '0@1')).toEqual({ kind: 'saved' });
  expect(await save(b, '0@2')).toMatchObject({ kind: 'lost', failure: { scope: 'partition' } });
  log.group('g')?.evict('a');
  expect(await save(a, '0@3')).toMatchObject({ kind: 'lost', failure: { scope: 'member' } });
  expect((await a.checkpoints(['0', '1'], { signal })).get('0')).toMatchObject({ position: '0@1', proven: true });
});

test('in lineage order a child is dealt once its parents are saved at their end', async () => {
  const { log, join } = trial({ partitions: 1 });
  log.append('0', entries(2));
  const a = await join('a', { order: 'lineage' });
  const children = log.split('0');
  expect(await beat(a)).toEqual(['0']);
  await a.save([{ partition: '0', position: toPosition('0@1') }], { signal });
  expect(await beat(a, '0')).toEqual(['0']);
  await a.save([{ partition: '0', position: toPosition('0@2') }], { signal });
  expect(await beat(a, '0')).toEqual([...children]);
});

test('a fault does nothing, loses the answer, or hangs until it is lifted, the signal aborts or the time is over', async () => {
  const { clock, log, join } = trial();
  const a = await join('a');
  const beats = () => log.calls.filter((call) => call.startsWith('heartbeat')).length;
  log.faults.add({ call: 'heartbeat', times: 1, action: { kind: 'fail', failure: { code: 'throttled' } } });
  log.faults.add({ call: 'heartbeat', times: 1, action: { kind: 'lose-answer', failure: { code: 'unavailable' } } });
  await expect(beat(a)).rejects.toMatchObject({ failure: { code: 'throttled', scope: 'call' } });
  expect(beats()).toBe(0);
  await expect(beat(a)).rejects.toMatchObject({ failure: { code: 'unavailable' } });
  expect(beats()).toBe(1);

  const lift = log.faults.add({ call: 'heartbeat', action: { kind: 'hang' } });
  const controller = new AbortController();
  const aborted = a.heartbeat([], { signal: controller.signal });
  const late = a.heartbeat([], { signal, timeoutMs: 1_000 });
  const patient = beat(a);
  controller.abort('enough');
  await expect(aborted).rejects.toBe('enough');
  const timedOut = expect(late).rejects.toMatchObject({ failure: { code: 'unavailable' } });
  await clock.advance(1_000);
  await timedOut;
  expect(beats()).toBe(1);
  lift();
  expect(await patient).toEqual(['0', '1']);
  expect(clock.pending).toBe(0);
});

test('a fault may name a member or a partition', async () => {
  const { log, driver, join } = trial();
  log.append('1', entries(1));
  const [a, b] = [await join('a'), await join('b')];
  log.faults.add({ call: 'heartbeat', member: 'b', action: { kind: 'fail', failure: { code: 'unavailable' } } });
  log.faults.add({ call: 'read', partition: '0', action: { kind: 'fail', failure: { code: 'unavailable' } } });
  await beat(a);
  await expect(beat(b)).rejects.toThrow();
  await expect(read(driver, '0', '0@0')).rejects.toThrow();
  expect((await read(driver, '1', '1@0')).recordCount).toBe(1);
});

test('whatever is thrown is classified, and what is not known is unknown', () => {
  const { driver } = trial();
  for (const thrown of [undefined, null, 'text', new Error('plain'), 7, {}]) {
    expect(driver.classify(thrown)).toMatchObject({ code: 'unknown', scope: 'call' });
  }
});

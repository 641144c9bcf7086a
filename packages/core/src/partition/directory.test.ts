import { expect, test } from 'vitest';
import type { Partition } from '../driver.js';
import { createFakeClock } from '../testing/fake-clock.js';
import { createDirectory } from './directory.js';

const { signal } = new AbortController();

function trial() {
  const clock = createFakeClock();
  const partition = (id: string, parents: readonly string[] = [], readOnly = false): Partition => ({
    id,
    stream: 's',
    readOnly,
    parents,
  });
  const log = { partitions: [partition('0')], listings: 0, tookMs: 0 };
  const driver = {
    async partitions() {
      log.listings++;
      const listed = log.partitions;
      if (log.tookMs > 0) await new Promise<void>((resolve) => void clock.schedule(log.tookMs, resolve));
      return listed;
    },
  };
  const directory = createDirectory(
    driver as unknown as Parameters<typeof createDirectory>[0],
    clock,
    (attempt) => attempt(),
    signal,
  );
  return { clock, log, directory, partition };
}

test('a partition is listed once, however many ask, and again only if it is not known', async () => {
  const { log, directory, partition } = trial();
  const found = await Promise.all([directory.find('0', signal), directory.find('0', signal)]);
  expect(found.map((each) => each?.id)).toEqual(['0', '0']);
  expect(log.listings).toBe(1);
  log.partitions = [partition('0'), partition('1', ['0'])];
  expect(await directory.find('1', signal)).toMatchObject({ id: '1', parents: ['0'] });
  expect(log.listings).toBe(2);
  expect(await directory.find('9', signal)).toBeUndefined();
});

test('a partition that an older listing on its way does not know is found by the next one', async () => {
  const { clock, log, directory, partition } = trial();
  log.tookMs = 100;
  const older = directory.find('0', signal);
  await clock.advance(50);
  log.partitions = [partition('0'), partition('1')];
  const newer = directory.find('1', signal);
  await clock.advance(200);
  expect((await older)?.id).toBe('0');
  expect((await newer)?.id).toBe('1');
});

test('refreshed lists again, beside what is known, five seconds after the last listing was sent', async () => {
  const { clock, log, directory, partition } = trial();
  log.tookMs = 1_000;
  const first = directory.find('0', signal);
  await clock.advance(1_000);
  await first;
  log.partitions = [partition('0', [], true)];
  await clock.advance(3_999);
  expect(directory.refreshed('0')?.readOnly).toBe(false);
  expect(log.listings).toBe(1);
  await clock.advance(1);
  // Nobody waits for it: an older listing is safe to read with.
  expect(directory.refreshed('0')?.readOnly).toBe(false);
  await clock.advance(1_000);
  expect(directory.refreshed('0')?.readOnly).toBe(true);
  expect(log.listings).toBe(2);
});

test('one that stops waiting does not end the listing for the others', async () => {
  const { clock, log, directory } = trial();
  log.tookMs = 100;
  const controller = new AbortController();
  const impatient = directory.find('0', controller.signal);
  const patient = directory.find('0', signal);
  controller.abort('enough');
  await expect(impatient).rejects.toBe('enough');
  await clock.advance(100);
  expect((await patient)?.id).toBe('0');
});

test('ancestors are followed as far as they are listed or named, through merges and even circles', async () => {
  const { log, directory, partition } = trial();
  log.partitions = [
    partition('1', ['0']),
    partition('2', ['0']),
    partition('3', ['1', '2']),
    partition('4', ['3', '5']),
    partition('5', ['4']),
  ];
  await directory.find('3', signal);
  expect(new Set(directory.ancestors('3'))).toEqual(new Set(['0', '1', '2']));
  expect(directory.ancestors('0')).toEqual([]);
  expect(new Set(directory.ancestors('4'))).toEqual(new Set(['0', '1', '2', '3', '4', '5']));
});

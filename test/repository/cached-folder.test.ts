import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cachedFolder } from '../../scripts/peers/cached-folder.mjs';
import { root } from '../../scripts/tasks/workspace.mjs';

let folder: string;
const ask = (fill: (draft: string) => Promise<void>): Promise<string> => cachedFolder(basename(folder), fill);
const leftovers = (): string[] =>
  readdirSync(dirname(folder)).filter((name) => join(dirname(folder), name).startsWith(folder));

beforeEach(() => {
  folder = join(root, '.cache/peers', `test-${randomUUID()}`);
});
afterEach(() => {
  for (const name of leftovers()) rmSync(join(dirname(folder), name), { recursive: true });
});

/** Fills a folder, slowly enough for all to have asked for it. */
function filler(): { fill: (draft: string) => Promise<void>; readonly times: number } {
  let times = 0;
  return {
    async fill(draft) {
      times++;
      await new Promise((resolve) => setImmediate(resolve));
      writeFileSync(join(draft, 'file'), 'made');
    },
    get times() {
      return times;
    },
  };
}

test('a folder that many ask for is filled once, and found by all', async () => {
  const one = filler();
  const found = await Promise.all([ask(one.fill), ask(one.fill), ask(one.fill)]);
  expect(found).toEqual([folder, folder, folder]);
  expect(one.times).toBe(1);
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('made');
  expect(leftovers()).toHaveLength(1);
});

test('where filling fails, nothing is left, and whoever waited fills it', async () => {
  const one = filler();
  const failed = ask(() => Promise.reject(new Error('no network')));
  const waited = ask(one.fill);
  await expect(failed).rejects.toThrow('no network');
  expect(await waited).toBe(folder);
  expect(one.times).toBe(1);
  expect(leftovers()).toHaveLength(1);
});

test('whoever died while it filled holds up nobody', async () => {
  const lock = `${folder}.lock`;
  mkdirSync(lock, { recursive: true });
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(lock, longAgo, longAgo);
  const one = filler();
  expect(await ask(one.fill)).toBe(folder);
  expect([one.times, existsSync(lock)]).toEqual([1, false]);
});

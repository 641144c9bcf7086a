import { createFakeClock } from '@polylog/core/testing';
import { expect, test } from 'vitest';
import { createClassifier } from '../failure/classify.js';
import { createClientCalls } from './client-calls.js';
import { countedPage, type Page } from './listing.js';

const calls = () =>
  createClientCalls({
    name: 'createTestClient',
    options: { clock: createFakeClock() },
    classify: createClassifier({}),
    close: async () => undefined,
  });

test('a service that names the same page again is not followed for ever', async () => {
  const same = async (): Promise<Page<string, string>> => ({ items: ['a'], next: 'token' });
  const listing = calls().list('things.list', undefined, 'token', same);
  await expect(listing.all()).rejects.toMatchObject({ name: 'ClientError', code: 'corrupt-data' });
});

test('an empty page is the last one, whatever the total says', () => {
  expect(countedPage([], 3, 10)).toEqual({ items: [], total: 10 });
  expect(countedPage(['a'], 9, 10)).toEqual({ items: ['a'], total: 10 });
  expect(countedPage(['a'], 8, 10)).toEqual({ items: ['a'], total: 10, next: 9 });
});

test('a listing that is left is not asked again, and each way through it begins anew', async () => {
  let asked = 0;
  const listing = calls().list('things.list', undefined, 0, async (at) => {
    asked += 1;
    return countedPage([at], at, 3);
  });
  for await (const item of listing) if (item === 1) break;
  expect(asked).toBe(2);
  expect(await listing.all()).toEqual([0, 1, 2]);
  expect(asked).toBe(5);
});

test('a failed page rejects what awaits it, as an error of the client', async () => {
  const listing = calls().list('things.list', { retry: false }, 0, async () => {
    throw new Error('unheard of');
  });
  await expect(listing).rejects.toMatchObject({ name: 'ClientError', code: 'unknown' });
  await expect(listing.catch(({ code }: { code: string }) => code)).resolves.toBe('unknown');
});

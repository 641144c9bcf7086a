import { expect, test } from 'vitest';
import { toPosition } from '../position.js';
import { createMemoryCheckpointStore } from './memory-checkpoint-store.js';

test('keeps the latest position of each partition, also when it was closed', async () => {
  const { signal } = new AbortController();
  const store = createMemoryCheckpointStore();
  await store.save([{ partition: '0', position: toPosition('a') }], { signal });
  await store.save([{ partition: '0', position: toPosition('b') }], { signal });
  await store.save([{ partition: '1', position: toPosition('c') }], { signal });
  await store.close();
  expect(await store.load(['0', '2'], { signal })).toEqual(new Map([['0', 'b']]));
});

test('an aborted call rejects with the reason and saves nothing', async () => {
  const signal = AbortSignal.abort('enough');
  const store = createMemoryCheckpointStore();
  await expect(store.save([{ partition: '0', position: toPosition('a') }], { signal })).rejects.toBe('enough');
  await expect(store.load(['0'], { signal })).rejects.toBe('enough');
  expect(await store.load(['0'], new AbortController())).toEqual(new Map());
});

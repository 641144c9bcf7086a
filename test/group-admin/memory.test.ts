import { expect, test } from 'vitest';
import { join, memoryHarness, o, refusal } from './admin-harness.js';
import { describeGroupAdmin } from './group-admin-suite.js';

describeGroupAdmin('the memory log', memoryHarness);

test('the memory log lists members with their partitions, until their session has run out', async () => {
  const harness = await memoryHarness();
  const { admin } = harness;
  await join(harness, 'billing', 'a');
  expect(await admin.members('billing', o())).toEqual([{ name: 'a', partitions: ['0', '1'] }]);
  expect(await admin.describeGroup('billing', o())).toMatchObject({ activity: { kind: 'active', members: ['a'] } });
  await harness.advance(30_001);
  expect(await admin.members('billing', o())).toEqual([]);
  expect(await admin.describeGroup('billing', o())).toMatchObject({ activity: { kind: 'idle' } });
  expect((await refusal(admin.members('nobody', o()))).code).toBe('not-found');
});

test('the memory log has no hash keys to split at, and says so by name', async () => {
  const { admin } = await memoryHarness();
  const failed = await refusal(admin.splitPartition('0', { ...o(), at: '80000000000000000000000000000000' }));
  expect(failed.code).toBe('unsupported');
  expect(failed.message).toContain('memory');
  expect(await admin.partitions(o())).toHaveLength(2);
});

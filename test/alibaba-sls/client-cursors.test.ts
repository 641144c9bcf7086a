import { cursorPlus, encodeCursor } from '@polylog/alibaba-sls/wire';
import { expect, it } from 'vitest';
import { ref, refusal, startClient } from './client-service.js';

const shard = { ...ref, shard: 0 };

async function filled() {
  const service = await startClient({}, { shards: 1 });
  const { emulator, client } = service;
  const put = () =>
    emulator.sls.put(ref.project, ref.logstore, { logs: [{ timeSeconds: 1_700_000_000, contents: [] }] });
  const firstAt = emulator.clock.now();
  put();
  emulator.clock.advance(100_000);
  put();
  emulator.clock.advance(100_000);
  return { client, emulator, firstAt };
}
const seconds = (epochMs: number): number => Math.floor(epochMs / 1000);

it('finds the beginning, the end, and the first log group of a time', async () => {
  const { client, firstAt } = await filled();
  const begin = await client.cursors.get({ ...shard, at: 'begin' });
  expect(await client.cursors.get({ ...shard, at: 'end' })).toBe(cursorPlus(begin, 2n));
  expect(await client.cursors.get({ ...shard, at: { epochMs: firstAt + 50_000 } })).toBe(cursorPlus(begin, 1n));
  expect(await client.cursors.get({ ...shard, at: new Date(firstAt - 50_000) })).toBe(begin);
});

it('tells when the log group at a cursor was received, and at the end what time it is there', async () => {
  const { client, emulator, firstAt } = await filled();
  const cursor = await client.cursors.get({ ...shard, at: 'begin' });
  expect((await client.cursors.time({ ...shard, cursor })).getTime() / 1000).toBe(seconds(firstAt));
  const end = await client.cursors.get({ ...shard, at: 'end' });
  const now = (await client.cursors.time({ ...shard, cursor: end })).getTime() / 1000;
  expect(Math.abs(now - seconds(emulator.clock.now()))).toBeLessThan(5);
});

it('tells the time of the log group before a cursor, and clamps what is out of the shard’s range', async () => {
  const { client, emulator, firstAt } = await filled();
  const end = await client.cursors.get({ ...shard, at: 'end' });
  const previous = async (cursor: string) => (await client.cursors.previousTime({ ...shard, cursor })).getTime() / 1000;
  const second = seconds(firstAt + 100_000);
  expect(Math.abs((await previous(end)) - second)).toBeLessThan(5);
  const begin = await client.cursors.get({ ...shard, at: 'begin' });
  expect(await previous(begin)).toBe(seconds(firstAt));
  emulator.sls.expire(ref.project, ref.logstore, { beforeCursor: cursorPlus(begin, 1n) ?? '' });
  expect(Math.abs((await previous(begin)) - second)).toBeLessThan(5);
  const beyond = cursorPlus(end, 100n) ?? '';
  expect(Math.abs((await previous(beyond)) - seconds(emulator.clock.now()))).toBeLessThan(5);
});

it('refuses what is no place and no cursor, and names a shard that is missing', async () => {
  const { client } = await filled();
  expect((await refusal(client.cursors.get({ ...shard, at: 'earliest' as never }))).message).toContain(
    '"begin", "end"',
  );
  expect((await refusal(client.cursors.get({ ...shard, at: {} as never }))).message).toContain('epochMs');
  expect((await refusal(client.cursors.previousTime({ ...shard, cursor: 'x' }))).code).toBe('invalid-argument');
  expect((await refusal(client.cursors.time({ ...shard, cursor: encodeCursor(1n) }))).code).toBe('position-lost');
  const missing = await refusal(client.cursors.get({ ...ref, shard: 9, at: 'begin' }));
  expect(missing).toMatchObject({ code: 'not-found', serviceCode: 'ShardNotExist', status: 400 });
});

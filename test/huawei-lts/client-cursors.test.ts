import { createTransport } from '@polylog/driver-kit';
import { expect, it } from 'vitest';
import { ref, refusal, startClient } from './client-service.js';

const shard = { ...ref, shard: '0' };

async function filled(switches: NonNullable<Parameters<typeof startClient>[1]>['switches'] = {}) {
  const service = await startClient({}, { shards: 1, switches });
  const { emulator, client } = service;
  const put = () => emulator.lts.put(ref.logGroupId, ref.logStreamId, { content: 'x' }).cursor;
  const firstAt = emulator.clock.now();
  const first = put();
  emulator.clock.advance(100_000);
  const second = put();
  emulator.clock.advance(100_000);
  return { client, emulator, firstAt, first: String(first), second: String(second), end: String(second + 1n) };
}
const about = (found: Date, epochMs: number): void => expect(Math.abs(found.getTime() - epochMs)).toBeLessThan(5_000);

it.each([
  ['cursors are times', {}],
  ['the access node knows no words for places', { cursorNames: 'refused' }],
  ['cursors are counts that no double holds', { cursors: 'dense', firstCursor: 2n ** 53n + 1n }],
] as const)('finds the beginning, the end, and the first log of a time, where %s', async (_, switches) => {
  const { client, firstAt, first, second, end } = await filled(switches);
  const at = (place: Parameters<typeof client.cursors.get>[0]['at']) => client.cursors.get({ ...shard, at: place });
  expect(await at('begin')).toBe(first);
  expect(await at('end')).toBe(end);
  expect(await at({ epochMs: firstAt + 50_000 })).toBe(second);
  expect(await at({ timeNs: BigInt(firstAt + 50_000) * 1_000_000n + 1n })).toBe(second);
  expect(await at(new Date(firstAt - 50_000))).toBe(first);
  expect(await at(new Date(-1))).toBe(first);
  expect(await at({ timeNs: 2n ** 63n })).toBe(end);
});

it('asks for a time to the nanosecond, which is never a number', async () => {
  const transport = createTransport();
  const urls: string[] = [];
  const send: typeof transport.send = (request) => {
    urls.push(request.url);
    return transport.send(request);
  };
  const { client } = await startClient({ transport: { ...transport, send } });
  await client.cursors.get({ ...shard, at: { timeNs: 1_700_000_000_123_456_789n } });
  expect(urls.map((url) => new URL(url).search)).toEqual(['?from=1700000000123456789']);
  const asNumber = client.cursors.get({ ...shard, at: { timeNs: 1_700_000_000_123 as never } });
  expect((await refusal(asNumber)).message).toContain('at.timeNs is a number; allowed: a bigint');
  await transport.close();
});

it.each([{}, { cursorTimeUnit: 'milliseconds' }, { cursorTimeUnit: 'seconds' }] as const)(
  'tells when the log at a cursor was received, and at the end what time it is there: %j',
  async (switches) => {
    const { client, emulator, firstAt, first, end } = await filled(switches);
    about(await client.cursors.time({ ...shard, cursor: first }), firstAt);
    about(await client.cursors.time({ ...shard, cursor: end }), emulator.clock.now());
    const timeNs = await client.cursors.timeNs({ ...shard, cursor: first });
    expect(timeNs / 1_000_000_000n).toBe(
      BigInt(Math.floor((await client.cursors.time({ ...shard, cursor: first })).getTime() / 1000)),
    );
  },
);

it('tells the time of the place before a cursor', async () => {
  const { client, firstAt, end } = await filled();
  about(await client.cursors.previousTime({ ...shard, cursor: end }), firstAt + 100_000);
  about(await client.cursors.previousTime({ ...shard, cursor: '0' }), firstAt);
});

it('refuses what is no place and no cursor', async () => {
  const { client } = await filled();
  expect((await refusal(client.cursors.get({ ...shard, at: 'earliest' as never }))).message).toContain(
    '"begin", "end"',
  );
  expect((await refusal(client.cursors.get({ ...shard, at: {} as never }))).message).toContain('epochMs');
  expect((await refusal(client.cursors.get({ ...shard, at: new Date(Number.NaN) }))).code).toBe('invalid-argument');
  for (const cursor of ['x', '', '-1', String(2n ** 63n), 17 as never, undefined as never]) {
    const refused = await refusal(client.cursors.time({ ...shard, cursor }));
    expect(refused, cursor).toMatchObject({ code: 'invalid-argument', tries: 0 });
  }
});

import { describe, expect, test } from 'vitest';
import { startLtsFixture } from '../../../testing/lts-fixture.js';
import { nanoseconds } from '../time.js';

describe('cursors', () => {
  test('are texts on the access node and bare integers on the gateway', async () => {
    const { cursor, gateway, put } = await startLtsFixture();
    const first = put(['a']);
    expect((await cursor(0, 'begin')).text).toBe(`{"cursor":"${first}"}`);
    expect((await cursor(0, 'end')).text).toBe(`{"cursor":"${first + 1n}"}`);
    const answer = await gateway('shards/0/cursor', { query: { from: 'begin' } });
    expect(answer.text).toBe(`{"cursor":${first}}`);
  });

  test('of a time go by the receipt, in nanoseconds', async () => {
    const { cursor, put, emulator } = await startLtsFixture();
    const first = put([{ content: 'a', timeNs: 5n }]);
    emulator.clock.advance(60_000);
    const second = put([{ content: 'b', timeNs: 4n }]);
    const at = async (ns: bigint): Promise<bigint> => BigInt((await cursor(0, String(ns))).json.cursor);
    expect(await at(0n)).toBe(first);
    expect(await at(first + 1n)).toBe(second);
    expect(await at(second)).toBe(second);
    expect(await at(nanoseconds(emulator.clock.now() + 60_000))).toBe(second + 1n);
  });

  test('have a time: of their log’s receipt, now behind the last one', async () => {
    const { gateway, put, emulator } = await startLtsFixture();
    const first = put(['a']);
    emulator.clock.advance(60_000);
    const time = async (cursor: bigint): Promise<bigint> =>
      (await gateway('shards/0/time', { query: { cursor: String(cursor) } })).exact.cursor_time;
    expect(await time(first)).toBe(first);
    expect(await time(first + 1n)).toBeGreaterThanOrEqual(first + nanoseconds(60_000));
    expect((await gateway('shards/0/time')).code).toBe('LTS.0002');
  });

  test.each([
    ['milliseconds', 13],
    ['seconds', 10],
  ] as const)('cursorTimeUnit %s', async (cursorTimeUnit, digits) => {
    const { gateway } = await startLtsFixture({ switches: { cursorTimeUnit } });
    const { text } = await gateway('shards/0/time', { query: { cursor: '0' } });
    expect(text).toMatch(new RegExp(`^\\{"cursor_time":\\d{${digits}}\\}$`));
  });

  test('cursorNames refused: begin and end are none on the access node, and stay known on the gateway', async () => {
    const { cursor, gateway } = await startLtsFixture({ switches: { cursorNames: 'refused' } });
    expect((await cursor(0, 'begin')).code).toBe('LTS.0009');
    expect((await cursor(0, '0')).status).toBe(200);
    expect((await gateway('shards/0/cursor', { query: { from: 'end' } })).status).toBe(200);
  });

  test.each([
    ['', 'LTS.0002'],
    ['now', 'LTS.0009'],
    ['-1', 'LTS.0009'],
    ['1e18', 'LTS.0009'],
  ])('from "%s": %s', async (from, code) => {
    const { cursor } = await startLtsFixture();
    expect((await cursor(0, from)).code).toBe(code);
  });
});

describe('ShowLogStreamShards', () => {
  test.each([
    ['texts', '["0","1"]'],
    ['numbers', '[0,1]'],
    ['objects', '[{"shard_id":"0"},{"shard_id":"1"}]'],
  ] as const)('%s: a text that is JSON itself', async (shardList, result) => {
    const { gateway } = await startLtsFixture({ shards: 2, switches: { shardList } });
    expect((await gateway('shards')).json).toEqual({ errorCode: 'SVCSTG.ALS.200.200', isQueryComplete: true, result });
  });
});

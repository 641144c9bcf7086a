import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { startLtsFixture } from '../../../testing/lts-fixture.js';

describe('PullLogs', () => {
  test('answers count, next as a bare integer that no double holds, and logs; an empty one at once, with the same next', async () => {
    const { pull, put } = await startLtsFixture();
    const first = put(['a', { labels: { n: 9007199254740993n, f: 1.5, deep: { list: [1, null] } } }]);
    const { text, headers, status } = await pull(0, { start: String(first) });
    expect([status, headers['content-type']]).toEqual([200, 'application/json']);
    expect(text).toMatch(
      /^\{"count":2,"next":\d{19},"logs":\[\{"labels":\{"log_content":"a",.*\}\},\{"labels":\{.*\}\}\]\}$/,
    );
    expect(text).toContain(`"next":${first + 2n},`);
    expect(text).toContain('{"labels":{"n":9007199254740993,"f":1.5,"deep":{"list":[1,null]},"__time__":"');
    const empty = await pull(0, { start: String(first + 2n) });
    expect(empty.text).toBe(`{"count":0,"next":${first + 2n},"logs":[]}`);
  });

  test('gives what it was given as bytes to the letter', async () => {
    const { pull, emulator } = await startLtsFixture();
    const log = '{ "labels" : {"a":1.10, "a":"\\u0041"} }';
    emulator.lts.put('grp', 'str', Buffer.from(log));
    expect((await pull(0)).text).toContain(`"logs":[${log}]}`);
  });

  test('end is exclusive, limit is from 1 to 1000 whatever is asked for, 1000 where nothing is', async () => {
    const { put, texts } = await startLtsFixture();
    const first = put(Array.from({ length: 1200 }, (_, n) => String(n)));
    const start = String(first);
    expect(await texts(0, { start, end: String(first + 2n) })).toEqual(['0', '1']);
    for (const [limit, count] of [
      ['0', 1],
      ['-5', 1],
      ['7', 7],
      ['5000', 1000],
      ['', 1000],
    ] as const) {
      expect(await texts(0, { start, limit })).toHaveLength(count);
    }
  });

  test.each([
    [{ start: 'x' }],
    [{ start: '-1' }],
    [{ start: '9223372036854775808' }],
    [{ end: 'begin' }],
    [{ limit: 'many' }],
  ])('%o is refused as LTS.0009', async (query: Record<string, string>) => {
    const { pull } = await startLtsFixture();
    const { status, json } = await pull(0, query);
    expect([status, Object.keys(json), json.errorCode]).toEqual([400, ['errorCode', 'errorMessage'], 'LTS.0009']);
  });

  test('of a stream, a log group or a shard that is not there is 404, with a code for each', async () => {
    const { pull, send } = await startLtsFixture();
    expect(await pull(7)).toMatchObject({ status: 404, code: 'LTS.EMULATOR.ShardNotFound' });
    expect(await send('/v2/proj/groups/grp/streams/no/shards/0')).toMatchObject({ status: 404, code: 'LTS.0208' });
    expect(await send('/v2/proj/groups/no/streams/str/shards/0')).toMatchObject({ status: 404, code: 'LTS.0201' });
  });
});

describe('switches of a pull', () => {
  test('caughtUp: next of an empty one is the place, 0, or not there', async () => {
    for (const [caughtUp, body] of [
      ['zero', '{"count":0,"next":0,"logs":[]}'],
      ['absent', '{"count":0,"logs":[]}'],
    ] as const) {
      const { pull, put } = await startLtsFixture({ switches: { caughtUp } });
      const first = put(['a']);
      expect((await pull(0, { start: String(first) })).exact.next).toBe(first + 1n);
      expect((await pull(0, { start: String(first + 1n) })).text).toBe(body);
    }
  });

  test('nextType text: quoted, as early clients want it', async () => {
    const { pull } = await startLtsFixture({ switches: { nextType: 'text', cursors: 'dense' } });
    expect((await pull(0)).text).toBe('{"count":0,"next":"1","logs":[]}');
  });

  test('emptyStart: begin, end, or refused', async () => {
    const pulled = async (emptyStart: 'begin' | 'end' | 'refused') => {
      const { pull, put } = await startLtsFixture({ switches: { emptyStart } });
      put(['a']);
      const { status, json } = await pull(0);
      return status === 200 ? json.count : json.errorCode;
    };
    expect([await pulled('begin'), await pulled('end'), await pulled('refused')]).toEqual([1, 0, 'LTS.0009']);
  });

  test('endCursor inclusive: gives the log there, too', async () => {
    const { texts, put } = await startLtsFixture({ switches: { endCursor: 'inclusive' } });
    const first = put(['a', 'b', 'c']);
    expect(await texts(0, { end: String(first + 1n) })).toEqual(['a', 'b']);
  });

  test('limit refused, leastLimit: what is out of range is an error', async () => {
    const { pull } = await startLtsFixture({ switches: { limit: 'refused', leastLimit: 10 } });
    for (const [limit, status] of [
      ['9', 400],
      ['10', 200],
      ['1001', 400],
    ] as const) {
      expect((await pull(0, { limit })).status).toBe(status);
    }
    const clamped = await startLtsFixture({ switches: { leastLimit: 3 } });
    clamped.put(['a', 'b', 'c', 'd']);
    expect(await clamped.texts(0, { limit: '1' })).toHaveLength(3);
  });

  test('pullMaxBytes: no more than that, but one log however large', async () => {
    const { texts, put } = await startLtsFixture({ switches: { pullMaxBytes: 400, builtInFields: 'none' } });
    const first = put(['x'.repeat(100), 'y'.repeat(100), 'z'.repeat(100), 'l'.repeat(1000)]);
    expect((await texts(0)).map((text) => text.charAt(0))).toEqual(['x', 'y', 'z']);
    expect((await texts(0, { start: String(first + 3n) })).map((text) => text.charAt(0))).toEqual(['l']);
  });

  test('gzip when-accepted: compressed for those who say so', async () => {
    const { pull, put } = await startLtsFixture({ switches: { gzip: 'when-accepted' } });
    put(['a']);
    const plain = await pull(0);
    const packed = await pull(0, {}, { unsigned: { 'accept-encoding': 'gzip' } });
    expect([plain.headers['content-encoding'], packed.headers['content-encoding']]).toEqual([undefined, 'gzip']);
    expect(gunzipSync(packed.body).toString()).toBe(plain.text);
    const never = await startLtsFixture();
    const answer = await never.pull(0, {}, { unsigned: { 'accept-encoding': 'gzip' } });
    expect(answer.headers['content-encoding']).toBeUndefined();
  });

  test('bodySize chunked: nothing tells the size beforehand', async () => {
    const { pull, texts, put } = await startLtsFixture({ switches: { bodySize: 'chunked' } });
    put(['a', 'b']);
    const { headers } = await pull(0);
    expect([headers['content-length'], headers['transfer-encoding']]).toEqual([undefined, 'chunked']);
    expect(await texts(0)).toEqual(['a', 'b']);
    const told = await (await startLtsFixture()).pull(0);
    expect(told.headers['content-length']).toBe(String(told.body.length));
  });

  test('cursors dense, firstCursor: counted from there', async () => {
    const { pull, put } = await startLtsFixture({ switches: { cursors: 'dense', firstCursor: 2n ** 62n } });
    expect(put(['a'])).toBe(2n ** 62n);
    expect((await pull(0)).text).toContain(`"next":${2n ** 62n + 1n},`);
  });

  test('builtInFields, contentLabel: what stands among the labels', async () => {
    const labels = async (switches: object) => {
      const { put, pull, emulator } = await startLtsFixture({ switches });
      put([{ content: 'a', labels: { mine: 'x' }, timeNs: 1_700_000_000_123_456_789n }]);
      const receivedMs = emulator.clock.now();
      const [log] = (await pull(0)).exact.logs;
      expect(Math.abs(Number(log.labels.collectTime ?? receivedMs) - receivedMs)).toBeLessThan(5_000);
      const { collectTime: _ms, ...others } = log.labels;
      return others;
    };
    const text = { mine: 'x', log_content: 'a' };
    expect(await labels({})).toEqual({
      ...text,
      __time__: '1700000000123',
      lineNum: '1700000000123456789',
      category: 'LTS',
    });
    expect(await labels({ builtInFields: 'numbers' })).toEqual({
      ...text,
      __time__: 1700000000123,
      lineNum: 1_700_000_000_123_456_789n,
      category: 'LTS',
    });
    expect(await labels({ builtInFields: 'none', contentLabel: 'content' })).toEqual({ mine: 'x', content: 'a' });
  });

  test('retention ttl: what is older than the stream’s days is gone; by default nothing ever is', async () => {
    for (const [retention, left] of [
      ['ttl', ['b']],
      ['none', ['a', 'b']],
    ] as const) {
      const { texts, put, emulator } = await startLtsFixture({ ttlDays: 1, switches: { retention } });
      put(['a']);
      emulator.clock.advance(86_400_000);
      put(['b']);
      emulator.clock.advance(1000);
      expect(await texts(0)).toEqual(left);
    }
  });
});

import { deflateRawSync, deflateSync } from 'node:zlib';
import { codecFor, encodeLogGroup, frameLogGroup, lz4Block } from '@polylog/driver-kit';
import { describe, expect, test } from 'vitest';
import { type Fixture, oneLog, rawBodyOf, startFixture } from '../../../testing/fixture.js';

/** The hexadecimal of vector E of the protocol page, its times aside: a real group, with tags and nanoseconds. */
function sampleGroup(fixture: Fixture): Buffer {
  const timeSeconds = Math.floor(fixture.emulator.clock.now() / 1000);
  return encodeLogGroup({
    logs: [
      {
        timeSeconds,
        timeNsPart: 123456789,
        contents: [
          ['level', 'info'],
          ['msg', 'héllo 日志'],
        ],
      },
      {
        timeSeconds,
        contents: [
          ['level', 'warn'],
          ['msg', ''],
        ],
      },
    ],
    topic: 'app',
    source: '10.0.0.7',
    tags: [
      ['__hostname__', 'web-1'],
      ['env', 'prod'],
    ],
  });
}

const putTo = (
  fixture: Fixture,
  path: string,
  body: Uint8Array | string,
  headers: Record<string, string | undefined> = {},
) =>
  fixture.send({
    method: 'POST',
    path: `/logstores/store${path}`,
    body,
    headers: { 'content-type': 'application/x-protobuf', 'x-log-bodyrawsize': String(body.length), ...headers },
  });

describe('put, then pull', () => {
  test.each([
    ['lz4', (raw: Buffer) => lz4Block.compress(raw)],
    ['LZ4', (raw: Buffer) => lz4Block.compress(raw)],
    ['deflate', (raw: Buffer) => deflateSync(raw)],
    ['deflate', (raw: Buffer) => deflateRawSync(raw)],
    // A frame as every zstd decoder must take it: one raw block, size in the header.
    ['zstd', (raw: Buffer) => zstdRawFrame(raw)],
    [undefined, (raw: Buffer) => raw],
  ])('a body in %s is stored as the bytes it was before', async (compressType, compress) => {
    const fixture = await startFixture({ shards: 1 });
    const raw = sampleGroup(fixture);
    const headers = { 'x-log-compresstype': compressType, 'x-log-bodyrawsize': String(raw.length) };
    expect((await putTo(fixture, '/shards/lb', compress(raw), headers)).code).toBeUndefined();
    const answer = await fixture.pull(0, await fixture.cursor(0, 'begin'), { headers: { 'accept-encoding': '' } });
    expect(answer.headers['x-log-compresstype']).toBeUndefined();
    expect(answer.body).toEqual(frameLogGroup(raw));
  });

  test.each(['lz4', 'deflate', 'zstd', 'gzip, deflate', 'lz4, zstd'])('a pull that accepts "%s"', async (accept) => {
    const fixture = await startFixture({ shards: 1 });
    const raw = sampleGroup(fixture);
    await fixture.put(raw);
    await fixture.put(raw);
    const answer = await fixture.pull(0, await fixture.cursor(0, 'begin'), { headers: { 'accept-encoding': accept } });
    if (accept === 'zstd' && !codecFor('zstd')) {
      expect(answer).toMatchObject({ status: 400, code: 'InvalidCompressType' });
      return;
    }
    expect(answer.headers['x-log-compresstype']).toBe(accept.replace('gzip, ', '').replace(', zstd', ''));
    expect(answer.headers['content-length']).toBe(String(answer.body.length));
    expect(rawBodyOf(answer)).toEqual(Buffer.concat([frameLogGroup(raw), frameLogGroup(raw)]));
  });

  test('all three paths take a put; a key finds its shard, the last key included', async () => {
    const fixture = await startFixture({ shards: 2 });
    const { emulator } = fixture;
    const raw = sampleGroup(fixture);
    const kept = (): number[] => emulator.sls.shards('proj', 'store').map((shard) => shard.keptGroups);
    await putTo(fixture, '', raw);
    await putTo(fixture, '/shards/lb', raw);
    expect(kept()).toEqual([1, 1]);
    await fixture.put(raw, '7f');
    await fixture.put(raw, '8');
    await fixture.put(raw, 'f'.repeat(32));
    expect(kept()).toEqual([2, 3]);
    expect((await fixture.put(raw, 'nokey')).code).toBe('InvalidKey');
    await putTo(fixture, '/shards/lb', raw, { 'x-log-hashkey': '0'.repeat(32) });
    expect(kept()).toEqual([3, 3]);
  });

  test('appendMeta adds the client’s address and the receive time as tags', async () => {
    const fixture = await startFixture({ projects: { proj: { store: { shards: 1, appendMeta: true } } } });
    await fixture.put(sampleGroup(fixture));
    const text = rawBodyOf(await fixture.pull(0, await fixture.cursor(0, 'begin'))).toString();
    expect(text).toContain('__client_ip__');
    expect(text).toContain('__receive_time__');
  });

  test('the JSON form and the batch form of a put are taken, too', async () => {
    const fixture = await startFixture({ shards: 1 });
    const json = JSON.stringify({
      __topic__: 't',
      __source__: 's',
      __logs__: [{ a: '1' }, { a: '2' }],
      __tags__: { x: 'y' },
    });
    expect((await putTo(fixture, '/shards/lb', json, { 'content-type': 'application/json' })).code).toBeUndefined();
    const raw = sampleGroup(fixture);
    const packed = lz4Block.compress(raw);
    const item = Buffer.concat([frameLogGroup(packed), Buffer.from([0x10, ...varint(raw.length), 0x18, 2])]);
    const list = Buffer.concat([frameLogGroup(item), frameLogGroup(item)]);
    expect((await putTo(fixture, '/shards/lb', list, { 'x-log-mode': 'batch_group' })).code).toBeUndefined();
    expect(fixture.emulator.sls.shards('proj', 'store')[0]?.keptGroups).toBe(3);
    expect(rawBodyOf(await fixture.pull(0, await fixture.cursor(0, 'begin'))).subarray(-raw.length)).toEqual(raw);
  });
});

describe('a put is refused', () => {
  test.each([
    ['without a content type', { 'content-type': undefined }, 400, 'MissingContentType'],
    ['with a foreign content type', { 'content-type': 'text/plain' }, 415, 'InvalidContentType'],
    ['with an unknown compression', { 'x-log-compresstype': 'snappy' }, 400, 'InvalidCompressType'],
    [
      'with no number as raw size',
      { 'x-log-compresstype': 'lz4', 'x-log-bodyrawsize': 'x' },
      400,
      'InvalidBodyRawSize',
    ],
    [
      'with another raw size',
      { 'x-log-compresstype': 'lz4', 'x-log-bodyrawsize': '50' },
      400,
      'PostBodyUncompressError',
    ],
    [
      'with a raw size beyond the limit',
      { 'x-log-compresstype': 'lz4', 'x-log-bodyrawsize': '10485761' },
      413,
      'PostBodyTooLarge',
    ],
  ])('%s', async (_what, headers, status, code) => {
    const fixture = await startFixture({ shards: 1 });
    const answer = await putTo(fixture, '/shards/lb', lz4Block.compress(sampleGroup(fixture)), headers);
    expect(answer).toMatchObject({ status, code });
    expect(fixture.emulator.sls.shards('proj', 'store')[0]?.keptGroups).toBe(0);
  });

  test.each([
    ['no protobuf', Buffer.from('hello')],
    ['a length beyond its parent', Buffer.from([0x0a, 0x7f, 0x08, 0x01])],
    ['a log without a time', frameLogGroup(Buffer.alloc(0))],
    ['a content without a value', frameLogGroup(Buffer.from([0x08, 1, 0x12, 3, 0x0a, 1, 0x61]))],
    ['a number that never ends', Buffer.alloc(40, 0xff)],
  ])('with a body that is %s', async (_what, body) => {
    const fixture = await startFixture();
    expect(await putTo(fixture, '/shards/lb', body)).toMatchObject({ status: 400, code: 'PostBodyInvalid' });
  });

  test.each([
    [-7 * 86_400 - 5, 'PostBodyInvalid'],
    [-7 * 86_400 + 5, undefined],
    [15 * 60 - 5, undefined],
    [15 * 60 + 5, 'PostBodyInvalid'],
  ])('with a log %d s off the service’s time: %s', async (offset, code) => {
    const fixture = await startFixture();
    fixture.emulator.clock.advance(86_400_000 * 30);
    const timeSeconds = Math.floor(fixture.emulator.clock.now() / 1000) + offset;
    expect((await fixture.put({ logs: [{ timeSeconds, contents: [['a', 'b']] }] })).code).toBe(code);
  });

  test('with more logs, or more bytes, than the switches allow', async () => {
    const fixture = await startFixture({ switches: { putMaxLogs: 1, putMaxBytes: 1000, putTooLargeStatus: 400 } });
    expect(await putTo(fixture, '/shards/lb', sampleGroup(fixture))).toMatchObject({
      status: 400,
      code: 'PostBodyTooLarge',
    });
    expect(await putTo(fixture, '/shards/lb', Buffer.alloc(1001))).toMatchObject({ code: 'PostBodyTooLarge' });
  });
});

describe('PullLogs', () => {
  test('tells next cursor, count, raw size, the last cursor as a plain decimal, its time, and whether that was all', async () => {
    const fixture = await startFixture({ shards: 1 });
    for (const text of ['a', 'b', 'c']) await fixture.put(oneLog(fixture.emulator, text));
    const begin = await fixture.cursor(0, 'begin');
    const first = await fixture.pull(0, begin, { query: { count: '2', type: 'log' } });
    const base = BigInt(Buffer.from(begin, 'base64').toString());
    expect(first.headers).toMatchObject({
      'content-type': 'application/x-protobuf',
      'x-log-count': '2',
      'x-log-cursor': Buffer.from(String(base + 2n)).toString('base64'),
      'x-log-read-last-cursor': String(base + 1n),
      'x-log-end-of-cursor': '0',
    });
    expect(Math.abs(Number(first.headers['x-log-cursor-time']) - fixture.emulator.clock.now() / 1000)).toBeLessThan(5);
    const rest = await fixture.pull(0, String(first.headers['x-log-cursor']));
    expect(rest.headers).toMatchObject({ 'x-log-count': '1', 'x-log-end-of-cursor': '1' });
    expect(rest.headers['x-log-cursor']).toBe(await fixture.cursor(0, 'end'));
  });

  test('at the end gives zero bytes, raw size 0, the same cursor, end-of-cursor, and no compression', async () => {
    const fixture = await startFixture({ shards: 1 });
    const end = await fixture.cursor(0, 'end');
    const answer = await fixture.pull(0, end);
    expect([answer.status, answer.body.length]).toEqual([200, 0]);
    expect(answer.headers).toMatchObject({
      'x-log-cursor': end,
      'x-log-count': '0',
      'x-log-bodyrawsize': '0',
      'x-log-end-of-cursor': '1',
    });
    expect(answer.headers['x-log-compresstype']).toBeUndefined();
    expect(answer.headers['content-type']).not.toBe('application/json');
  });

  test('stops before end_cursor', async () => {
    const fixture = await startFixture({ shards: 1 });
    for (const text of ['a', 'b', 'c']) await fixture.put(oneLog(fixture.emulator, text));
    const begin = await fixture.cursor(0, 'begin');
    const second = String((await fixture.pull(0, begin, { query: { count: '1' } })).headers['x-log-cursor']);
    const bounded = await fixture.pull(0, begin, { query: { end_cursor: second } });
    expect(bounded.headers).toMatchObject({ 'x-log-count': '1', 'x-log-cursor': second, 'x-log-end-of-cursor': '0' });
    expect((await fixture.pull(0, second, { query: { end_cursor: begin } })).headers['x-log-count']).toBe('0');
    expect((await fixture.pull(0, begin, { query: { end_cursor: 'x' } })).code).toBe('ParameterInvalid');
  });

  test('HEAD gives the headers alone', async () => {
    const fixture = await startFixture({ shards: 1 });
    await fixture.put(oneLog(fixture.emulator, 'a'));
    const answer = await fixture.pull(0, await fixture.cursor(0, 'begin'), { method: 'HEAD' });
    expect([answer.status, answer.body.length, answer.headers['x-log-count']]).toEqual([200, 0, '1']);
  });

  test.each(['0', '1001', 'x'])('count %s is ParameterInvalid', async (count) => {
    const fixture = await startFixture({ shards: 1 });
    const answer = await fixture.pull(0, await fixture.cursor(0, 'begin'), { query: { count } });
    expect(answer).toMatchObject({ status: 400, code: 'ParameterInvalid' });
  });

  test('a body ends by the pull’s byte maximum, at 1000 groups, and only ever with whole groups', async () => {
    const fixture = await startFixture({ shards: 1, switches: { pullMaxBytes: 10_000 } });
    const group = encodeLogGroup(oneLog(fixture.emulator, 'x'.repeat(3000)));
    for (let i = 0; i < 7; i++) fixture.emulator.sls.put('proj', 'store', group);
    const huge = encodeLogGroup(oneLog(fixture.emulator, 'x'.repeat(20_000)));
    fixture.emulator.sls.put('proj', 'store', huge);
    for (let i = 0; i < 1100; i++) fixture.emulator.sls.put('proj', 'store', oneLog(fixture.emulator, ''));
    const counts: number[] = [];
    let cursor = await fixture.cursor(0, 'begin');
    for (;;) {
      const { headers } = await fixture.pull(0, cursor);
      if (headers['x-log-count'] === '0') break;
      counts.push(Number(headers['x-log-count']));
      cursor = String(headers['x-log-cursor']);
      if (headers['x-log-count'] !== '1') expect(Number(headers['x-log-bodyrawsize'])).toBeLessThanOrEqual(10_000);
    }
    expect(counts.slice(0, 4)).toEqual([3, 3, 1, 1]);
    expect(counts.reduce((a, b) => a + b)).toBe(7 + 1 + 1100);
  });

  test('the open tail is served as it grows', async () => {
    const fixture = await startFixture({ shards: 1 });
    const begin = await fixture.cursor(0, 'begin');
    for (const expected of ['1', '2', '3']) {
      await fixture.put(oneLog(fixture.emulator, 'a'));
      const answer = await fixture.pull(0, begin);
      expect(answer.headers['x-log-count']).toBe(expected);
      expect(rawBodyOf(answer)).toHaveLength(Number(answer.headers['x-log-bodyrawsize']));
    }
  });

  test('a filter keeps matching logs only, moves the cursor anyway, and tells the sizes before it', async () => {
    const fixture = await startFixture({ shards: 1 });
    const { emulator } = fixture;
    await fixture.put(oneLog(emulator, 'apple', { level: 'info' }));
    await fixture.put(oneLog(emulator, 'banana', { level: 'warn' }));
    const begin = await fixture.cursor(0, 'begin');
    const end = await fixture.cursor(0, 'end');
    const pull = (query: string) => fixture.pull(0, begin, { query: { query, pullMode: 'scan_on_stream' } });
    const some = await pull('level: warn and banana');
    expect(some.headers).toMatchObject({
      'x-log-count': '1',
      'x-log-rawdatacount': '2',
      'x-log-rawdatalines': '2',
      'x-log-resultlines': '1',
      'x-log-failedlines': '0',
      'x-log-cursor': end,
    });
    expect(rawBodyOf(some).toString()).toContain('banana');
    expect(rawBodyOf(some).toString()).not.toContain('apple');
    const none = await pull('cherry');
    expect(none.headers).toMatchObject({ 'x-log-count': '0', 'x-log-bodyrawsize': '0', 'x-log-cursor': end });
    expect((await pull('*')).headers['x-log-count']).toBe('2');
    expect(await pull('* | where level = "warn"')).toMatchObject({ status: 400, code: 'InvalidQueryString' });
  });
});

describe('expired cursors', () => {
  async function expired(switches: object = {}): Promise<Fixture & { readonly old: string }> {
    const fixture = await startFixture({ shards: 1, ttlDays: 1, switches });
    const old = await fixture.cursor(0, 'begin');
    await fixture.put(oneLog(fixture.emulator, 'old'));
    fixture.emulator.clock.advance(86_400_000 + 1000);
    await fixture.put(oneLog(fixture.emulator, 'new'));
    return { ...fixture, old };
  }

  test('what outlives the TTL is gone by the service’s clock, and its cursor is InvalidCursor', async () => {
    const { old, pull, cursor, emulator, send } = await expired();
    expect(await pull(0, old)).toMatchObject({ status: 400, code: 'InvalidCursor' });
    expect(await cursor(0, 'begin')).not.toBe(old);
    expect(emulator.sls.shards('proj', 'store')[0]?.keptGroups).toBe(1);
    const time = await send({ path: '/logstores/store/shards/0', query: { type: 'cursor_time', cursor: old } });
    expect(time.code).toBe('InvalidCursor');
  });

  test('or ParameterInvalid, or quietly the oldest, as the switch says', async () => {
    const refusing = await expired({ expiredCursor: 'ParameterInvalid', expiredCursorStatus: 404 });
    const refusal = await refusing.pull(0, refusing.old);
    expect(refusal).toMatchObject({ status: 404, code: 'ParameterInvalid' });
    expect(refusal.json.errorMessage).toMatch(/^Invalid cursor /);
    const skipping = await expired({ expiredCursor: 'skip-to-oldest' });
    const answer = await skipping.pull(0, skipping.old);
    expect(rawBodyOf(answer).toString()).toContain('new');
    const later = Buffer.from(String(2n ** 62n)).toString('base64');
    expect((await skipping.pull(0, later)).code).toBe('InvalidCursor');
  });

  test('the expire handle forgets before a time, before a cursor, or all', async () => {
    const fixture = await startFixture({ shards: 1, ttlDays: 3650 });
    const { sls, clock } = fixture.emulator;
    const kept = (): number | undefined => sls.shards('proj', 'store')[0]?.keptGroups;
    const cursors = ['a', 'b', 'c', 'd'].map((text) => {
      clock.advance(1000);
      return sls.put('proj', 'store', oneLog(fixture.emulator, text)).cursor;
    });
    clock.advance(86_400_000 * 4000);
    expect(kept()).toBe(4);
    sls.expire('proj', 'store', { beforeCursor: cursors[1] ?? '' });
    expect(kept()).toBe(3);
    sls.expire('proj', 'store', { shard: 0, beforeMs: clock.now() - 86_400_000 * 4000 - 1500 });
    expect(kept()).toBe(2);
    sls.expire('proj', 'store', { all: true });
    expect(kept()).toBe(0);
    expect(await fixture.cursor(0, 'begin')).toBe(await fixture.cursor(0, 'end'));
  });
});

describe('end of cursor, by its switch', () => {
  test.each([
    ['at-tail', ['1', '1']],
    ['when-empty', ['0', '1']],
    ['never', [undefined, undefined]],
  ] as const)('%s', async (endOfCursor, expected) => {
    const fixture = await startFixture({ shards: 1, switches: { endOfCursor } });
    const begin = await fixture.cursor(0, 'begin');
    await fixture.put(oneLog(fixture.emulator, 'a'));
    const full = await fixture.pull(0, begin);
    const empty = await fixture.pull(0, String(full.headers['x-log-cursor']));
    expect([full, empty].map((answer) => answer.headers['x-log-end-of-cursor'])).toEqual(expected);
  });
});

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];
}

function zstdRawFrame(raw: Buffer): Buffer {
  const size = raw.length;
  // Magic; descriptor: single segment, two-byte content size (stored less 256) or one byte; then one last raw block.
  const small = size < 256;
  const head = small ? [0x20, size] : [0x60, (size - 256) & 255, (size - 256) >> 8];
  const block = (size << 3) | 1;
  return Buffer.concat([
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, ...head, block & 255, (block >> 8) & 255, block >> 16]),
    raw,
  ]);
}

import { deflateRawSync, deflateSync } from 'node:zlib';
import { encodeClsLogGroup, frameLogGroup, lz4Block } from '@polylog/driver-kit';
import { describe, expect, test } from 'vitest';
import { oneClsLog, startClsFixture } from '../../../testing/cls-fixture.js';

const group = encodeClsLogGroup({
  logs: Array.from({ length: 50 }, (_, n) => ({ time: 1_700_000_000 + n, contents: [['text', `line ${n}`]] as const })),
  filename: 'a.log',
  source: '10.0.0.1',
  hostname: 'h',
  packageId: '7CA40B09C561349396D00DC2-0000000000000001',
  tags: [['env', 'prod']],
});
const list = frameLogGroup(group);

/** A frame of one raw block (RFC 8878), which any decoder takes. */
function zstdFrame(raw: Buffer): Buffer {
  const head = Buffer.alloc(4 + 1 + 4 + 3);
  head.writeUInt32LE(0xfd2fb528, 0);
  head.writeUInt8(0xa0, 4);
  head.writeUInt32LE(raw.length, 5);
  head.writeUIntLE((raw.length << 3) | 1, 9, 3);
  return Buffer.concat([head, raw]);
}

/** As one SDK sends what does not compress: a single run of literals. */
function literalBlock(raw: Buffer): Buffer {
  const more: number[] = [];
  let rest = raw.length - 15;
  for (; rest >= 255; rest -= 255) more.push(255);
  return Buffer.concat([Buffer.from([0xf0, ...more, rest]), raw]);
}

describe('compression of an upload', () => {
  test.each([
    ['none', undefined, list],
    ['lz4', 'lz4', lz4Block.compress(list)],
    ['lz4 of literals only', 'lz4', literalBlock(list)],
    ['deflate, bare', 'deflate', deflateRawSync(list)],
    ['deflate with a header', 'deflate', deflateSync(list)],
    ['zstd', 'zstd', zstdFrame(list)],
  ])('%s: comes back byte for byte', async (_name, type, body) => {
    const { upload, page } = await startClsFixture();
    const headers = { 'x-cls-compress-type': type };
    const answer = await upload('top', [], { body, headers });
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect((await page()).groups).toEqual([group]);
  });

  test('the vendor’s block of ten literals decodes', () => {
    const raw = Buffer.from('0a640a1608fbd095ffbc', 'hex');
    expect(lz4Block.decompress(Buffer.from('a00a640a1608fbd095ffbc', 'hex'), { rawBytes: 10 })).toEqual(raw);
  });

  test.each([
    ['an unknown one', 'snappy', list, 'InvalidCompressType'],
    ['a torn block', 'lz4', lz4Block.compress(list).subarray(0, 40), 'InvalidContent'],
    ['a torn stream', 'deflate', deflateRawSync(list).subarray(0, 40), 'InvalidContent'],
    ['no frame', 'zstd', list, 'InvalidContent'],
    ['no log group', undefined, Buffer.from('hello'), 'InvalidContent'],
    ['an empty list', 'lz4', lz4Block.compress(Buffer.alloc(0)), 'InvalidContent'],
    ['nothing', undefined, Buffer.alloc(0), 'MissingContent'],
  ])('%s is refused, and nothing is stored', async (_name, type, body, code) => {
    const { upload, emulator } = await startClsFixture();
    const headers = { 'x-cls-compress-type': type };
    expect(await upload('top', [], { body, headers })).toMatchObject({ status: 400, code });
    expect(emulator.cls.partitions('top')[0]?.keptGroups).toBe(0);
  });
});

describe('limits of an upload', () => {
  const logs = (count: number, bytes = 1): Buffer =>
    encodeClsLogGroup({
      logs: Array.from({ length: count }, () => ({ time: 1, contents: [['k', 'v'.repeat(bytes)]] as const })),
    });
  const MB = 1024 * 1024;

  test.each([
    ['10 groups', Array.from({ length: 10 }, () => logs(1)), 200, undefined],
    ['11 groups', Array.from({ length: 11 }, () => logs(1)), 400, 'InvalidParam'],
    ['10,000 logs', [logs(10_000)], 200, undefined],
    ['10,001 logs', [logs(10_001)], 400, 'InvalidParam'],
    ['no logs', [encodeClsLogGroup({ logs: [], source: 's' })], 400, 'InvalidParam'],
    ['a value of 1 MB', [logs(1, MB)], 200, undefined],
    ['a longer value', [logs(1, MB + 1)], 403, 'LogSizeExceed'],
    ['values of 5 MB in a group', [logs(5, MB)], 200, undefined],
    ['more in a group', [logs(6, MB * 0.9)], 403, 'LogSizeExceed'],
    ['more than 6 MB in all', [logs(4, MB * 0.8), logs(4, MB * 0.8)], 403, 'LogSizeExceed'],
  ])('%s: %i', async (_name, groups, status, code) => {
    const { upload, emulator } = await startClsFixture();
    expect(await upload('top', groups)).toMatchObject({ status, code });
    expect(emulator.cls.partitions('top')[0]?.keptGroups).toBe(status === 200 ? groups.length : 0);
  });

  test('a block that would be larger than that is refused before it is decompressed', async () => {
    const { upload } = await startClsFixture();
    const body = lz4Block.compress(Buffer.alloc(7 * MB));
    expect(body.length).toBeLessThan(100_000);
    for (const [type, sent] of [
      ['lz4', body],
      ['deflate', deflateRawSync(Buffer.alloc(7 * MB))],
    ] as const) {
      const answer = await upload('top', [], { body: sent, headers: { 'x-cls-compress-type': type } });
      expect(answer).toMatchObject({ status: 403, code: 'LogSizeExceed' });
    }
  });
});

describe('where an upload goes', () => {
  test('by hash key into its partition, without one in turn; all its groups into the same', async () => {
    const { upload, emulator } = await startClsFixture({ partitions: 2 });
    const counts = (): readonly number[] => emulator.cls.partitions('top').map(({ keptGroups }) => keptGroups);
    const two = [oneClsLog('a'), oneClsLog('b')];
    await upload('top', two, { headers: { 'x-cls-hashkey': 'ff' } });
    expect(counts()).toEqual([0, 2]);
    await upload('top', two, { headers: { 'x-cls-hashkey': '0'.repeat(32) } });
    expect(counts()).toEqual([2, 2]);
    await upload('top', two);
    await upload('top', two);
    expect(counts()).toEqual([4, 4]);
    expect(await upload('top', two, { headers: { 'x-cls-hashkey': 'xyz' } })).toMatchObject({ code: 'InvalidParam' });
  });

  test('API 3.0 takes uploads too, with the same rules', async () => {
    const { api, page } = await startClsFixture();
    const headers = {
      'content-type': 'application/octet-stream; charset=utf-8',
      'x-cls-topicid': 'top',
      'x-cls-compresstype': 'lz4',
      'x-cls-hashkey': '00',
    };
    const answer = await api('UploadLog', lz4Block.compress(list), { headers });
    expect(Object.keys(answer.json.Response)).toEqual(['RequestId']);
    expect((await page()).groups).toEqual([group]);
    expect((await api('UploadLog', list, { headers })).json.Response.Error.Code).toBe('InvalidContent');
    const nowhere = { ...headers, 'x-cls-topicid': 'nope' };
    expect((await api('UploadLog', list, { headers: nowhere })).code).toBe('ResourceNotFound.TopicNotExist');
    expect((await api('UploadLog', list, { headers: { ...headers, 'x-cls-topicid': undefined } })).code).toBe(
      'MissingParameter',
    );
  });

  test('a topic that is not there, or not named', async () => {
    const { upload } = await startClsFixture();
    expect(await upload('nope', [group])).toMatchObject({ status: 404, code: 'TopicNotExist' });
    expect(await upload('top', [group], { query: [] })).toMatchObject({ status: 400, code: 'InvalidParam' });
  });
});

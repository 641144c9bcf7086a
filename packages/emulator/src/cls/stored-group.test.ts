import { encodeClsLogGroup } from '@polylog/driver-kit';
import fc from 'fast-check';
import { uncompress } from 'snappyjs';
import { describe, expect, test } from 'vitest';
import { clsGroup, fields, scanLogGroup } from '../store/log-group-scan.js';
import { enveloped } from './envelope.js';
import { inMicroseconds, timeMsOf } from './log-time.js';
import { type SnappyPart, snappyBlock, snappyPart, withLength } from './snappy.js';

/** LogGroupLists that the vendor's SDKs have encoded. */
const P1 =
  '0aa0010a230880e2cfaa06120d0a056c6576656c1204494e464f120c0a036d7367120568656c6c6f0a1b08fbd095ffbc3112120a036d7367120be4bda0e5a5bd2c20434c530a0908c0c480c1c1c482031216313032373030413636313032353136412d35394635391a102f7661722f6c6f672f6170702e6c6f67220831302e302e302e312a0b0a03656e76120470726f642a100a06e58cbae59f9f1206e5b9bfe5b79e';
const P2 =
  '0a640a1608fbd095ffbc3112060a016b12017618c8d395ffbc3112293743413430423039433536313334393339364430304443322d303030303030303030303030303030311a05612e6c6f67220831302e302e302e312a060a01741201313206686f73742d31';

const groupIn = (hex: string): Buffer => [...fields(Buffer.from(hex, 'hex'))][0]?.bytes as Buffer;

test('the walk over a log group reads what the vendor’s SDKs write', () => {
  const read = (hex: string) =>
    scanLogGroup(groupIn(hex), clsGroup).map(({ time, contents }) => [
      time,
      ...contents.map(({ key, value }) => `${key.toString()}=${value.toString()}`),
    ]);
  expect(read(P1)).toEqual([
    [1_700_000_000, 'level=INFO', 'msg=hello'],
    [1_700_000_000_123, 'msg=你好, CLS'],
    [1_700_000_000_123_456],
  ]);
  expect(read(P2)).toEqual([[1_700_000_000_123, 'k=v']]);
});

test('an envelope is that of the vendor’s pull (E1)', () => {
  const group = encodeClsLogGroup({ logs: [{ time: 1_700_000_001, contents: [['n', '1']] }], source: '10.0.0.2' });
  const whole = enveloped(group, {
    timestamp: 1_700_000_000_123n,
    uin: 100_012_345_678n,
    logsetId: '0f8e4b82-8adb-47b1-a3c4-2b1d5e6f7a89',
    topicId: '6f6ded3f-948c-4616-9c7c-956a95d8c1a3',
  });
  expect(whole.toString('base64')).toBe(
    'AAAAggAAAYvP5Wh7AAAAF0kzSU4wZjhlNGI4Mi04YWRiLTQ3YjEtYTNjNC0yYjFkNWU2ZjdhODk2ZjZkZWQzZi05NDhjLTQ2MTYtOWM3Yy05NTZhOTVkOGMxYTMAAAAaCg4IgeLPqgYSBgoBbhIBMSIIMTAuMC4wLjI=',
  );
});

describe('snappy', () => {
  const raw = fc.oneof(
    fc.uint8Array({ maxLength: 3000 }),
    fc
      .array(fc.constantFrom('GET /index', ' 200 ', '{"a":1}'), { maxLength: 9000 })
      .map((all) => Buffer.from(all.join(''))),
  );

  test('parts that were compressed each for itself are one block, in any order and number', () => {
    fc.assert(
      fc.property(fc.array(raw, { maxLength: 5 }), (parts) => {
        const block = snappyBlock(parts.map((part) => snappyPart(part)));
        expect(Buffer.from(uncompress(Buffer.concat(block))).equals(Buffer.concat(parts))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('what repeats is found: no block of mere literals', () => {
    const line = Buffer.from('10.0.0.1 - - [10/Oct/2025:13:55:36] "GET /index.html" 200\n'.repeat(200));
    const part: SnappyPart = snappyPart(line);
    expect(part.rawBytes).toBe(line.length);
    expect(part.elements.length).toBeLessThan(line.length / 10);
  });

  test('a vendor’s vector decodes, and a lie about the length changes the length only', () => {
    const vector = Buffer.from(
      '47f0467b22526573706f6e7365223a207b224e6578744f6666736574223a20313032342c20224d657373616765223a205b5d2c2022526571756573744964223a20227265712d31227d7d',
      'hex',
    );
    const text = '{"Response": {"NextOffset": 1024, "Message": [], "RequestId": "req-1"}}';
    expect(Buffer.from(uncompress(vector)).toString()).toBe(text);
    expect(Buffer.from(uncompress(Buffer.concat(snappyBlock([snappyPart(Buffer.from(text))])))).toString()).toBe(text);
    expect(withLength(vector, 300)).toEqual(Buffer.concat([Buffer.from([0xac, 0x02]), vector.subarray(1)]));
  });
});

describe('times of logs', () => {
  test.each([
    [1_700_000_000, 1_700_000_000_000],
    [1_700_000_000_123, 1_700_000_000_123],
    [1_700_000_000_123_456, 1_700_000_000_123],
    [1_700_000_000_123_000_000, 1_700_000_000_123],
    [-5, -5000],
  ])('%d is %d ms', (time, ms) => {
    expect(timeMsOf(time)).toBe(ms);
  });

  test('in microseconds, everything else byte for byte', () => {
    const group = (...times: readonly (number | bigint)[]): Buffer =>
      encodeClsLogGroup({
        logs: times.map((time) => ({ time, contents: [['k', 'v'.repeat(200)]], collectTime: 7 })),
        filename: 'a.log',
        tags: [['t', '1']],
      });
    expect(
      inMicroseconds(group(1_700_000_000, 1_700_000_000_123, 1_700_000_000_123_456, 1_700_000_000_123_456_789n, -5)),
    ).toEqual(
      group(1_700_000_000_000_000, 1_700_000_000_123_000, 1_700_000_000_123_456, 1_700_000_000_123_456, -5_000_000),
    );
  });
});

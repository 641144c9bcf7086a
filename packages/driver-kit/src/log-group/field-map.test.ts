import { expect, it } from 'vitest';
import { frameLogGroup } from './encode.js';
import { encodeClsLogGroup } from './encode-cls.js';
import { clsFieldMap } from './field-map.js';
import { readLogGroupList } from './log-group-list.js';

const recordId = (group: number, index: number): string => `${group}/${index}`;

it('takes its names and numbers from the field map: CLS is data', () => {
  // Vectors P1 and P2 of the CLS SDKs.
  const p1 = Buffer.from(
    '0aa0010a230880e2cfaa06120d0a056c6576656c1204494e464f120c0a036d7367120568656c6c6f0a1b08fbd095ffbc3112120a036d7367' +
      '120be4bda0e5a5bd2c20434c530a0908c0c480c1c1c482031216313032373030413636313032353136412d35394635391a102f7661722f6c' +
      '6f672f6170702e6c6f67220831302e302e302e312a0b0a03656e76120470726f642a100a06e58cbae59f9f1206e5b9bfe5b79e',
    'hex',
  );
  const p2 = Buffer.from(
    '0a640a1608fbd095ffbc3112060a016b12017618c8d395ffbc311229374341343042303943353631333439333936443030444332' +
      '2d303030303030303030303030303030311a05612e6c6f67220831302e302e302e312a060a01741201313206686f73742d31',
    'hex',
  );
  const first = [...readLogGroupList(p1, { fields: clsFieldMap, recordId }).records];
  expect(first.map((r) => [r.timeNs, r.toObject()])).toEqual([
    [1_700_000_000_000_000_000n, { level: 'INFO', msg: 'hello' }],
    [1_700_000_000_123_000_000n, { msg: '你好, CLS' }],
    [1_700_000_000_123_456_000n, {}],
  ]);
  expect(first[2]).toMatchObject({
    epochMs: 1_700_000_000_123,
    path: '/var/log/app.log',
    source: '10.0.0.1',
    host: undefined,
  });
  expect(first[0]?.tags).toEqual(
    new Map([
      ['env', 'prod'],
      ['区域', '广州'],
      ['__PKGID__', '102700A66102516A-59F59'],
    ]),
  );
  const [second] = [...readLogGroupList(p2, { fields: clsFieldMap, recordId }).records];
  expect(second).toMatchObject({
    host: 'host-1',
    path: 'a.log',
    timeNs: 1_700_000_000_123_000_000n,
    topic: undefined,
  });
});

it('reads a time before 1970, and rounds its milliseconds down', () => {
  // -100_000_000_000_001 (microseconds), which takes all ten bytes of a varint.
  const bytes = Buffer.from('0a0d0a0b08ffff96fccea1e9ffff01', 'hex');
  const [record] = readLogGroupList(bytes, { fields: clsFieldMap, recordId }).records;
  expect([record?.timeNs, record?.epochMs]).toEqual([-100_000_000_000_001_000n, -100_000_000_001]);
});

it.each<[string, bigint, bigint, number]>([
  ['seconds', 1_700_000_000n, 1_700_000_000_000_000_000n, 1_700_000_000_000],
  ['milliseconds', 1_700_000_000_123n, 1_700_000_000_123_000_000n, 1_700_000_000_123],
  ['microseconds', 1_700_000_000_123_999n, 1_700_000_000_123_999_000n, 1_700_000_000_123],
  ['nanoseconds', 1_700_000_000_123_999_999n, 1_700_000_000_123_999_999n, 1_700_000_000_123],
  ['seconds before 1970', -1n, -1_000_000_000n, -1000],
  ['microseconds before 1970', -1_700_000_000_123_001n, -1_700_000_000_123_001_000n, -1_700_000_000_124],
  ['0', 0n, 0n, 0],
  ['the last second', 99_999_999_999n, 99_999_999_999_000_000_000n, 99_999_999_999_000],
  ['the first millisecond', 100_000_000_000n, 100_000_000_000_000_000n, 100_000_000_000],
  ['the last millisecond', 99_999_999_999_999n, 99_999_999_999_999_000_000n, 99_999_999_999_999],
  ['the first microsecond', 100_000_000_000_000n, 100_000_000_000_000_000n, 100_000_000_000],
  ['the last one that a double holds', 2n ** 53n - 1n, (2n ** 53n - 1n) * 1000n, 9_007_199_254_740],
  ['the one behind it', 2n ** 53n + 1n, (2n ** 53n + 1n) * 1000n, 9_007_199_254_740],
  ['the largest', 2n ** 63n - 1n, 2n ** 63n - 1n, 9_223_372_036_854],
  ['the smallest', -(2n ** 63n), -(2n ** 63n), -9_223_372_036_855],
])('tells the unit of a time by its magnitude: %s', (_, time, timeNs, epochMs) => {
  const contents = [['a', 'b']] as const;
  // Plain, plain with the time of collecting, and neither: what comes first is not the time.
  const [plain, collected] = [
    { time, contents },
    { time, contents, collectTime: time },
  ].map((log) => encodeClsLogGroup({ logs: [log] })) as [Buffer, Buffer];
  const odd = Buffer.concat([
    plain.subarray(0, 1),
    Buffer.from([(plain[1] as number) + 2, 0x30, 1]),
    plain.subarray(2),
  ]);
  for (const group of [plain, collected, odd]) {
    const [record] = readLogGroupList(frameLogGroup(group), { fields: clsFieldMap, recordId }).records;
    expect([record?.timeNs, record?.epochMs, record?.get('a')]).toEqual([timeNs, epochMs, 'b']);
    expect(record?.toObject()).toEqual({ a: 'b' });
  }
});

it('reads a log with a time of collecting as plain, and one whose time of collecting is torn as damage', () => {
  const log = { time: 1_700_000_000n, contents: [['level', 'info']] as const, collectTime: 1_700_000_001_234n };
  const group = encodeClsLogGroup({ logs: [log, log] });
  const [first] = readLogGroupList(frameLogGroup(group), { fields: clsFieldMap, recordId }).records;
  expect([...(first?.entries() ?? [])]).toEqual([['level', 'info']]);
  group[group.length - 1] = 0x80;
  expect(() => readLogGroupList(frameLogGroup(group), { fields: clsFieldMap, recordId })).toThrow(
    expect.objectContaining({ code: 'corrupt-data' }),
  );
});

it('gives a tag before a text of the same name', () => {
  const named = encodeClsLogGroup({
    logs: [{ time: 1, contents: [] }],
    packageId: 'A-1',
    tags: [['__PKGID__', 'own']],
  });
  const [record] = readLogGroupList(frameLogGroup(named), { fields: clsFieldMap, recordId }).records;
  expect([...(record?.tags ?? [])]).toEqual([['__PKGID__', 'own']]);
});

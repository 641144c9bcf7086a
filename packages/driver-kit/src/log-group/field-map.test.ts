import { expect, it } from 'vitest';
import type { LogGroupFieldMap } from './field-map.js';
import { readLogGroupList } from './log-group-list.js';

const recordId = (group: number, index: number): string => `${group}/${index}`;

/** As the CLS SDKs number and name things. */
const cls: LogGroupFieldMap = {
  tags: 5,
  source: { field: 4 },
  host: { field: 6 },
  path: { field: 3 },
  time: 'int64-by-magnitude',
  body: '__CONTENT__',
};

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
  const first = [...readLogGroupList(p1, { fields: cls, recordId }).records];
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
    ]),
  );
  const [second] = [...readLogGroupList(p2, { fields: cls, recordId }).records];
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
  const [record] = readLogGroupList(bytes, { fields: cls, recordId }).records;
  expect([record?.timeNs, record?.epochMs]).toEqual([-100_000_000_000_001_000n, -100_000_000_001]);
});

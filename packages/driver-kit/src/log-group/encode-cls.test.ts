import { expect, it } from 'vitest';
import { frameLogGroup } from './encode.js';
import { encodeClsLogGroup } from './encode-cls.js';

const listOf = (...groups: Parameters<typeof encodeClsLogGroup>[0][]): string =>
  Buffer.concat(groups.map((group) => frameLogGroup(encodeClsLogGroup(group)))).toString('hex');

it('encodes vector P1 of the vendor to the byte', () => {
  const hex = listOf({
    packageId: '102700A66102516A-59F59',
    filename: '/var/log/app.log',
    source: '10.0.0.1',
    tags: [
      ['env', 'prod'],
      ['区域', '广州'],
    ],
    logs: [
      {
        time: 1_700_000_000,
        contents: [
          ['level', 'INFO'],
          ['msg', 'hello'],
        ],
      },
      { time: 1_700_000_000_123, contents: [['msg', '你好, CLS']] },
      { time: 1_700_000_000_123_456n, contents: [] },
    ],
  });
  expect(hex).toBe(
    '0aa0010a230880e2cfaa06120d0a056c6576656c1204494e464f120c0a036d7367120568656c6c6f0a1b08fbd095ffbc3112120a036d7367120be4bda0e5a5bd2c20434c530a0908c0c480c1c1c482031216313032373030413636313032353136412d35394635391a102f7661722f6c6f672f6170702e6c6f67220831302e302e302e312a0b0a03656e76120470726f642a100a06e58cbae59f9f1206e5b9bfe5b79e',
  );
});

it('encodes vector P2 of the vendor to the byte, with host name and time of collection', () => {
  const hex = listOf({
    packageId: '7CA40B09C561349396D00DC2-0000000000000001',
    filename: 'a.log',
    source: '10.0.0.1',
    hostname: 'host-1',
    tags: [['t', '1']],
    logs: [{ time: 1_700_000_000_123, contents: [['k', 'v']], collectTime: 1_700_000_000_456 }],
  });
  expect(hex).toBe(
    '0a640a1608fbd095ffbc3112060a016b12017618c8d395ffbc3112293743413430423039433536313334393339364430304443322d303030303030303030303030303030311a05612e6c6f67220831302e302e302e312a060a01741201313206686f73742d31',
  );
});

it('writes a time beyond 2^53, and one before 1970, exactly', () => {
  const bytes = (time: bigint) => encodeClsLogGroup({ logs: [{ time, contents: [] }] }).toString('hex');
  expect(bytes(2n ** 62n + 1n)).toBe('0a0a08818080808080808040');
  expect(bytes(-1n)).toBe('0a0b08ffffffffffffffffff01');
});

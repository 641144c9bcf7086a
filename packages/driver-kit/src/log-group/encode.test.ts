import { expect, it } from 'vitest';
import { encodeLogGroup, frameLogGroup } from './encode.js';
import { slsMessages } from './messages.js';

it('encodes vector E of the vendors to the byte', () => {
  const encoded = encodeLogGroup({
    topic: 'app',
    source: '10.0.0.7',
    tags: [
      ['__hostname__', 'web-1'],
      ['env', 'prod'],
    ],
    logs: [
      {
        timeSeconds: 1_772_510_706,
        timeNsPart: 123_456_789,
        contents: [
          ['level', 'info'],
          ['msg', 'héllo 日志'],
        ],
      },
      {
        timeSeconds: 1_772_510_707,
        contents: [
          ['level', 'warn'],
          ['msg', ''],
        ],
      },
    ],
  });
  expect(encoded.toString('hex')).toBe(
    '0a3008f2bb99cd06120d0a056c6576656c1204696e666f12140a036d7367120d68c3a96c6c6f20e697a5e5bf972515cd5b07' +
      '0a1e08f3bb99cd06120d0a056c6576656c12047761726e12070a036d73671200' +
      '1a03617070220831302e302e302e3732150a0c5f5f686f73746e616d655f5f12057765622d31320b0a03656e76120470726f64',
  );
});

it('writes a nanosecond part of 0, and none where there is none', () => {
  const of = (log: { timeNsPart?: number }): string =>
    encodeLogGroup({ logs: [{ timeSeconds: 1, contents: [], ...log }] }).toString('hex');
  expect(of({ timeNsPart: 0 })).toBe('0a0708012500000000');
  expect(of({})).toBe('0a020801');
});

it('frames groups so that their concatenation is a list, whatever their length', () => {
  const groups = [0, 1, 100, 127, 128, 16_383, 16_384, 3_000_000].map((size) =>
    encodeLogGroup({ logs: [], source: 'x'.repeat(size) }),
  );
  const list = slsMessages.LogGroupList.decode(Buffer.concat(groups.map(frameLogGroup)));
  expect(list).toEqual(
    expect.objectContaining({ LogGroups: groups.map((group) => slsMessages.LogGroup.decode(group)) }),
  );
});

it('lets a group be extended by the tags of a second encoding', () => {
  const stored = Buffer.concat([
    encodeLogGroup({ logs: [], tags: [['a', '1']] }),
    encodeLogGroup({ logs: [], tags: [['__receive_time__', '2']] }),
  ]);
  const { LogTags } = slsMessages.LogGroup.toObject(slsMessages.LogGroup.decode(stored), { bytes: String });
  expect(LogTags.map((tag: { Key: string }) => tag.Key)).toEqual(['a', '__receive_time__']);
});

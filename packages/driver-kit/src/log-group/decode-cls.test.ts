import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ClsLogGroup, decodeClsLogGroupList } from './decode-cls.js';
import { frameLogGroup } from './encode.js';
import { encodeClsLogGroup } from './encode-cls.js';

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
/** Bytes that are UTF-8 come back as the text that they are. */
const notText = fc.uint8Array({ maxLength: 8 }).map((bytes) => Uint8Array.of(0xff, ...bytes));
const pair = fc.tuple(text, fc.oneof(text, notText));
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const group: fc.Arbitrary<ClsLogGroup> = fc.record(
  {
    logs: fc.array(
      fc.record(
        { time: int64, contents: fc.array(pair, { maxLength: 4 }), collectTime: int64 },
        { requiredKeys: ['time', 'contents'] },
      ),
      { maxLength: 4 },
    ),
    packageId: text,
    filename: text,
    source: text,
    hostname: text,
    tags: fc.array(pair, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['logs'] },
);

const listOf = (groups: readonly ClsLogGroup[]): Buffer =>
  Buffer.concat(groups.map((each) => frameLogGroup(encodeClsLogGroup(each))));

test('what is encoded comes back as it was: presence, bytes, and times of 64 bits included', () => {
  fc.assert(
    fc.property(fc.array(group, { maxLength: 4 }), (groups) => {
      expect(decodeClsLogGroupList(listOf(groups))).toEqual(groups);
    }),
  );
});

test('bytes that are kept are a copy of their own', () => {
  const body = listOf([{ logs: [{ time: 1n, contents: [['a', Uint8Array.of(255)]] }] }]);
  const [first] = decodeClsLogGroupList(body);
  body.fill(0);
  expect(first?.logs[0]?.contents).toEqual([['a', Uint8Array.of(255)]]);
});

test('fields that nobody knows are passed over', () => {
  const unknown = Buffer.from([0x7a, 0x01, 0x00]);
  const log = Buffer.concat([encodeClsLogGroup({ logs: [{ time: 1n, contents: [] }] }), unknown]);
  expect(decodeClsLogGroupList(Buffer.concat([frameLogGroup(log), unknown]))).toEqual([
    { logs: [{ time: 1n, contents: [] }] },
  ]);
});

test.each([
  ['a length beyond the end', Buffer.from([0x0a, 0x7f])],
  ['a log without a time', Buffer.from([0x0a, 0x02, 0x0a, 0x00])],
  ['a content without a value', Buffer.from([0x0a, 0x08, 0x0a, 0x06, 0x08, 0x01, 0x12, 0x02, 0x0a, 0x00])],
  ['no protobuf at all', Buffer.from('not protobuf')],
])('%s is corrupt-data', (_, body) => {
  expect(() => decodeClsLogGroupList(body)).toThrow(expect.objectContaining({ code: 'corrupt-data' }));
});

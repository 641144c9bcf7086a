import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeLogGroupList } from './decode.js';
import { encodeLogGroup, frameLogGroup, type LogGroupInput } from './encode.js';

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
/** Bytes that are UTF-8 come back as the text that they are. */
const notText = fc.uint8Array({ maxLength: 8 }).map((bytes) => Uint8Array.of(0xff, ...bytes));
const pair = fc.tuple(text, fc.oneof(text, notText));
const group: fc.Arbitrary<LogGroupInput> = fc.record(
  {
    logs: fc.array(
      fc.record(
        {
          timeSeconds: fc.nat({ max: 2 ** 32 - 1 }),
          timeNsPart: fc.nat({ max: 999_999_999 }),
          contents: fc.array(pair, { maxLength: 4 }),
        },
        { requiredKeys: ['timeSeconds', 'contents'] },
      ),
      { maxLength: 4 },
    ),
    topic: text,
    source: text,
    category: text,
    machineUuid: text,
    tags: fc.array(pair, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['logs'] },
);

test('what is encoded comes back as it was, presence and bytes included', () => {
  fc.assert(
    fc.property(fc.array(group, { maxLength: 4 }), (groups) => {
      const body = Buffer.concat(groups.map((each) => frameLogGroup(encodeLogGroup(each))));
      expect(decodeLogGroupList(body)).toEqual(groups);
    }),
  );
});

test('bytes that are kept are a copy of their own', () => {
  const body = frameLogGroup(encodeLogGroup({ logs: [{ timeSeconds: 1, contents: [['a', Uint8Array.of(255)]] }] }));
  const [first] = decodeLogGroupList(body);
  body.fill(0);
  expect(first?.logs[0]?.contents).toEqual([['a', Uint8Array.of(255)]]);
});

test.each([
  ['a length beyond the end', Buffer.from([0x0a, 0x7f])],
  ['a log without a time', Buffer.from([0x0a, 0x02, 0x0a, 0x00])],
  ['no protobuf at all', Buffer.from('not protobuf')],
])('%s is corrupt-data', (_, body) => {
  expect(() => decodeLogGroupList(body)).toThrow(expect.objectContaining({ code: 'corrupt-data' }));
});

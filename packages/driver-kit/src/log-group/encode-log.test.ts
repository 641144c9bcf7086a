import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeLogGroup, type LogInput } from './encode.js';
import { type ClsLogInput, encodeClsLogGroup } from './encode-cls.js';
import { encodeClsLog, encodeLog } from './encode-log.js';
import { clsMessages, slsMessages } from './messages.js';

const uint32 = fc.oneof(fc.nat({ max: 300 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
/** Around every length that a varint can have, negative ones included, as numbers and not. */
const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.maxSafeInteger(),
  fc.nat({ max: 300 }),
  fc
    .tuple(fc.nat({ max: 62 }), fc.integer({ min: -2, max: 2 }))
    .map(([bits, more]) => 2n ** BigInt(bits) + BigInt(more)),
);
/** Of whole characters, short and long, ASCII and not. */
const text = fc.oneof(
  fc.string({ maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.string({ minLength: 127, maxLength: 300 }),
  fc.string({ unit: 'binary-ascii', minLength: 60, maxLength: 70 }),
);
const contents = fc.array(fc.tuple(text, fc.oneof(text, fc.uint8Array({ maxLength: 200 }))), { maxLength: 20 });
const slsLog: fc.Arbitrary<LogInput> = fc.record(
  { timeSeconds: uint32, timeNsPart: fc.integer({ min: 0, max: 999_999_999 }), contents },
  { requiredKeys: ['timeSeconds', 'contents'] },
);
const clsLog: fc.Arbitrary<ClsLogInput> = fc.record(
  { time: int64, collectTime: int64, contents },
  { requiredKeys: ['time', 'contents'] },
);

describe('encodes a log to the byte as it stands in a log group', () => {
  it('of SLS', () => {
    fc.assert(
      fc.property(slsLog, (input) => {
        expect(encodeLog(input).toString('hex')).toBe(encodeLogGroup({ logs: [input] }).toString('hex'));
      }),
      { numRuns: 2_000 },
    );
  });

  it('of CLS', () => {
    fc.assert(
      fc.property(clsLog, (input) => {
        expect(encodeClsLog(input).toString('hex')).toBe(encodeClsLogGroup({ logs: [input] }).toString('hex'));
      }),
      { numRuns: 2_000 },
    );
  });
});

it.each([126, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 3_000_000])(
  'has room for a value of %i bytes',
  (size) => {
    for (const value of ['x'.repeat(size), Buffer.alloc(size, 7), 'é'.repeat(Math.floor(size / 2))]) {
      const pairs = [['k', value] as const];
      const sls = { timeSeconds: 1, timeNsPart: 2, contents: pairs };
      expect(encodeLog(sls).equals(encodeLogGroup({ logs: [sls] }))).toBe(true);
      const cls = { time: 1_700_000_000_123_456n, collectTime: 3, contents: pairs };
      expect(encodeClsLog(cls).equals(encodeClsLogGroup({ logs: [cls] }))).toBe(true);
    }
  },
);

it('writes half a character as the sign for what cannot be shown, in names as in values', () => {
  const broken = [['a\ud83d', 'b\ude00c']] as const;
  const sls = slsMessages.LogGroup.decode(encodeLog({ timeSeconds: 1, contents: broken }));
  const [{ Key, Value }] = slsMessages.LogGroup.toObject(sls, { bytes: Array }).Logs[0].Contents;
  expect([Key, Buffer.from(Value).toString()]).toEqual(['a\ufffd', 'b\ufffdc']);
  const cls = clsMessages.LogGroup.decode(encodeClsLog({ time: 1, contents: broken }));
  const [{ key, value }] = clsMessages.LogGroup.toObject(cls, { bytes: Array }).logs[0].contents;
  expect([key, Buffer.from(value).toString()]).toEqual(['a\ufffd', 'b\ufffdc']);
});

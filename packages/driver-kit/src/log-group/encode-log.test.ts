import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeLogGroup, type LogInput } from './encode.js';
import { encodeLog } from './encode-log.js';
import { slsMessages } from './messages.js';

const uint32 = fc.oneof(fc.nat({ max: 300 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
/** Of whole characters, short and long, ASCII and not. */
const text = fc.oneof(
  fc.string({ maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.string({ minLength: 127, maxLength: 300 }),
  fc.string({ unit: 'binary-ascii', minLength: 60, maxLength: 70 }),
);
const log: fc.Arbitrary<LogInput> = fc.record(
  {
    timeSeconds: uint32,
    timeNsPart: fc.integer({ min: 0, max: 999_999_999 }),
    contents: fc.array(fc.tuple(text, fc.oneof(text, fc.uint8Array({ maxLength: 200 }))), { maxLength: 20 }),
  },
  { requiredKeys: ['timeSeconds', 'contents'] },
);

it('encodes a log to the byte as it stands in a log group', () => {
  fc.assert(
    fc.property(log, (input) => {
      expect(encodeLog(input).toString('hex')).toBe(encodeLogGroup({ logs: [input] }).toString('hex'));
    }),
    { numRuns: 2_000 },
  );
});

it.each([126, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 3_000_000])(
  'has room for a value of %i bytes',
  (size) => {
    for (const value of ['x'.repeat(size), Buffer.alloc(size, 7), 'é'.repeat(Math.floor(size / 2))]) {
      const input = { timeSeconds: 1, timeNsPart: 2, contents: [['k', value] as const] };
      expect(encodeLog(input).equals(encodeLogGroup({ logs: [input] }))).toBe(true);
    }
  },
);

it('writes half a character as the sign for what cannot be shown, in names as in values', () => {
  const encoded = encodeLog({ timeSeconds: 1, contents: [['a\ud83d', 'b\ude00c']] });
  const group = slsMessages.LogGroup.toObject(slsMessages.LogGroup.decode(encoded), { bytes: Array });
  const [{ Key, Value }] = group.Logs[0].Contents;
  expect([Key, Buffer.from(Value).toString()]).toEqual(['a\ufffd', 'b\ufffdc']);
});

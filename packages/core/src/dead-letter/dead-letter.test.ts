import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byteRecord } from '../../test-fixtures/byte-record.js';
import { ConsumerError } from '../errors/consumer-error.js';
import { toPosition } from '../position.js';
import { type DeadLetter, type DeadLetterOrigin, type DeadLetterValue, deadLetterOf } from './dead-letter.js';
import { decodeDeadLetter, encodeDeadLetter, isTornLine } from './dead-letter-line.js';

const origin: DeadLetterOrigin = {
  provider: 'memory',
  stream: 'requests',
  partition: '3',
  batchStart: toPosition('MTIz'),
  thrown: new TypeError('card number 4111'),
  attempts: 5,
  parkedAtMs: 1_700_000_000_123,
};

const bytesOf = (value: DeadLetterValue): Uint8Array | undefined => {
  if (typeof value === 'string') return Buffer.from(value);
  return 'base64' in value ? Buffer.from(value.base64, 'base64') : undefined;
};
const roundTrip = (letter: DeadLetter): DeadLetter | undefined =>
  decodeDeadLetter(Buffer.from(encodeDeadLetter(letter).slice(0, -1)));

const name = fc.oneof(fc.constantFrom('a', 'content', '__proto__', 'constructor', ''), fc.string({ unit: 'binary' }));
const bytes = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 12 }),
  fc.constantFrom(Buffer.from('\uFEFFbom'), Buffer.from('\uFFFD'), Buffer.from('\uFFFD\xff', 'latin1')),
);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.nat(0xffff)).map((codes) => String.fromCharCode(...codes)),
);
const optional = fc.option(text, { nil: undefined });

test('a letter has every field of its record, exact and in order, and JSON takes nothing away', () => {
  const rest = fc.record({
    id: text,
    timeNs: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
    topic: optional,
    source: optional,
    host: optional,
    path: optional,
    tags: fc.array(fc.tuple(text, text)).map((pairs) => new Map(pairs)),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(name, bytes)), rest, (fields, about) => {
      const letter = deadLetterOf(byteRecord(fields, about), origin);
      expect(roundTrip(letter)).toEqual(letter);
      expect(JSON.parse(JSON.stringify(letter))).toEqual(letter);
      const { id, topic, source, host, path } = letter;
      expect({ id, topic, source, host, path }).toEqual({ ...about, timeNs: undefined, tags: undefined });
      expect(BigInt(letter.timeNs)).toBe(about.timeNs);
      expect(letter.tags).toEqual([...about.tags]);
      expect(letter.fields.map(([key]) => key)).toEqual(fields.map(([key]) => key));
      for (const [index, [key, value]] of letter.fields.entries()) {
        const received = Buffer.from(fields[index]?.[1] ?? []);
        const isFirst = fields.findIndex(([other]) => other === key) === index;
        const kept = bytesOf(value);
        if (kept !== undefined) expect(Buffer.from(kept)).toEqual(received);
        // Only what the record itself cannot give is inexact, and says so.
        else expect([isFirst, value]).toEqual([false, { inexact: received.toString() }]);
      }
    }),
    { numRuns: 500 },
  );
});

test('text stays readable; bytes that are not UTF-8 are base64', () => {
  const letter = deadLetterOf(
    byteRecord([
      ['level', Buffer.from('日志')],
      ['raw', Buffer.from([0x66, 0xff])],
    ]),
    origin,
  );
  expect(letter.fields).toEqual([
    ['level', '日志'],
    ['raw', { base64: 'Zv8=' }],
  ]);
});

test('a body that is one of the fields is not kept twice; another one is kept', () => {
  expect(deadLetterOf(byteRecord([['content', Buffer.from('x')]]), origin)).not.toHaveProperty('body');
  expect(deadLetterOf(byteRecord([], { body: 'x' }), origin)).toMatchObject({ body: 'x' });
});

test('what was thrown is named by code, kind and place, and nothing of its text is kept', () => {
  const letter = deadLetterOf(byteRecord([]), origin);
  expect(letter.failure).toMatchObject({ code: 'processor-failed', kind: 'TypeError' });
  expect(letter.failure.message).toMatch(/^TypeError at .*dead-letter\.test/);
  expect(JSON.stringify(letter)).not.toContain('card number');
  const failureOf = (thrown: unknown): object => deadLetterOf(byteRecord([]), { ...origin, thrown }).failure;
  expect(failureOf('card number')).toEqual({
    code: 'processor-failed',
    kind: 'string',
    message: 'a value of type string',
  });
  expect(failureOf(new ConsumerError('record-released', 'x'))).toMatchObject({ code: 'record-released' });
});

describe('a line', () => {
  const letter = deadLetterOf(
    byteRecord([['a', Buffer.from('b')]], { topic: 't', tags: new Map([['x', 'y']]) }),
    origin,
  );
  const line = Buffer.from(encodeDeadLetter(letter).slice(0, -1));

  test('cut short anywhere is torn, and no letter', () => {
    for (let length = 0; length < line.length; length++) {
      expect(decodeDeadLetter(line.subarray(0, length))).toBeUndefined();
      expect(isTornLine(line.subarray(0, length))).toBe(true);
      expect(isTornLine(Buffer.concat([line.subarray(0, length), Buffer.alloc(9)]))).toBe(true);
    }
  });

  test('of somebody else is neither', () => {
    for (const other of ['x', '{}', 'null', '{"format":"polylog-dead-letter/2"}', '\0\0x', ' ']) {
      expect(decodeDeadLetter(Buffer.from(other))).toBeUndefined();
      expect(isTornLine(Buffer.from(other))).toBe(false);
    }
  });

  test('with a part missing or of another type is no letter, and none is written', () => {
    for (const part of Object.keys(letter) as (keyof DeadLetter)[]) {
      const changed = { ...letter, [part]: Symbol.iterator } as unknown as DeadLetter;
      expect(() => encodeDeadLetter(changed)).toThrow(`"${part}" of a dead letter`);
      const withNull = JSON.stringify({ ...(JSON.parse(line.toString()) as object), [part]: null });
      expect(decodeDeadLetter(Buffer.from(withNull)), part).toBeUndefined();
    }
  });

  test('that is not UTF-8 is no letter', () => {
    expect(decodeDeadLetter(Buffer.from(line.toString('latin1').replace('"b"', '"\xff"'), 'latin1'))).toBeUndefined();
  });
});

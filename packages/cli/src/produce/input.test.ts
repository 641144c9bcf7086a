import { describe, expect, test } from 'vitest';
import { type InputLine, inputLines } from './input-lines.js';
import { LineError, recordOfLine } from './record-of-line.js';

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function linesOf(text: string | Uint8Array, size = 3): Promise<unknown[]> {
  const lines: unknown[] = [];
  for await (const { number, text: line } of inputLines(chunksOf(Buffer.from(text), size))) lines.push([number, line]);
  return lines;
}

describe('the lines of stdin', () => {
  test('are the same however they are cut', async () => {
    const text = 'a\n\nlängere Zeile 日志\r\nlast';
    const lines = [
      [1, 'a'],
      [2, ''],
      [3, 'längere Zeile 日志'],
      [4, 'last'],
    ];
    for (const size of [1, 2, 3, 5, 100]) expect(await linesOf(text, size)).toEqual(lines);
    expect(await linesOf(`${text}\n`)).toEqual(lines);
    expect(await linesOf('')).toEqual([]);
  });

  test('end at a newline and nowhere else', async () => {
    expect(await linesOf('a\u2028b\u0085c\n')).toEqual([[1, 'a\u2028b\u0085c']]);
  });

  test('stay bytes where they are not UTF-8', async () => {
    expect(await linesOf(Buffer.from([0x61, 0xff, 0x0a]))).toEqual([[1, Buffer.from([0x61, 0xff])]]);
  });

  test('are not kept where they have no end', async () => {
    const mib = Buffer.alloc(1024 * 1024, 'x');
    async function* endless(): AsyncGenerator<Uint8Array, void> {
      for (let i = 0; i < 40; i++) yield mib;
      yield Buffer.from('\nnext\n');
    }
    const lines: InputLine[] = [];
    for await (const line of inputLines(endless())) lines.push(line);
    expect(lines).toEqual([
      { number: 1, text: undefined },
      { number: 2, text: 'next' },
    ]);
    expect(() => recordOfLine(lines[0]!, 'text')).toThrow('is longer than 16 MiB');
  });
});

const json = (text: string): unknown => recordOfLine({ number: 1, text }, 'json');

describe('a line of JSON', () => {
  test('is a record', () => {
    expect(json('{"fields":{"a":1},"key":"k","body":"b","time":"1767225600s"}')).toEqual({
      ...{ fields: { a: 1 }, key: 'k', body: 'b', time: { timeNs: 1767225600000000000n } },
    });
    expect(json('{"body":"b"}')).toEqual({ fields: {}, body: 'b' });
  });

  test('may be what tail has printed: pairs before fields, and what the service tells anew is left out', () => {
    const line =
      '{"time":"2026-01-01T00:00:00.000000001Z","partition":"0","id":"x","tags":{},"fields":{"a":"1"},"pairs":[["a","1"],["a","2"]]}';
    expect(json(line)).toEqual({
      fields: [
        ['a', '1'],
        ['a', '2'],
      ],
      time: { timeNs: 1767225600000000001n },
    });
  });

  test('that is empty is passed over', () => {
    expect(json('')).toBeUndefined();
    expect(json('  ')).toBeUndefined();
  });

  test.each([
    ...['{"fields":{"id":9007199254740993}}', '{"pairs":[["id",9007199254740993]]}', '{"fields":{"id":-1e400}}'],
    ...['{"fields":{"x":3.141592653589793238}}', '{"fields":{"\\"":12345678901234567890}}', '{"fields":{"x":1e-400}}'],
  ])('%s is refused, for its number would be another one', (text) => {
    expect(() => json(text)).toThrow(LineError);
    expect(() => json(text)).toThrow(/^has a number that would be rounded; write it as text$/);
  });

  test('keeps every number that JavaScript can tell, and digits in texts', () => {
    const fields =
      '{"a":9007199254740992,"b":-0.10,"c":1e3,"d":12.5E-1,"e":0,"f":0.30000000000000004,"g":1e21,"h":-0.0}';
    expect(json(`{"fields":${fields}}`)).toEqual({ fields: JSON.parse(fields) as unknown });
    const texts = { id: '9007199254740993', quoted: '"9007199254740993\\', '1e400': '\\"1e400' };
    expect(json(JSON.stringify({ body: '9007199254740993', fields: texts }))).toMatchObject({ fields: texts });
  });

  const secret = 'hunter2';
  test.each([
    [`{"fields":{"a":"${secret}"}`, 'is not JSON'],
    [secret, 'is not JSON'],
    [`["${secret}"]`, 'is no JSON object'],
    [`{"${secret}":1}`, 'has a key that is not known; known are time, key, body, fields, pairs'],
    ['{"key":"k"}', 'has neither fields nor body'],
    ['{"body":5}', 'has a body that is no text'],
    ['{"body":"b","key":5}', 'has a key that is no text'],
    [`{"body":"b","time":"${secret}"}`, 'has a time that cannot mean only one thing'],
    ['{"body":"b","time":1767225600}', 'has a time that cannot mean only one thing'],
  ])('%s is refused without what stands in it', (text, message) => {
    expect(() => json(text)).toThrow(LineError);
    expect(() => json(text)).toThrow(message);
    try {
      json(text);
    } catch (error) {
      expect(String(error)).not.toContain(secret);
    }
  });
});

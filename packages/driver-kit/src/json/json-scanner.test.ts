import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonScanner } from './json-scanner.js';

/** Whether the scanner passes over the whole text. */
function passes(text: string): boolean {
  const scanner = new JsonScanner(Buffer.from(text));
  try {
    scanner.skip();
    scanner.end();
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'corrupt-data' });
    return false;
  }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('the JSON scanner', () => {
  it('passes over whatever is JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(0, 2, '\t', '\r\n'), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), undefined, indent as number);
        expect(passes(text)).toBe(true);
      }),
    );
  });

  it('refuses what is none: what one has changed is JSON to it where it is to JSON.parse', () => {
    const piece = fc.constantFrom(
      '',
      '"',
      '\\',
      '\\u12',
      '\\ud800',
      ',',
      ':',
      '{',
      '}',
      '[',
      ']',
      '-',
      '0',
      '1.',
      'e',
      'E+1',
      'null',
      'tru',
      ' ',
      '\n',
      '\u0001',
      '\u00a0',
      '\ufeff',
      'é',
    );
    const tally = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), fc.nat(), fc.nat(3), piece, (json, place, length, put) => {
        const at = place % (json.length + 1);
        const text = json.slice(0, at) + put + json.slice(at + length);
        expect(passes(text)).toBe(parses(text));
        if (parses(text)) tally.taken++;
        else tally.refused++;
      }),
      { numRuns: 3_000 },
    );
    expect(Math.min(tally.taken, tally.refused)).toBeGreaterThan(100);
  });

  it('refuses nesting and numbers beyond any sense, and goes deep no more than that', () => {
    expect(passes('['.repeat(90) + ']'.repeat(90))).toBe(true);
    expect(passes('['.repeat(100_000) + ']'.repeat(100_000))).toBe(false);
    expect(passes(`[${'1'.repeat(5_000)}]`)).toBe(false);
  });

  it('reads names and texts with their escapes, numbers to the last digit', () => {
    const scanner = new JsonScanner(Buffer.from(' {"\\u0061b" : 9007199254740993 , "é": "x\\n\\ud83d\\ude00"} '));
    expect(scanner.nextName(true)).toBe('ab');
    expect(scanner.number()).toBe('9007199254740993');
    expect(scanner.nextName(false)).toBe('é');
    expect(scanner.text(100)).toBe('x\n😀');
    expect(scanner.nextName(false)).toBeUndefined();
    scanner.end();
    expect(new JsonScanner(Buffer.from('"abc"')).text(2)).toBeUndefined();
  });
});

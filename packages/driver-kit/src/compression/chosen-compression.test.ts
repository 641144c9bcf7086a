import { expect, it } from 'vitest';
import { chosenCompression } from './chosen-compression.js';
import type { Codec } from './codec.js';
import { deflate } from './deflate.js';
import { lz4Block } from './lz4-block.js';
import { none } from './none.js';

const door = 'door';

it('a name is asked for, and every answer is read by the built-in codecs', () => {
  const { compression, codecFor } = chosenCompression('deflate', door);
  expect(compression).toBe('deflate');
  expect([codecFor('deflate'), codecFor('lz4'), codecFor(undefined)]).toEqual([deflate, lz4Block, none]);
});

it('a codec is asked for by its name and reads what comes under it, in any case; the rest is read as ever', () => {
  const plugged: Codec = { ...lz4Block };
  const { compression, codecFor } = chosenCompression(plugged, door);
  expect(compression).toBe('lz4');
  expect(codecFor('lz4')).toBe(plugged);
  expect(codecFor('LZ4')).toBe(plugged);
  expect(codecFor('deflate')).toBe(deflate);
  expect(codecFor(undefined)).toBe(none);
  expect(codecFor('snappy')).toBeUndefined();
});

it('a service may mean something else by a name', () => {
  const bare: Codec = { ...deflate };
  const { codecFor } = chosenCompression('lz4', door, (name) => (name === 'deflate' ? bare : none));
  expect([codecFor('deflate'), codecFor('lz4')]).toEqual([bare, none]);
});

it.each([
  ['gzip', '"gzip"'],
  [7, 'a number'],
  [{ name: 'lz4' }, 'without compress() and decompress()'],
  [{ ...none }, '"none"'],
])('%o is refused, and the door is named', (option, words) => {
  const refused = (): unknown => chosenCompression(option, door);
  expect(refused).toThrow(expect.objectContaining({ code: 'invalid-argument', option: 'compression' }));
  expect(refused).toThrow(words);
  expect(refused).toThrow(/^door: /);
});

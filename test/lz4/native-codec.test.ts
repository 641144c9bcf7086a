import { expect, it } from 'vitest';
import { seededRandom } from '../seeded-random.js';
import { contents } from './contents.js';
import { describeNative } from './describe-native.js';

const raw = contents(seededRandom(7)).find(
  (content) => content.kind === 'log lines' && content.raw.length === 4096,
)?.raw;
if (raw === undefined) throw new Error('no log lines');

describeNative('the native codec', (native) => {
  const block = native.compress(raw);

  it.each([
    ['more than the cap', 101, 100],
    ['more than the cap by default', 64 * 1024 * 1024 + 1, undefined],
    ['more than such a block can hold', block.length * 255 + 1, undefined],
    ['a negative size', -1, undefined],
    ['half a byte', 0.5, undefined],
    ['no number', Number.NaN, undefined],
  ])('refuses %s before it takes memory', (_, rawBytes, maxRawBytes) => {
    let asked = 0;
    const target = (bytes: number): Buffer => {
      asked += 1;
      return Buffer.alloc(bytes);
    };
    const options = { rawBytes, target, ...(maxRawBytes === undefined ? {} : { maxRawBytes }) };
    expect(() => native.decompress(block, options)).toThrow(expect.objectContaining({ code: 'corrupt-data' }));
    expect(asked).toBe(0);
  });

  it.each([
    ['smaller than told', raw.length + 1, `it holds ${raw.length} bytes where ${raw.length + 1} were told`],
    ['larger than told', raw.length - 1, 'it is damaged or holds more than the'],
    ['told to be empty', 0, 'it is damaged or holds more than the 0 bytes told'],
  ])('refuses a body that is %s', (_, rawBytes, message) => {
    expect(() => native.decompress(block, { rawBytes })).toThrow(
      expect.objectContaining({ code: 'corrupt-data', message: expect.stringContaining(message) }),
    );
  });

  it('writes into the memory it is given where that is large enough, else into its own', () => {
    const memory = Buffer.alloc(raw.length + 10);
    const read = native.decompress(block, { rawBytes: raw.length, target: () => memory });
    expect(read).toEqual(raw);
    expect([read.buffer, read.byteOffset]).toEqual([memory.buffer, memory.byteOffset]);
    const small = Buffer.alloc(raw.length - 1);
    expect(native.decompress(block, { rawBytes: raw.length, target: () => small })).toEqual(raw);
    expect(small).toEqual(Buffer.alloc(raw.length - 1));
  });

  it('reads and writes plain Uint8Arrays, and nothing at all', () => {
    const plain = Uint8Array.from(native.compress(Uint8Array.from(raw)));
    expect(native.decompress(plain, { rawBytes: raw.length })).toEqual(raw);
    expect(native.decompress(native.compress(new Uint8Array()), { rawBytes: 0 })).toHaveLength(0);
    expect(native.decompress(new Uint8Array(), { rawBytes: 0 })).toHaveLength(0);
  });

  it('shrinks logs to less than half', () => {
    expect(block.length).toBeLessThan(raw.length / 2);
  });
});

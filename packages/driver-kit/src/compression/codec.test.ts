import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLoopTurns, SLICE_BYTES } from '../turns/loop-turns.js';
import type { DecompressOptions } from './codec.js';
import { codecFor } from './codec-for.js';
import { decompressInTurns } from './decompress-in-turns.js';
import { deflate } from './deflate.js';
import { lz4Block } from './lz4-block.js';
import { lz4Codec } from './lz4-codec.js';
import { encodeLz4Block } from './lz4-encode.js';
import { none } from './none.js';
import { zstd } from './zstd.js';

const compressing = [lz4Block, deflate, zstd].filter((codec) => codec !== undefined);
const codecs = [...compressing, none];

/** Both ways of decompressing. */
const ways = codecs.flatMap((codec) => {
  const { name, compress } = codec;
  const atOnce = async (input: Uint8Array, options: DecompressOptions) => codec.decompress(input, options);
  const inTurns = async (input: Uint8Array, options: DecompressOptions) =>
    await decompressInTurns(codec, input, options, createLoopTurns(setImmediate));
  return [
    { name, way: 'at once', compress, decompress: atOnce },
    { name, way: 'in turns', compress, decompress: inTurns },
  ];
});

/** Pieces that repeat, near and far, with noise between them. */
const bodies = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.record({ piece: fc.uint8Array({ minLength: 1, maxLength: 9 }), times: fc.nat(60) }),
      fc.record({ piece: fc.constant(Uint8Array.of(7)), times: fc.constantFrom(300, 66_000) }),
    ),
    { maxLength: 12 },
  )
  .map((parts) =>
    Buffer.concat(
      parts.map((part) =>
        part instanceof Uint8Array ? part : Buffer.concat(Array.from({ length: part.times }, () => part.piece)),
      ),
    ),
  );

const log = Buffer.from(
  Array.from({ length: 400 }, (_, i) => `level=info status=${200 + (i % 7)} path=/api/v1/orders/${i * 7919}\n`).join(
    '',
  ),
);

async function thrownBy(run: () => Promise<unknown>): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    return error;
  }
  return undefined;
}

const corruptData = expect.objectContaining({ name: 'ConsumerError', code: 'corrupt-data' });

describe.each(ways)('$name, $way', (codec) => {
  it('gives back what it was given', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, async (raw) => {
        expect((await codec.decompress(codec.compress(raw), { rawBytes: raw.length })).equals(raw)).toBe(true);
      }),
    );
  });

  it('reads from and into the middle of larger memory, and touches nothing around', async () => {
    const packed = codec.compress(log);
    const input = Buffer.concat([Buffer.alloc(3, 1), packed, Buffer.alloc(3, 2)]).subarray(3, 3 + packed.length);
    const memory = Buffer.alloc(log.length + 10, 0xee);
    const target = memory.subarray(5, 5 + log.length);
    expect((await codec.decompress(input, { rawBytes: log.length, target: () => target })).equals(log)).toBe(true);
    expect([...memory.subarray(0, 5), ...memory.subarray(-5)]).toEqual(Array(10).fill(0xee));
  });

  it('ignores a target that is too small', async () => {
    const target = Buffer.alloc(log.length - 1);
    const raw = await codec.decompress(codec.compress(log), { rawBytes: log.length, target: () => target });
    expect(raw.equals(log)).toBe(true);
  });

  it('takes an empty body for raw size 0', async () => {
    expect(await codec.decompress(new Uint8Array(), { rawBytes: 0 })).toHaveLength(0);
  });

  it.each([
    ['smaller than told', log.length + 1],
    ['larger than told', log.length - 1],
    ['told to be empty', 0],
    ['told to be huge', 60_000_000],
    ['told to be above the cap', Number.MAX_SAFE_INTEGER],
    ['of a negative size', -1],
    ['of half a byte more', log.length + 0.5],
    ['of no size at all', Number.NaN],
  ])('refuses a body that is %s', async (_, rawBytes) => {
    expect(await thrownBy(() => codec.decompress(codec.compress(log), { rawBytes }))).toEqual(corruptData);
  });

  it('refuses more than the cap before looking at the body', async () => {
    const options = { rawBytes: 101, maxRawBytes: 100 };
    expect(await thrownBy(() => codec.decompress(new Uint8Array(), options))).toMatchObject({
      code: 'corrupt-data',
      message: expect.stringContaining('101 bytes is more than the 100 allowed'),
    });
  });

  it('refuses bytes behind the end', async () => {
    const trailing = Buffer.concat([codec.compress(log), Buffer.from([0])]);
    expect(await thrownBy(() => codec.decompress(trailing, { rawBytes: log.length }))).toEqual(corruptData);
  });

  it('refuses a body that is cut short, wherever', async () => {
    const packed = codec.compress(log.subarray(0, 300));
    for (let length = 0; length < packed.length; length++) {
      expect(await thrownBy(() => codec.decompress(packed.subarray(0, length), { rawBytes: 300 }))).toEqual(
        corruptData,
      );
    }
  });
});

it.each(compressing)('$name shrinks logs to less than a third', (codec) => {
  expect(codec.compress(log).length).toBeLessThan(log.length / 3);
});

const compressingWays = ways.filter(({ name }) => name !== 'none');

it.each(compressingWays)(
  '$name meets damage with corrupt-data or the right size, and stays inside its memory ($way)',
  async (codec) => {
    const originals = [log.subarray(0, 700), Buffer.alloc(500, 'abc'), Buffer.from('short')].map((raw) => ({
      rawBytes: raw.length,
      packed: codec.compress(raw),
    }));
    const damage = fc.array(fc.record({ at: fc.nat(2000), byte: fc.nat(255) }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...originals), damage, async ({ rawBytes, packed }, changes) => {
        const input = Buffer.from(packed);
        for (const { at, byte } of changes) input[at % input.length] = byte;
        const memory = Buffer.alloc(rawBytes + 64, 0xee);
        const target = memory.subarray(32, 32 + rawBytes);
        let size = rawBytes;
        const error = await thrownBy(async () => {
          size = (await codec.decompress(input, { rawBytes, target: () => target })).length;
        });
        if (error !== undefined) expect(error).toEqual(corruptData);
        expect(size).toBe(rawBytes);
        expect([...memory.subarray(0, 32), ...memory.subarray(-32)].every((byte) => byte === 0xee)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  },
);

it('lz4 decodes a large block in slices, each in a turn of the loop, whichever engine is plugged in', async () => {
  const engine = {
    encode: encodeLz4Block,
    decode: () => {
      throw new Error('it could not stop on its way');
    },
  };
  const codec = lz4Codec(engine);

  const lines = Array.from({ length: 5_000 }, (_, i) => `order ${Math.imul(i, 0x9e37_79b1)} took ${i % 977} ms\n`);
  const raw = Buffer.concat(Array.from({ length: 125 }, (_, i) => Buffer.from(`${i}\n${lines.join('')}`)));
  let turns = 0;
  const turning = createLoopTurns((run) => {
    turns++;
    setImmediate(run);
  });
  const bytes = await decompressInTurns(codec, codec.compress(raw), { rawBytes: raw.length }, turning);
  expect(bytes.equals(raw)).toBe(true);
  expect(turns).toBeGreaterThan(raw.length / SLICE_BYTES - 1);
});

it('a codec that cannot pause is decoded in a turn for all its raw bytes', async () => {
  const { decompressInTurns: _, ...plain } = lz4Block;
  const raw = Buffer.alloc(3_000_000, 'abc');
  const taken: number[] = [];
  const turns = { take: (bytes: number) => void taken.push(bytes) };
  const bytes = await decompressInTurns(plain, plain.compress(raw), { rawBytes: raw.length }, turns);
  expect(bytes.equals(raw)).toBe(true);
  expect(taken).toEqual([raw.length]);
});

it.each([deflate, zstd].filter((codec) => codec !== undefined))(
  '$name is decoded beside the event loop, which goes on turning',
  async (codec) => {
    const raw = Buffer.alloc(16 * SLICE_BYTES, log);
    let settled = false;
    const decoding = decompressInTurns(
      codec,
      codec.compress(raw),
      { rawBytes: raw.length },
      createLoopTurns(setImmediate),
    );
    decoding
      .finally(() => {
        settled = true;
      })
      .catch(() => undefined);
    let turns = 0;
    for (; !settled; turns++) await new Promise((resolve) => setImmediate(resolve));
    expect((await decoding).equals(raw)).toBe(true);
    expect(turns).toBeGreaterThan(5);
  },
);

it('deflate reads the bare form (RFC 1951) as well as the zlib form', () => {
  expect(deflate.decompress(deflateRawSync(log), { rawBytes: log.length }).equals(log)).toBe(true);
  expect(deflate.compress(log)[0]).toBe(0x78);
});

it('finds a codec by its header in any case, and nothing for what is unknown', () => {
  expect(codecFor('lz4')).toBe(lz4Block);
  expect(codecFor('LZ4')).toBe(lz4Block);
  expect(codecFor('Deflate')).toBe(deflate);
  expect(codecFor('zstd')).toBe(zstd);
  expect(codecFor(undefined)).toBe(none);
  expect(codecFor('')).toBe(none);
  expect(codecFor('snappy')).toBeUndefined();
});

it('has zstd exactly where node:zlib has it', async () => {
  const zlib: object = await import('node:zlib');
  expect(zstd !== undefined).toBe('zstdDecompressSync' in zlib);
});

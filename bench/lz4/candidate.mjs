// One who reads or writes LZ4 blocks as a candidate. Arguments: a JSON object of folder, set, engine ('js' or 'native',
// which are ours, or 'lz4js'), job ('decode' or 'encode').
import { crc32 } from 'node:zlib';
import { loadBodies } from '../data/bodies.mjs';
import { serve } from '../lib/candidate.mjs';
import { codecNamed } from '../lib/codecs.mjs';

const { folder, set, engine, job } = JSON.parse(process.argv[2]);
const { bodies, rawBytes } = loadBodies(folder, set);
const mostBytes = Math.max(...rawBytes);
const { decode, encode } = engine === 'lz4js' ? lz4js((await import('lz4js')).default) : ours(await codecNamed(engine));

/** @param {import('@polylog/driver-kit').Codec} codec */
function ours(codec) {
  // As a pool would give it: the same memory again and again.
  const pooled = Buffer.allocUnsafeSlow(mostBytes);
  const target = () => pooled;
  return {
    decode: (block, size) => codec.decompress(block, { rawBytes: size, target }),
    encode: (raw) => codec.compress(raw),
  };
}

function lz4js(library) {
  const decoded = Buffer.allocUnsafeSlow(mostBytes);
  const encoded = Buffer.allocUnsafeSlow(library.compressBound(mostBytes));
  const table = new Uint32Array(65_536);
  return {
    decode(block, size) {
      const bytes = library.decompressBlock(block, decoded, 0, block.length, 0);
      if (bytes !== size) throw new Error('a body is damaged');
      return decoded.subarray(0, bytes);
    },
    encode(raw) {
      table.fill(0);
      return encoded.subarray(0, library.compressBlock(raw, encoded, 0, raw.length, table));
    },
  };
}

let encodedBytes = 0;

const steps = {
  decode: ({ lz4, raw }) => decode(lz4, raw.length),
  encode({ raw }) {
    encodedBytes += encode(raw).length;
  },
};

await serve({
  step(turn) {
    const body = bodies[turn % bodies.length];
    steps[job](body);
    return { bytes: body.raw.length, records: 0 };
  },
  /** Over the raw bytes as they come out, behind an encoding too. */
  verify() {
    let crc = 0;
    for (const { raw, lz4 } of bodies) crc = crc32(decode(job === 'encode' ? encode(raw) : lz4, raw.length), crc);
    return crc.toString(16).padStart(8, '0');
  },
  extra() {
    const encoded = encodedBytes;
    encodedBytes = 0;
    return { encoded };
  },
});

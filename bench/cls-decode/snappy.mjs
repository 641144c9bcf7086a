// One who reads snappy blocks as a candidate. Arguments: a JSON object of folder, set, engine ('polylog', 'snappyjs', or
// 'snappy', which is native).
import { crc32 } from 'node:zlib';
import { decodeSnappyPart, readSnappyHead } from '@polylog/tencent-cls/wire';
import { loadClsBodies } from '../data/cls-bodies.mjs';
import { serve } from '../lib/candidate.mjs';

const { folder, set, engine } = JSON.parse(process.argv[2]);
const { bodies, sizes } = loadClsBodies(folder, set);
const engines = {
  async polylog() {
    // As a pool would give it: the same memory again and again.
    const pooled = Buffer.allocUnsafeSlow(Math.max(...sizes.map(({ json }) => json)));
    return (block) => {
      const { rawBytes, bytes } = readSnappyHead(block);
      const output = pooled.subarray(0, rawBytes);
      decodeSnappyPart(block, output, { at: bytes, to: 0 }, Number.POSITIVE_INFINITY);
      return output;
    };
  },
  snappyjs: async () => (await import('snappyjs')).default.uncompress,
  snappy: async () => (await import('snappy')).uncompressSync,
};
const decode = await engines[engine]();

await serve({
  step: (turn) => ({ bytes: decode(bodies[turn % bodies.length].block).length, records: 0 }),
  verify() {
    let crc = 0;
    for (const { block } of bodies) crc = crc32(decode(block), crc);
    return crc.toString(16).padStart(8, '0');
  },
});

import type { Codec } from '@polylog/driver-kit';
import { damaged } from '../damage.js';
import type { Draw } from '../draw.js';
import type { FuzzTarget } from '../fuzz-target.js';
import { codecCase, wrongSize } from './codec-case.js';
import { rawBody } from './raw-bodies.js';
import { type CodecRules, runCodec } from './run-codec.js';

/** A compression of node:zlib, used plainly. */
export interface PlainZlib {
  /** In one of its forms and levels. */
  readonly compress: (draw: Draw, raw: Buffer) => Buffer;
  /** What a body holds and how much of it was used; throws where it is damaged or holds more than `most`. */
  readonly decompress: (body: Buffer, most: number) => { readonly raw: Buffer; readonly used: number };
}

/** A mutated body that holds more than this is told a wrong size. */
const MOST_MEASURED_BYTES = 100_000;
/** What node:zlib is given beyond the told size, so that it need not ask for a second piece of memory. */
const ROOM_BEHIND = 64;

/** A codec on top of node:zlib, against node:zlib itself. */
export function zlibTarget(codec: Codec, plain: PlainZlib): FuzzTarget {
  const reference: CodecRules['reference'] = (body, most) => {
    if (body.length === 0 && most === 0) return Buffer.alloc(0);
    try {
      const { raw, used } = plain.decompress(body, most);
      return used === body.length ? raw : undefined;
    } catch {
      return undefined;
    }
  };
  const rules: CodecRules = { codec, reference, mostAllocated: (rawBytes) => rawBytes + ROOM_BEHIND };
  return {
    name: codec.name,
    valid(draw) {
      const raw = rawBody(draw);
      return codecCase(draw, plain.compress(draw, raw), raw.length);
    },
    mutate(draw, { fields, body }, other) {
      const told = Number(fields.rawBytes);
      if (draw.chance(0.12)) return codecCase(draw, body, wrongSize(draw, told));
      const changed = draw.chance(0.1) ? Buffer.concat([body, other.body]) : damaged(draw, body, other.body);
      const holds = draw.chance(0.8) ? reference(changed, MOST_MEASURED_BYTES)?.length : undefined;
      return codecCase(draw, changed, holds ?? (draw.chance(0.7) ? told : wrongSize(draw, told)));
    },
    random(draw) {
      if (draw.chance(0.1)) return codecCase(draw, plain.compress(draw, Buffer.alloc(90_000)), draw.below(80_000));
      const size = draw.below(draw.pick([4, 30, 300]));
      return codecCase(draw, draw.bytes(size), draw.chance(0.5) ? draw.below(4 * size + 1) : wrongSize(draw, size));
    },
    run: (given) => runCodec(rules, given),
  };
}

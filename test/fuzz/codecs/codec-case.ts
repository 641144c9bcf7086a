import type { Draw } from '../draw.js';
import type { FuzzCase } from '../fuzz-case.js';

/** What a codec is told beside the body. */
export interface CodecClaims {
  readonly rawBytes: number;
  readonly maxRawBytes: number;
  /** Whether it is offered memory: enough, too little, or none. */
  readonly target: 'enough' | 'small' | 'none';
}

const CAP_BYTES = 128 * 1024;
const TARGETS = ['enough', 'enough', 'small', 'none'] as const;

export function codecCase(draw: Draw, body: Buffer, rawBytes: number): FuzzCase {
  return { fields: { rawBytes: String(rawBytes), target: draw.pick(TARGETS) }, body };
}

export function claimsOf({ fields }: FuzzCase): CodecClaims {
  return {
    rawBytes: Number(fields.rawBytes),
    maxRawBytes: fields.maxRawBytes === undefined ? CAP_BYTES : Number(fields.maxRawBytes),
    target: (fields.target as CodecClaims['target'] | undefined) ?? 'enough',
  };
}

/** A size that is not the body's, most likely. */
export function wrongSize(draw: Draw, rawBytes: number): number {
  return draw.pick([
    rawBytes - 1,
    rawBytes + 1,
    rawBytes + 256,
    rawBytes * 2,
    0,
    1,
    -1,
    rawBytes + 0.5,
    CAP_BYTES,
    CAP_BYTES + 1,
    60_000_000,
    2 ** 31,
    2 ** 32 + rawBytes,
    Number.MAX_SAFE_INTEGER,
    2 ** 60,
    Number.POSITIVE_INFINITY,
    Number.NaN,
  ]);
}

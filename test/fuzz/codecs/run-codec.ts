import { isConsumerError } from '@polylog/core/driver';
import type { Codec } from '@polylog/driver-kit';
import { meterAllocations } from '../allocations.js';
import type { FuzzCase } from '../fuzz-case.js';
import { BrokenPromise, type Outcome } from '../fuzz-target.js';
import { type CodecClaims, claimsOf } from './codec-case.js';

export interface CodecRules {
  readonly codec: Codec;
  /** What somebody else makes of the body, to its last byte; undefined where he refuses, or it is more than `most` bytes. */
  readonly reference: (body: Buffer, most: number) => Buffer | undefined;
  /** Most memory that may be asked for where the told size is within the cap; above it, it is none at all. */
  readonly mostAllocated: (rawBytes: number, bodyBytes: number) => number;
}

const CANARY_BYTES = 64;
const CANARY = 0xee;
/** What stands in memory before it is written, and around the body: no result may depend on it. */
const RUBBISH = [0xa5, 0x5a];

/** Decodes a case, twice, and judges it by the rules. */
export function runCodec(rules: CodecRules, given: FuzzCase): Outcome {
  const claims = claimsOf(given);
  const [one, other] = RUBBISH.map((rubbish) => decode(rules, claims, given.body, rubbish));
  if (!isSame(one, other)) throw new BrokenPromise('the result depends on what was in memory before');

  const { rawBytes, maxRawBytes } = claims;
  const isSane = Number.isSafeInteger(rawBytes) && rawBytes >= 0 && rawBytes <= maxRawBytes;
  const plain = isSane ? rules.reference(given.body, rawBytes) : undefined;
  const expected = plain?.length === rawBytes ? plain : undefined;
  if (one === undefined) {
    if (expected === undefined) return 'refused';
    throw new BrokenPromise('it refuses what the reference takes');
  }
  if (expected === undefined) throw new BrokenPromise('it takes what the reference refuses, or finds of another size');
  if (!one.equals(expected)) throw new BrokenPromise('it decodes to other bytes than the reference');
  return 'valid';
}

function isSame(one: Buffer | undefined, other: Buffer | undefined): boolean {
  return one === undefined || other === undefined ? one === other : one.equals(other);
}

/** A copy of what it decodes to; undefined where it refuses. */
function decode(rules: CodecRules, claims: CodecClaims, body: Buffer, rubbish: number): Buffer | undefined {
  const { codec, mostAllocated } = rules;
  const { rawBytes, maxRawBytes } = claims;
  const input = surrounded(body, rubbish);
  const isAllowed = Number.isSafeInteger(rawBytes) && rawBytes >= 0 && rawBytes <= maxRawBytes;
  const most = isAllowed ? mostAllocated(rawBytes, body.length) : 0;
  const room = createRoom(claims, most, rubbish);
  const allocated = meterAllocations();
  let result: Buffer | undefined;
  try {
    result = codec.decompress(input, { rawBytes, maxRawBytes, ...(claims.target === 'none' ? {} : room) });
  } catch (error) {
    if (!isConsumerError(error) || error.code !== 'corrupt-data') throw error;
  }
  if (allocated() > most) {
    throw new BrokenPromise(
      `${body.length} bytes that claim ${rawBytes} asked for ${allocated()}, allowed are ${most}`,
    );
  }
  room.check();
  if (result !== undefined && result.length !== rawBytes) {
    throw new BrokenPromise(`it answers ${result.length} bytes where ${rawBytes} were told`);
  }
  return result && Buffer.from(result);
}

/** The same bytes in the middle of others: who reads beyond them reads rubbish. */
function surrounded(body: Buffer, rubbish: number): Buffer {
  const around = Buffer.alloc(CANARY_BYTES, rubbish);
  return Buffer.concat([around, body, around]).subarray(CANARY_BYTES, CANARY_BYTES + body.length);
}

interface Room {
  readonly target: (bytes: number) => Buffer;
  readonly check: () => void;
}

/** Memory for the result with watched bytes around it, for a codec that asks once, for exactly what it may. */
function createRoom({ rawBytes, target }: CodecClaims, most: number, rubbish: number): Room {
  // Where nothing may be asked for the told size need not even be a number.
  const size = most === 0 ? 0 : target === 'small' ? Math.max(0, rawBytes - 1) : rawBytes;
  const memory = Buffer.alloc(size + 2 * CANARY_BYTES, rubbish);
  const edges = [memory.subarray(0, CANARY_BYTES), memory.subarray(CANARY_BYTES + size)];
  for (const edge of edges) edge.fill(CANARY);
  let asked = 0;
  return {
    target(bytes) {
      if (++asked > 1) throw new BrokenPromise('it asked for memory twice');
      if (bytes !== rawBytes || bytes > most) throw new BrokenPromise(`it asked for ${bytes} bytes of memory`);
      return memory.subarray(CANARY_BYTES, CANARY_BYTES + size);
    },
    check() {
      if (!edges.every((edge) => edge.every((byte) => byte === CANARY)))
        throw new BrokenPromise('it wrote outside of its memory');
    },
  };
}

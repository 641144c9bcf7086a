import { isConsumerError } from '@polylog/core/driver';
import { type Codec, type DecompressOptions, decompressInTurns, type LoopTurns } from '@polylog/driver-kit';
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

type Decompress = (codec: Codec, input: Buffer, options: DecompressOptions) => Buffer | Promise<Buffer>;

const noWaiting: LoopTurns = { take: () => undefined };
const atOnce: Decompress = (codec, input, options) => codec.decompress(input, options);
const inTurns: Decompress = (codec, input, options) => decompressInTurns(codec, input, options, noWaiting);

const CANARY_BYTES = 64;
const CANARY = 0xee;
/** What stands in memory before it is written, and around the body: whoever lets it into the result is no reference's equal. */
const RUBBISH = 0xa5;

/** Decodes a case in both ways, and judges each by the rules. */
export async function runCodec(rules: CodecRules, given: FuzzCase): Promise<Outcome> {
  const claims = claimsOf(given);
  const { rawBytes, maxRawBytes } = claims;
  const isAllowed = Number.isSafeInteger(rawBytes) && rawBytes >= 0 && rawBytes <= maxRawBytes;
  const most = isAllowed ? rules.mostAllocated(rawBytes, given.body.length) : 0;
  const plain = isAllowed ? rules.reference(given.body, rawBytes) : undefined;
  const expected = plain?.length === rawBytes ? plain : undefined;
  for (const decompress of [atOnce, inTurns]) {
    const result = await decode((input, options) => decompress(rules.codec, input, options), claims, given.body, most);
    const problem = difference(result, expected);
    if (problem !== undefined) throw new BrokenPromise(`${decompress.name}: ${problem}`);
  }
  return expected === undefined ? 'refused' : 'valid';
}

function difference(result: Buffer | undefined, expected: Buffer | undefined): string | undefined {
  if (result === undefined) return expected && 'it refuses what the reference takes';
  if (expected === undefined) return 'it takes what the reference refuses, or finds of another size';
  return result.equals(expected) ? undefined : 'it decodes to other bytes than the reference';
}

/** What it decodes to; undefined where it refuses. */
async function decode(
  decompress: (input: Buffer, options: DecompressOptions) => Buffer | Promise<Buffer>,
  claims: CodecClaims,
  body: Buffer,
  most: number,
): Promise<Buffer | undefined> {
  const { rawBytes, maxRawBytes } = claims;
  const input = surrounded(body);
  const room = createRoom(claims, most);
  const allocated = meterAllocations();
  let result: Buffer | undefined;
  try {
    result = await decompress(input, { rawBytes, maxRawBytes, ...(claims.target === 'none' ? {} : room) });
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
  return result;
}

/** The same bytes in the middle of others: who reads beyond them reads rubbish. */
function surrounded(body: Buffer): Buffer {
  const around = Buffer.alloc(CANARY_BYTES, RUBBISH);
  return Buffer.concat([around, body, around]).subarray(CANARY_BYTES, CANARY_BYTES + body.length);
}

interface Room {
  readonly target: (bytes: number) => Buffer;
  readonly check: () => void;
}

/** Memory for the result with watched bytes around it, for a codec that asks once, for exactly what it may. */
function createRoom({ rawBytes, target }: CodecClaims, most: number): Room {
  // Where nothing may be asked for the told size need not even be a number.
  const size = most === 0 ? 0 : target === 'small' ? Math.max(0, rawBytes - 1) : rawBytes;
  const memory = Buffer.alloc(size + 2 * CANARY_BYTES, RUBBISH);
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

import type { KeptGroup } from '../store/group-log.js';

/** One put: the unit of cursors and pulls. */
export interface StoredGroup extends KeptGroup {
  /** As it stands in a LogGroupList: field tag, length, LogGroup. */
  readonly framed: Buffer;
  readonly lines: number;
}

/** What a segment compresses with. Called once for each stretch that is asked for, as long as it stays the same. */
export interface SegmentCodec {
  readonly name: string;
  compress(input: Uint8Array): Uint8Array;
}

/** Stretches that were compressed on demand: a few readers at different places. */
const CACHED_STRETCHES = 8;

/** Neighbouring log groups of one shard. A pull never reaches beyond its segment, so that most bodies come from the cache. */
export interface Segment {
  /** Index in the shard of its first log group. */
  readonly first: number;
  readonly length: number;
  readonly rawBytes: number;
  /** Takes in the log group that the shard has just got. */
  grow(rawBytes: number): void;
  /** The log groups [from, to) as a LogGroupList. */
  raw(from: number, to: number): Uint8Array;
  rawBytesOf(from: number, to: number): number;
  encoded(from: number, to: number, codec: SegmentCodec): Uint8Array;
}

/** `groups` gives the shard's log groups [from, to). */
export function createSegment(first: number, groups: (from: number, to: number) => readonly StoredGroup[]): Segment {
  const cache = new Map<string, Uint8Array>();
  let length = 0;
  let rawBytes = 0;

  function cached(key: string, make: () => Uint8Array): Uint8Array {
    const found = cache.get(key);
    if (found) return found;
    const made = make();
    if (cache.size >= CACHED_STRETCHES) cache.delete(cache.keys().next().value as string);
    cache.set(key, made);
    return made;
  }
  const join = (from: number, to: number): Buffer => Buffer.concat(groups(from, to).map((group) => group.framed));

  return {
    first,
    get length() {
      return length;
    },
    get rawBytes() {
      return rawBytes;
    },
    grow(bytes) {
      length += 1;
      rawBytes += bytes;
    },
    raw: (from, to) => cached(`${from}-${to}`, () => join(from, to)),
    rawBytesOf: (from, to) => groups(from, to).reduce((sum, group) => sum + group.framed.length, 0),
    encoded: (from, to, codec) => cached(`${from}-${to} ${codec.name}`, () => codec.compress(join(from, to))),
  };
}

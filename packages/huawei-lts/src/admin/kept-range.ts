import type { CallOptions } from '@polylog/core/driver';
import { cursorOfPlace } from '../locate.js';
import type { LtsLog } from './lts-log.js';

/** The places of the oldest log kept, and behind the newest. */
export interface KeptRange {
  readonly begin: bigint;
  readonly end: bigint;
}

/** The oldest first: the newest only grows, so that a checkpoint between them is never taken for lost. */
export async function keptRange({ connection, ref }: LtsLog, shard: string, o: CallOptions): Promise<KeptRange> {
  const begin = await cursorOfPlace(connection, { ...ref, shard }, 'earliest', o);
  const end = await cursorOfPlace(connection, { ...ref, shard }, 'latest', o);
  return { begin, end };
}

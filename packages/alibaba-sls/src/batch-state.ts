import type { Batch, Partition, Position, ReadOptions } from '@polylog/core/driver';
import type { ReadSettings } from './read-batch.js';
import { compareCursors } from './wire/cursor.js';
import { getCursor } from './wire/get-cursor.js';
import type { PullHead } from './wire/pull-logs.js';

/**
 * Whether more waits, nothing waits now, or nothing can ever follow. The end of a read-only shard is believed only of an
 * empty read that did not move: when exactly the service says "end of cursor" beside data is not documented. Where it
 * does not say it at all, the end cursor decides.
 */
export function batchState(
  settings: LogSettings,
  partition: Partition,
  from: Position,
  head: PullHead,
  o: ReadOptions,
): Batch['state'] | Promise<Batch['state']> {
  const end = o.until?.position;
  if (end !== undefined && reached(head.nextCursor, end)) return 'ended';
  if (head.groupCount > 0 || !isSame(head.nextCursor, from)) return head.atEnd ? 'caught-up' : 'more';
  if (!partition.readOnly) return 'caught-up';
  return head.atEnd ? 'ended' : stateByEndCursor(settings, partition, from, o);
}

type LogSettings = Pick<ReadSettings, 'connection' | 'project' | 'logstore'>;

async function stateByEndCursor(
  { connection, project, logstore }: LogSettings,
  { id }: Partition,
  from: Position,
  o: ReadOptions,
): Promise<Batch['state']> {
  const last = await getCursor(connection, { project, logstore, shard: id, from: 'end' }, o);
  return reached(from, last) ? 'ended' : 'caught-up';
}

function isSame(a: string, b: string): boolean {
  return a === b || compareCursors(a, b) === 0;
}

function reached(cursor: string, end: string): boolean {
  const order = compareCursors(cursor, end);
  return order === 0 || order === 1;
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DriverBatch, EndBound, ReadOptions } from '@polylog/core/driver';
import { meterAllocations } from '../allocations.js';
import { BrokenPromise } from '../fuzz-target.js';
import type { ExpectedRecord } from '../log-groups/expected-record.js';
import { checkInOrder, checkReleased } from '../log-groups/same-records.js';
import { type Settled, settle } from './settle.js';

/** A read whose memory is watched from both sides. */
export interface WatchedMemory {
  /** To be called by the transport when it goes on to the body. */
  readonly onBody: () => void;
  readonly reserve: ReadOptions['reserve'];
  /** What was reserved, which is done once at most. */
  readonly reservedBytes: () => number;
}

export function watchMemory(): WatchedMemory {
  const reserved: number[] = [];
  let granted = 0;
  return {
    onBody() {
      if (granted < reserved.length) throw new BrokenPromise('the body was read before there was memory for it');
    },
    async reserve(bytes) {
      reserved.push(bytes);
      await nextTurn();
      granted++;
    },
    reservedBytes() {
      if (reserved.length > 1) throw new BrokenPromise('memory was reserved twice');
      return reserved[0] ?? 0;
    },
  };
}

/** Buffers come in sizes of 16 KiB at least, four to each power of two; a request and its signature take a few KiB. */
const mostAllocated = (reserved: number): number => (reserved === 0 ? 0 : reserved * 1.25 + 32 * 1024) + 32 * 1024;

/** Reads once, and sees that no more memory was taken than was reserved, and no more reserved than a body of the cap takes. */
export async function readWatched(
  read: (o: ReadOptions) => Promise<DriverBatch>,
  memory: WatchedMemory,
  { maxBytes, mostReserved, until }: { maxBytes: number; mostReserved: number; until?: EndBound | undefined },
): Promise<Settled<DriverBatch>> {
  const allocated = meterAllocations();
  const { signal } = new AbortController();
  const { reserve } = memory;
  const settled = await settle(read({ signal, maxBytes, reserve, ...(until === undefined ? {} : { until }) }));
  const bytes = memory.reservedBytes();
  if (!(bytes >= 0 && bytes <= mostReserved)) throw new BrokenPromise(`${bytes} bytes of memory were reserved`);
  if (allocated() > mostAllocated(bytes)) throw new BrokenPromise(`${allocated()} bytes were taken, ${bytes} reserved`);
  return settled;
}

/** The records of a batch are those that others find in the body, and throw after its release. */
export function checkBatch(batch: DriverBatch, expected: readonly ExpectedRecord[], received: Buffer): void {
  if (!['more', 'caught-up', 'ended'].includes(batch.state)) throw new BrokenPromise(`"${batch.state}" is no state`);
  const records = [...batch.records];
  if (records.length !== batch.recordCount) {
    throw new BrokenPromise(`${records.length} records, and it says ${batch.recordCount}`);
  }
  // The ids are the driver's own; all that is promised here is that they differ.
  const named = expected.map((want, index) => ({ ...want, id: records[index]?.id ?? '' }));
  checkInOrder(records, named, received);
  if (new Set(records.map(({ id }) => id)).size !== records.length) throw new BrokenPromise('two records have one id');
  batch.release();
  for (const record of records) checkReleased(() => record.get('content'));
}

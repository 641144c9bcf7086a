import type { DriverBatch, Partition, Position } from '@polylog/core/driver';

/** What a read answers where nothing need be asked: `at` is at or behind the end bound. */
export function endedBatch({ id }: Partition, at: Position): DriverBatch {
  return {
    partition: id,
    start: at,
    next: at,
    state: 'ended',
    records: [],
    recordCount: 0,
    rawBytes: 0,
    release: () => undefined,
  };
}

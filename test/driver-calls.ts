import type { DriverBatch, LogDriver, Partition, Position, ReadOptions, StartPoint } from '@polylog/core/driver';

/** Read options that grant every reservation and remember them. */
export function readOptions(more: Partial<ReadOptions> = {}): ReadOptions & { readonly reserved: number[] } {
  const reserved: number[] = [];
  return {
    signal: new AbortController().signal,
    maxBytes: 64 * 1024 * 1024,
    reserve: async (bytes) => {
      reserved.push(bytes);
    },
    ...more,
    reserved,
  };
}

export const options = (): { readonly signal: AbortSignal } => ({ signal: new AbortController().signal });

export const bodies = (batch: DriverBatch): (string | undefined)[] => [...batch.records].map((record) => record.body);

/** The position of a start point in one partition. */
export async function placeOf(driver: LogDriver, partition: Partition, start: StartPoint): Promise<Position> {
  const position = (await driver.locate([partition], start, options())).get(partition.id);
  if (position === undefined) throw new Error(`no position for ${partition.id}`);
  return position;
}

/** What a promise rejects with. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

/** Waits for what others do in real time, ten seconds at most. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`it never came to that ${what}`);
}

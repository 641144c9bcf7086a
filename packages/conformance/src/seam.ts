import assert from 'node:assert/strict';
import type {
  CallOptions,
  DriverBatch,
  Failure,
  LogDriver,
  Partition,
  Position,
  ReadOptions,
  StartPoint,
} from '@polylog/core/driver';
import type { TestLog } from './harness.js';

const MAX_BYTES = 16 * 1024 * 1024;
/** A reader that has not come to the end after so many reads never will. */
const MOST_READS = 50;

export const call = (more: Partial<CallOptions> = {}): CallOptions => ({
  signal: new AbortController().signal,
  ...more,
});

export const reading = (more: Partial<ReadOptions> = {}): ReadOptions => ({
  signal: new AbortController().signal,
  maxBytes: MAX_BYTES,
  reserve: async () => undefined,
  ...more,
});

export async function partitionOf(driver: LogDriver, id: string): Promise<Partition> {
  const found = (await driver.partitions(call())).find((each) => each.id === id);
  assert.ok(found, `partitions() lists no "${id}"`);
  return found;
}

export async function place(driver: LogDriver, partition: Partition, start: StartPoint): Promise<Position> {
  const position = (await driver.locate([partition], start, call())).get(partition.id);
  assert.ok(position !== undefined, `locate() says nothing of "${partition.id}"`);
  return position;
}

/** A partition that has just appeared. */
export async function grown({ grow }: TestLog): Promise<string> {
  assert.ok(grow, 'a log that can grow has a hand for it');
  return await grow();
}

export const texts = (batch: DriverBatch): string[] => [...batch.records].map((record) => record.body ?? '');

export interface ReadThrough {
  readonly texts: readonly string[];
  readonly batches: readonly DriverBatch[];
  readonly next: Position;
  readonly state: DriverBatch['state'];
}

/** Reads on until nothing waits; each batch is checked against the contract of `next`, `start` and `recordCount`. */
export async function readThrough(driver: LogDriver, partition: Partition, from: Position): Promise<ReadThrough> {
  const batches: DriverBatch[] = [];
  const found: string[] = [];
  let next = from;
  for (let reads = 0; reads < MOST_READS; reads++) {
    const batch = await driver.read(partition, next, reading());
    assert.equal(batch.partition, partition.id);
    assert.equal(batch.start, next);
    const here = texts(batch);
    assert.equal(batch.recordCount, here.length, 'recordCount is not the number of records');
    found.push(...here);
    batches.push(batch);
    next = batch.next;
    if (batch.state !== 'more') return { texts: found, batches, next, state: batch.state };
  }
  throw new assert.AssertionError({ message: `still "more" after ${MOST_READS} reads` });
}

/** All that is in a partition from a start point on. */
export async function contents(
  driver: LogDriver,
  id: string,
  start: StartPoint = 'earliest',
): Promise<readonly string[]> {
  const partition = await partitionOf(driver, id);
  return (await readThrough(driver, partition, await place(driver, partition, start))).texts;
}

/** What a call that must fail means, by the driver's own word. */
export async function failureOf(driver: LogDriver, promise: Promise<unknown>): Promise<Failure> {
  return driver.classify(await thrownBy(promise));
}

export async function thrownBy(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: 'the call succeeded, and should have failed' });
}

/** Whether a promise has settled by now, without waiting for it. */
export function settledYet(promise: Promise<unknown>): () => boolean {
  let settled = false;
  const note = (): void => {
    settled = true;
  };
  promise.then(note, note);
  return () => settled;
}

export const numbered = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => String(from + i));

import type { Clock } from '@polylog/core/driver';
import type { PendingRecord } from './pending-record.js';

export interface LanesParts<Item> {
  readonly clock: Clock;
  readonly lingerMs: number;
  readonly maxBatchBytes: number;
  readonly maxBatchRecords: number;
  readonly maxInFlight: number;
  /** Settles each of the records. Never rejects. */
  readonly put: (records: readonly PendingRecord<Item>[], route: string | undefined) => Promise<void>;
  /** The batch is done, and nothing of it is held any more. */
  readonly done: (records: readonly PendingRecord<Item>[]) => void;
}

/** Gathers records into batches, and sends those in their order. */
export interface Lanes<Item> {
  add(record: PendingRecord<Item>): void;
  /** Nothing that is gathered by now lingers any longer. */
  hurry(): void;
}

/**
 * A batch gathers until it is due: full, waited for long enough, or hurried. Then it stands in its lane's queue, and while it waits
 * there it goes on gathering, unless it is closed: a slow service gets larger batches, not more of them.
 */
interface Batch<Item> {
  readonly lane: Lane<Item>;
  readonly labels: string;
  readonly records: PendingRecord<Item>[];
  readonly keys: Set<string>;
  bytes: number;
  due: boolean;
  stopLingering: () => void;
}

/** All records of one route, one batch under way at a time; or all without a route, any number. */
interface Lane<Item> {
  readonly route: string | undefined;
  /** The batches that still gather, by their labels. */
  readonly open: Map<string, Batch<Item>>;
  /** Due, in the order in which they will be sent. */
  readonly queue: Batch<Item>[];
  /** Where the newest record of a key stands that is not under way yet. */
  readonly newest: Map<string, Batch<Item>>;
  /** Stands among those whose turn it is, or has a batch under way. */
  busy: boolean;
}

export function createLanes<Item>(parts: LanesParts<Item>): Lanes<Item> {
  const { clock, lingerMs, maxBatchBytes, maxBatchRecords, maxInFlight } = parts;
  const lanes = new Map<string | undefined, Lane<Item>>();
  const lingering = new Set<Batch<Item>>();
  /** Lanes whose turn it is, once for each batch that may be sent. */
  const turns: Lane<Item>[] = [];
  let underWay = 0;

  function laneOf(route: string | undefined): Lane<Item> {
    let lane = lanes.get(route);
    if (lane === undefined) {
      lane = { route, open: new Map(), queue: [], newest: new Map(), busy: false };
      lanes.set(route, lane);
    }
    return lane;
  }

  function open(lane: Lane<Item>, labels: string, headBytes: number): Batch<Item> {
    const batch: Batch<Item> = {
      lane,
      labels,
      records: [],
      keys: new Set(),
      bytes: headBytes,
      due: false,
      stopLingering: clock.schedule(lingerMs, () => {
        makeDue(batch);
        pump();
      }),
    };
    lane.open.set(labels, batch);
    lingering.add(batch);
    return batch;
  }

  function makeDue(batch: Batch<Item>): void {
    if (batch.due) return;
    batch.due = true;
    batch.stopLingering();
    lingering.delete(batch);
    const { lane } = batch;
    lane.queue.push(batch);
    if (lane.route !== undefined && lane.busy) return;
    lane.busy = true;
    turns.push(lane);
  }

  /** Gathers no more. */
  function close(batch: Batch<Item>): void {
    makeDue(batch);
    if (batch.lane.open.get(batch.labels) === batch) batch.lane.open.delete(batch.labels);
  }

  function pump(): void {
    while (underWay < maxInFlight) {
      const lane = turns.shift();
      const batch = lane?.queue.shift();
      if (batch === undefined) return;
      underWay += 1;
      // Owned: put never rejects, and a record's promise is settled by it.
      void send(batch);
    }
  }

  async function send(batch: Batch<Item>): Promise<void> {
    const { lane, records } = batch;
    close(batch);
    for (const key of batch.keys) if (lane.newest.get(key) === batch) lane.newest.delete(key);
    await parts.put(records, lane.route);
    underWay -= 1;
    if (lane.route !== undefined) {
      if (lane.queue.length > 0) turns.push(lane);
      else lane.busy = false;
    }
    const isIdle = lane.queue.length === 0 && lane.open.size === 0 && !(lane.route !== undefined && lane.busy);
    // Of no route many are under way at a time: by the end of the last one there may be another lane.
    if (isIdle && lanes.get(lane.route) === lane) lanes.delete(lane.route);
    parts.done(records);
    pump();
  }

  return {
    add(record) {
      const { labels, bytes, headBytes, order } = record.prepared;
      const lane = laneOf(order?.route);
      let batch = lane.open.get(labels);
      const before = order && lane.newest.get(order.key);
      if (before !== undefined && before !== batch) {
        // The key's newest record stands in a batch of other labels: this one must be sent after that.
        makeDue(before);
        if (batch?.due) {
          close(batch);
          batch = undefined;
        }
      }
      if (batch !== undefined && batch.bytes + bytes > maxBatchBytes) {
        close(batch);
        batch = undefined;
      }
      batch ??= open(lane, labels, headBytes);
      batch.records.push(record);
      batch.bytes += bytes;
      if (order !== undefined) {
        batch.keys.add(order.key);
        lane.newest.set(order.key, batch);
      }
      if (batch.bytes >= maxBatchBytes || batch.records.length >= maxBatchRecords) close(batch);
      pump();
    },
    hurry() {
      for (const batch of [...lingering]) makeDue(batch);
      pump();
    },
  };
}

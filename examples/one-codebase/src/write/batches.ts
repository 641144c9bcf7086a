import type { Order } from '../order.js';

const MOST_ORDERS = 250;
/** All three clouds take this much at once. */
const MOST_BYTES = 1_000_000;

/** Orders of one host, in order: what is said of a whole batch on some clouds. */
export interface OrderBatch {
  readonly host: string;
  readonly orders: readonly Order[];
}

export function* batchesOf(orders: readonly Order[]): Generator<OrderBatch, undefined> {
  let batch: Order[] = [];
  let bytes = 0;
  for (const order of orders) {
    const more = sizeOf(order);
    const [first] = batch;
    if (first && (first.host !== order.host || batch.length === MOST_ORDERS || bytes + more > MOST_BYTES)) {
      yield { host: first.host, orders: batch };
      batch = [];
      bytes = 0;
    }
    batch.push(order);
    bytes += more;
  }
  const [first] = batch;
  if (first) yield { host: first.host, orders: batch };
}

function sizeOf({ text, fields }: Order): number {
  let bytes = Buffer.byteLength(text);
  for (const [name, value] of fields) bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
  return bytes;
}

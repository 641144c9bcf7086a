import { connect, encodeLogGroup, putLogs } from '@polylog/alibaba-sls/wire';
import type { Order } from '../order.js';
import { batchesOf } from './batches.js';
import { pairsOf } from './pairs.js';
import type { Service } from './service.js';

const NS_PER_S = 1_000_000_000n;

/** The host is a tag of the log group; the time is seconds, and nanoseconds within them. */
export async function writeToSls({ endpoint, ...credentials }: Service, orders: readonly Order[]): Promise<void> {
  const connection = connect({ endpoint, credentials });
  const options = { signal: new AbortController().signal };
  for (const { host, orders: some } of batchesOf(orders)) {
    const logs = some.map((order) => ({
      timeSeconds: Number(order.timeNs / NS_PER_S),
      timeNsPart: Number(order.timeNs % NS_PER_S),
      contents: [...pairsOf(order, 'amount_cents'), ['content', order.text] as const],
    }));
    const logGroup = encodeLogGroup({ tags: [['__hostname__', host]], logs });
    await putLogs(connection, { project: 'shop', logstore: 'orders', logGroup }, options);
  }
  await connection.transport.close();
}

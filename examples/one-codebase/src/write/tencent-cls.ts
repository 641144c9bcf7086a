import { connect, encodeClsLogGroup, uploadLog } from '@polylog/tencent-cls/wire';
import type { Order } from '../order.js';
import { batchesOf } from './batches.js';
import { pairsOf } from './pairs.js';
import type { Service } from './service.js';

/** The host is a field of the log group; the time is microseconds, the finest of the units that CLS names. */
export async function writeToCls({ endpoint, ...credentials }: Service, orders: readonly Order[]): Promise<void> {
  const connection = connect({ region: 'ap-guangzhou', endpoint, credentials });
  const options = { signal: new AbortController().signal };
  for (const { host, orders: some } of batchesOf(orders)) {
    const logs = some.map((order) => ({
      time: order.timeNs / 1_000n,
      contents: [...pairsOf(order, 'amountCents'), ['__CONTENT__', order.text] as const],
    }));
    const logGroups = [encodeClsLogGroup({ hostname: host, logs })];
    await uploadLog(connection, { topicId: 'orders', logGroups }, options);
  }
  await connection.transport.close();
}

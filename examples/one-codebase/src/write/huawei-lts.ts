import { connect, pushLogs } from '@polylog/huawei-lts/wire';
import type { Order } from '../order.js';
import { batchesOf } from './batches.js';
import { pairsOf } from './pairs.js';
import type { Service } from './service.js';

/** LTS goes by ids, where others go by names. */
export const STREAM = {
  projectId: '2a473356cca5487f8373be891bffc1cf',
  logGroupId: 'e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1',
  logStreamId: 'c54dbc58-0fd8-48ed-b007-6d54981427a7',
};

/** The host is a label of each log, as a collector writes it; the time is nanoseconds. */
export async function writeToLts({ endpoint, ...credentials }: Service, orders: readonly Order[]): Promise<void> {
  const connection = connect({ region: 'cn-north-4', endpoint, credentials });
  const options = { signal: new AbortController().signal };
  for (const { host, orders: some } of batchesOf(orders)) {
    const logs = some.map((order) => ({
      timeNs: order.timeNs,
      text: order.text,
      labels: Object.fromEntries(pairsOf(order, 'amount-cents')),
    }));
    await pushLogs(connection, { ...STREAM, labels: { hostName: host }, logs }, options);
  }
  await connection.transport.close();
}

/** Several topics of Tencent Cloud CLS, read by one group up to a moment: a batch says which topic it is of. */
import { createConsumer } from '@polylog/core';
import { startEmulator } from '@polylog/emulator';
import { clsDriver } from '@polylog/tencent-cls';

const emulator = await startEmulator({
  cls: { logsets: { shop: { orders: { partitions: 2 }, payments: { partitions: 1 } } } },
});
const { cls, clock } = emulator;
const write = (topic: string, partition: number, text: string): void => {
  const logs = [{ time: clock.now(), contents: [['__CONTENT__', text]] as const }];
  cls.put(topic, { filename: `/var/log/${topic}.log`, logs }, { partition });
};
write('orders', 1, 'order 1');
write('orders', 2, 'order 2');
write('payments', 1, 'payment of order 1');
clock.advance(10_000);
const until = new Date(clock.now());
clock.advance(10_000);
write('payments', 1, 'payment of order 2, too late');

const lines: string[] = [];
const consumer = createConsumer({
  driver: clsDriver({
    region: 'ap-guangzhou',
    endpoint: cls.endpoint,
    logsetId: 'shop',
    topicIds: ['orders', 'payments'],
    credentials: { accessKeyId: 'polylog', secretAccessKey: 'polylog-emulator-secret' },
  }),
  group: 'audit',
  start: 'earliest',
  until,
  sessionTimeoutMs: 6_000,
  process(batch) {
    for (const { body, path } of batch.records) lines.push(`${batch.partition} ${path}: ${body}`);
  },
});

await consumer.run();
console.log(lines.sort().join('\n'));
for (const { topic, id, offset } of cls.consumerGroup('shop', 'audit').partitions) {
  console.log(`saved ${topic}/${id} at ${offset}`);
}
await emulator.stop();

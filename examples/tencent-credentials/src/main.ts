/** Keys from wherever Tencent Cloud's own SDK finds them; and the SDK's client, to see where a group stands. */
import { createConsumer } from '@polylog/core';
import { startEmulator } from '@polylog/emulator';
import { clsDriver } from '@polylog/tencent-cls';
import { sdkGroupAdmin, tencentDefaultCredentials } from '@polylog/tencent-sdk';
import { Client as ClsClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cls/v20201016/cls_client.js';

const emulator = await startEmulator({ cls: { logsets: { shop: { orders: { partitions: 1 } } } } });
const { cls, clock } = emulator;
for (const order of ['order 1', 'order 2', 'order 3']) {
  cls.put('orders', { logs: [{ time: clock.now(), contents: [['__CONTENT__', order]] }] });
}

// In your shell, or a file that the SDK reads, or a role that is bound to the machine or the pod: it finds them all.
const secretId = 'polylog';
const secretKey = 'polylog-emulator-secret';
Object.assign(process.env, { TENCENTCLOUD_SECRET_ID: secretId, TENCENTCLOUD_SECRET_KEY: secretKey });

const log = { logsetId: 'shop', topicIds: ['orders'] };
const read: (string | undefined)[] = [];
const consumer = createConsumer({
  driver: clsDriver({
    ...log,
    region: 'ap-guangzhou',
    endpoint: cls.endpoint,
    credentials: tencentDefaultCredentials(),
    maxReadBytes: 1,
  }),
  group: 'audit',
  start: 'earliest',
});
for await (const batch of consumer.batches()) {
  for (const { body } of batch.records) read.push(body);
  if (read.length < 2) continue;
  await batch.done();
  break;
}
console.log(`read: ${read.join(', ')}`);

const client = new ClsClient({
  credential: { secretId, secretKey },
  region: 'ap-guangzhou',
  profile: { httpProfile: { protocol: 'http://', endpoint: new URL(cls.endpoint).host } },
});
const admin = sdkGroupAdmin({ client, ...log });
const options = { signal: AbortSignal.timeout(10_000) };
for (const { name, streams } of await admin.listGroups(options)) console.log(`group ${name} reads ${streams.join()}`);
for (const { partition, measures } of await admin.lag('audit', options)) {
  console.log(`${partition} is ${measures[0].value} behind`);
}
await admin.close();
await emulator.stop();

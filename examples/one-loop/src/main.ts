/** One loop over the batches of all shards. Asking for the next batch says that the last one is done. */
import { slsDriver } from '@polylog/alibaba-sls';
import { createConsumer } from '@polylog/core';
import { startEmulator } from '@polylog/emulator';

const emulator = await startEmulator({ sls: { projects: { shop: { visits: { shards: 2 } } } } });
const { sls } = emulator;
const timeSeconds = Math.floor(emulator.clock.now() / 1_000);
for (const shard of [0, 1]) {
  for (const page of ['home', 'cart', 'till']) {
    const contents = [
      ['page', page],
      ['shard', String(shard)],
    ] as const;
    sls.put('shop', 'visits', { logs: [{ timeSeconds, contents }] }, { shard });
  }
}

const consumer = createConsumer({
  driver: slsDriver({
    endpoint: sls.endpoint,
    project: 'shop',
    logstore: 'visits',
    credentials: { accessKeyId: 'polylog', secretAccessKey: 'polylog-emulator-secret' },
    maxLogGroups: 1,
  }),
  group: 'statistics',
  start: 'earliest',
});

const visits = new Map<string, number>();
let records = 0;
for await (const batch of consumer.batches()) {
  for (const record of batch.records) {
    const page = record.get('page') ?? '';
    visits.set(page, (visits.get(page) ?? 0) + 1);
    records++;
  }
  if (records === 6) {
    // Leaving the loop does not say so by itself.
    await batch.done();
    break;
  }
}
console.log(
  [...visits]
    .sort()
    .map(([page, count]) => `${page}: ${count}`)
    .join('\n'),
);
for (const { savedBy, checkpoint } of sls.consumerGroup('shop', 'visits', 'statistics').shards) {
  console.log(savedBy !== undefined && checkpoint !== undefined ? 'saved' : 'not saved');
}
await emulator.stop();

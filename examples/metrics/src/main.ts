/** How do I see what a consumer does, and how far it is behind? Here the service and the processor fail once each. */
import { setTimeout as pause } from 'node:timers/promises';
import { slsDriver } from '@polylog/alibaba-sls';
import { createConsumer } from '@polylog/core';
import { startEmulator } from '@polylog/emulator';
import { createMetrics } from './metrics.js';

const emulator = await startEmulator({ sls: { projects: { shop: { visits: { shards: 1 } } } } });
const { sls, clock } = emulator;
const timeSeconds = Math.floor(clock.now() / 1_000);
for (const page of ['home', 'cart', 'till']) {
  sls.put('shop', 'visits', { logs: [{ timeSeconds, contents: [['page', page]] }] });
}
clock.advance(10 * 60_000);
sls.faults.add({ match: { call: 'PullLogs' }, action: { kind: 'throttle' }, times: 1 });

const metrics = createMetrics();
const stop = new AbortController();
let tries = 0;
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
  // What goes wrong is counted instead.
  logger: 'silent',
  process() {
    tries++;
    if (tries === 2) throw new Error('this batch is tried again');
    for (const { id, lagMs } of consumer.status().partitions) {
      if (tries === 1 && lagMs !== undefined) console.log(`${id} is ${Math.round(lagMs / 60_000)} minutes behind`);
    }
  },
});

const running = consumer.run({ signal: stop.signal });
const hasCaughtUp = (): boolean => consumer.status().partitions.some(({ lagMs }) => lagMs === 0);
while (!hasCaughtUp()) await Promise.race([running, pause(50)]);
console.log(metrics.textFor(consumer));
stop.abort();
await running;
metrics.stop();
await emulator.stop();

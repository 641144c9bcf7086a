/** How do I process again what was processed already: from within a processor, and, for the whole group, by an administrator? */
import { slsDriver, slsGroupAdmin } from '@polylog/alibaba-sls';
import { type Batch, createConsumer, type Processor } from '@polylog/core';
import { startEmulator } from '@polylog/emulator';

const emulator = await startEmulator({ sls: { projects: { shop: { orders: { shards: 1 } } } } });
const { sls, clock } = emulator;
const log = {
  endpoint: sls.endpoint,
  project: 'shop',
  logstore: 'orders',
  credentials: { accessKeyId: 'polylog', secretAccessKey: 'polylog-emulator-secret' },
};
function write(name: string, value: string): void {
  const timeSeconds = Math.floor(clock.now() / 1_000);
  sls.put('shop', 'orders', { logs: [{ timeSeconds, contents: [[name, value]] }] });
}

/** Converts at a rate of 1, until the log tells a better one: then all that this processor has seen is converted again. */
function createConverter(stop: AbortController): Processor {
  let first: Batch | undefined;
  let rate = 1;
  return {
    process(batch, { tracker }) {
      first ??= batch;
      for (const record of batch.records) {
        const newRate = Number(record.get('rate') ?? rate);
        if (newRate !== rate) {
          rate = newRate;
          console.log(`the rate is ${rate}`);
          tracker.rewind(first);
          return;
        }
        const amount = record.get('amount');
        if (amount !== undefined) console.log(`${amount} at ${rate} is ${Number(amount) * rate}`);
        if (record.get('event') === 'closing') stop.abort();
      }
    },
  };
}

async function convert(): Promise<void> {
  const stop = new AbortController();
  const consumer = createConsumer({
    driver: slsDriver({ ...log, maxLogGroups: 1 }),
    group: 'converter',
    // The same name at each start: what it held is its own again at once.
    member: 'converter-1',
    start: 'earliest',
    processor: () => createConverter(stop),
  });
  await consumer.run({ signal: stop.signal });
}

write('amount', '10');
write('amount', '20');
write('rate', '7');
clock.advance(60_000);
const evening = clock.now();
write('amount', '30');
write('event', 'closing');
await convert();

// While nobody reads, the group can be put anywhere; its members go on from there.
const admin = slsGroupAdmin(log);
const spec = { to: { epochMs: evening }, dryRun: false };
const { rows } = await admin.reset('converter', spec, { signal: AbortSignal.timeout(10_000) });
await admin.close();
for (const { partition, move } of rows) console.log(`partition ${partition} goes ${move}`);
await convert();
await emulator.stop();

/** A batch with two bad records: after two tries it is halved until they are found; only they are parked. */
import { slsDriver } from '@polylog/alibaba-sls';
import { createConsumer, createMemoryDeadLetterSink } from '@polylog/core';
import { startEmulator } from '@polylog/emulator';

const emulator = await startEmulator({ sls: { projects: { shop: { orders: { shards: 1 } } } } });
const { sls } = emulator;
const timeSeconds = Math.floor(emulator.clock.now() / 1_000);
const amounts = ['12', '7', 'twelve', '3', '', '25'];
sls.put('shop', 'orders', {
  logs: amounts.map((amount) => ({ timeSeconds, contents: [['amount', amount] as const] })),
});

const sink = createMemoryDeadLetterSink();
const done = new AbortController();
const handled = new Set<number>();

const consumer = createConsumer({
  driver: slsDriver({
    endpoint: sls.endpoint,
    project: 'shop',
    logstore: 'orders',
    credentials: { accessKeyId: 'polylog', secretAccessKey: 'polylog-emulator-secret' },
  }),
  group: 'billing',
  start: 'earliest',
  processorTries: 2,
  // For good: createFileDeadLetterSink({ path }), and readDeadLetters(path) to look at them.
  onProcessorFailure: { deadLetter: sink },
  logger: 'silent',
  async processRecord(record) {
    const amount = Number.parseInt(record.get('amount') ?? '', 10);
    if (Number.isNaN(amount)) throw new Error('not an amount');
    handled.add(amount);
    if (amount === 25) done.abort();
  },
});
await consumer.run({ signal: done.signal });
await emulator.stop();

console.log(`handled: ${[...handled].join(', ')}`);
for (const { fields, failure } of sink.letters) console.log(`parked: ${JSON.stringify(fields)} (${failure.kind})`);

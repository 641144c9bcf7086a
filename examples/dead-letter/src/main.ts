/**
 * What becomes of a record that the processor cannot handle? A batch with bad ones is halved until they are found; only
 * they are parked, in a file. A better processor then takes them from there, and what it cannot handle either is parked anew.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConsumer, createFileDeadLetterSink, readDeadLetters } from '@polylog/core';
import { startEmulator } from '@polylog/emulator';
import { clsDriver } from '@polylog/tencent-cls';

const emulator = await startEmulator({ cls: { logsets: { shop: { orders: { partitions: 1 } } } } });
const { cls } = emulator;
const time = emulator.clock.now();
const amounts = ['12', '7', 'twelve', '3', '', '25'];
cls.put('orders', { logs: amounts.map((amount) => ({ time, contents: [['amount', amount] as const] })) });
const folder = await mkdtemp(join(tmpdir(), 'orders-'));
const parked = join(folder, 'parked.jsonl');
const parkedAgain = join(folder, 'parked-again.jsonl');

function parse(text: string | undefined): number {
  const amount = Number.parseInt(text ?? '', 10);
  if (Number.isNaN(amount)) throw new Error('not an amount');
  return amount;
}
const parseBetter = (text: string | undefined): number => (text === 'twelve' ? 12 : parse(text));

const done = new AbortController();
const handled = new Set<number>();
const consumer = createConsumer({
  driver: clsDriver({
    region: 'ap-guangzhou',
    endpoint: cls.endpoint,
    logsetId: 'shop',
    topicIds: ['orders'],
    credentials: { accessKeyId: 'polylog', secretAccessKey: 'polylog-emulator-secret' },
  }),
  group: 'billing',
  start: 'earliest',
  processorTries: 2,
  onProcessorFailure: { deadLetter: createFileDeadLetterSink({ path: parked }) },
  logger: 'silent',
  processRecord(record) {
    const amount = parse(record.get('amount'));
    handled.add(amount);
    if (amount === 25) done.abort();
  },
});
await consumer.run({ signal: done.signal });
console.log(`handled: ${[...handled].join(', ')}`);

const { signal } = new AbortController();
const sink = createFileDeadLetterSink({ path: parkedAgain });
for await (const letter of readDeadLetters(parked)) {
  console.log(`parked: ${JSON.stringify(letter.fields)} (${letter.failure.kind})`);
  // A value is text, or an object where the bytes that came were none.
  const value = letter.fields.find(([name]) => name === 'amount')?.[1];
  try {
    console.log(`redriven: ${parseBetter(typeof value === 'string' ? value : undefined)}`);
  } catch {
    await sink.write([letter], { signal });
    console.log('parked again');
  }
}
await sink.close?.();
await emulator.stop();
await rm(folder, { recursive: true });

/** Reads a shard by itself, up to a time, and keeps its place in a file: the second run goes on where the first stopped. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { slsDriver } from '@polylog/alibaba-sls';
import { createConsumer, createFileCheckpointStore } from '@polylog/core';
import { startEmulator } from '@polylog/emulator';

const emulator = await startEmulator({ sls: { projects: { shop: { audit: { shards: 1 } } } } });
const { sls, clock } = emulator;
const folder = await mkdtemp(join(tmpdir(), 'audit-'));

/** Reads what was received before now. */
async function readOnce(): Promise<string[]> {
  const read: string[] = [];
  const consumer = createConsumer({
    driver: slsDriver({
      endpoint: sls.endpoint,
      project: 'shop',
      logstore: 'audit',
      credentials: { accessKeyId: 'polylog', secretAccessKey: 'polylog-emulator-secret' },
    }),
    partitions: { '0': 'earliest' },
    checkpointStore: createFileCheckpointStore({ path: join(folder, 'audit.checkpoints') }),
    until: { epochMs: clock.now() },
    processRecord: (record) => void read.push(record.body ?? ''),
  });
  // The end counts once the service's time has passed it by some seconds.
  clock.advance(10_000);
  await consumer.run();
  return read;
}

function write(...lines: string[]): void {
  const timeSeconds = Math.floor(clock.now() / 1_000);
  sls.put('shop', 'audit', { logs: lines.map((line) => ({ timeSeconds, contents: [['content', line] as const] })) });
  // What is received in the second of the end is behind it.
  clock.advance(2_000);
}

write('login ada', 'login grace');
console.log(`first: ${(await readOnce()).join(', ')}`);
write('logout ada');
console.log(`second: ${(await readOnce()).join(', ')}`);

await emulator.stop();
await rm(folder, { recursive: true });

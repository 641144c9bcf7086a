/** How do I process one day and then end? No group: the job reads all shards, and a second run reads the same again. */
import { createConsumer } from '@polylog/core';
import { startEmulator } from '@polylog/emulator';
import { ltsDriver } from '@polylog/huawei-lts';

const logGroupId = 'e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1';
const logStreamId = 'c54dbc58-0fd8-48ed-b007-6d54981427a7';
const emulator = await startEmulator({ lts: { logGroups: { [logGroupId]: { [logStreamId]: { shards: 2 } } } } });
const { lts, clock } = emulator;

async function countByStatus(from: Date, until: Date): Promise<Map<string, number>> {
  const driver = ltsDriver({
    region: 'cn-north-4',
    endpoint: lts.endpoint,
    projectId: '2a473356cca5487f8373be891bffc1cf',
    logGroupId,
    logStreamId,
    credentials: { accessKeyId: 'polylog', secretAccessKey: 'polylog-emulator-secret' },
  });
  const shards = await driver.partitions({ signal: AbortSignal.timeout(10_000) });
  const counts = new Map<string, number>();
  const consumer = createConsumer({
    driver,
    partitions: Object.fromEntries(shards.map(({ id }) => [id, from])),
    until,
    processRecord(record) {
      const status = record.get('status') ?? 'none';
      counts.set(status, (counts.get(status) ?? 0) + 1);
    },
  });
  // Resolves once everything that was received before the end is counted; rejects if something could not be.
  await consumer.run();
  return counts;
}

function write(...statuses: number[]): void {
  for (const status of statuses) lts.put(logGroupId, logStreamId, { content: 'GET /', labels: { status } });
}

const HOUR_MS = 3_600_000;
write(500, 500);
clock.advance(HOUR_MS);
const from = new Date(clock.now());
write(200, 200, 404, 200);
clock.advance(12 * HOUR_MS);
write(200, 503);
clock.advance(12 * HOUR_MS);
const until = new Date(clock.now());
clock.advance(HOUR_MS);
write(500, 500);

for (const [status, count] of [...(await countByStatus(from, until))].sort()) console.log(`${status}: ${count}`);
await emulator.stop();

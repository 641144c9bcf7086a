/** How do I save only what my database has? Lines go into it four at a time, and once it is down. */
import { type CheckpointTracker, createConsumer, isConsumerError, type Processor } from '@polylog/core';
import { startEmulator } from '@polylog/emulator';
import { ltsDriver } from '@polylog/huawei-lts';

const logGroupId = 'e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1';
const logStreamId = 'c54dbc58-0fd8-48ed-b007-6d54981427a7';
const groups = { writer: { timeoutSeconds: 10 } };
const emulator = await startEmulator({
  lts: { logGroups: { [logGroupId]: { [logStreamId]: { shards: 1, consumerGroups: groups } } } },
});
const { lts } = emulator;
for (let i = 1; i <= 10; i++) lts.put(logGroupId, logStreamId, { content: `order ${i}` });

let inserts = 0;
/** Stands for the database. */
async function insert(lines: readonly string[]): Promise<void> {
  if (++inserts === 2) throw new Error('the database is down');
  console.log(`inserted: ${lines.join(', ')}`);
}

const stop = new AbortController();
const LINES_PER_INSERT = 4;

/** What was handed out and is not in the database yet is not saved either: it is read again. */
function createWriter(): Processor {
  let waiting: readonly string[] = [];
  const write = async (lines: readonly string[], tracker: CheckpointTracker): Promise<void> => {
    await insert(lines);
    // Marks the batch in hand, too: what is marked is saved every five seconds, and at the end.
    await tracker.save();
    waiting = [];
  };
  return {
    async process({ records }, { tracker }) {
      const lines = [...waiting, ...Array.from(records, ({ body }) => body ?? '')];
      if (lines.length >= LINES_PER_INSERT) await write(lines, tracker);
      else waiting = lines;
      // In your program a SIGTERM does that.
      if (lines.at(-1) === 'order 10') stop.abort();
    },
    async shutdown({ tracker }, reason) {
      if (waiting.length > 0 && reason !== 'lost' && reason !== 'failed') await write(waiting, tracker);
    },
  };
}

async function run(): Promise<void> {
  const consumer = createConsumer({
    driver: ltsDriver({
      region: 'cn-north-4',
      endpoint: lts.endpoint,
      projectId: '2a473356cca5487f8373be891bffc1cf',
      logGroupId,
      logStreamId,
      credentials: { accessKeyId: 'polylog', secretAccessKey: 'polylog-emulator-secret' },
      maxRecords: 2,
    }),
    group: 'writer',
    // The same name at each start: what it held is its own again at once.
    member: 'writer-1',
    start: 'earliest',
    sessionTimeoutMs: 10_000,
    checkpoint: 'manual',
    processorTries: 1,
    logger: 'silent',
    processor: createWriter,
  });
  await consumer.run({ signal: stop.signal });
}

await run().catch((error: unknown) => console.log(`stopped: ${isConsumerError(error) ? error.code : String(error)}`));
await run();
const [shard] = lts.shards(logGroupId, logStreamId);
const [saved] = lts.consumerGroup(logGroupId, logStreamId, 'writer').shards;
console.log(saved?.checkpoint === shard?.endCursor ? 'all is saved' : 'not all is saved');
await emulator.stop();

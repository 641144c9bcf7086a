/** One member of the group, as a process of its own. Tells its parent what it handles; stops on SIGTERM. */
import { setTimeout as pause } from 'node:timers/promises';
import { createConsumer, isConsumerError, onEvent, type Processor } from '@polylog/core';
import { driverOf } from './drivers.js';
import type { MemberMessage, MemberSettings } from './member-message.js';

const settings = JSON.parse(process.argv[2] ?? '{}') as MemberSettings;
const { group, member } = settings;
let leases = 0;

const consumer = createConsumer({
  driver: driverOf(settings),
  group,
  member,
  start: 'earliest',
  sessionTimeoutMs: settings.sessionTimeoutMs,
  checkpoint: { everyMs: settings.checkpointEveryMs },
  processor,
});

function processor(): Processor {
  const lease = `${member}#${++leases}`;
  return {
    async initialize({ partition }) {
      await tell({ kind: 'owns', shard: partition.id, lease });
    },
    async process(batch, { partition, signal }) {
      const sequences = [...batch.records].map((record) => Number(record.get('sequence')));
      const middle = Math.ceil(sequences.length / 2);
      const [first, second] = [sequences.slice(0, middle), sequences.slice(middle)];
      await tell({ kind: 'handled', shard: partition.id, lease, sequences: first, left: second.length });
      await pause(settings.workMs, undefined, { signal });
      await tell({ kind: 'handled', shard: partition.id, lease, sequences: second, left: 0 });
    },
    async shutdown({ partition }, reason) {
      await tell({ kind: 'let-go', shard: partition.id, lease, reason });
    },
  };
}

onEvent('checkpoint-saved', ({ partition, position }) => void tell({ kind: 'saved', shard: partition, position }));

/** Resolves once the message is on its way, so that a member never handles what nobody heard of. */
function tell(message: MemberMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, () => resolve());
    else resolve();
  });
}

const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
process.once('disconnect', () => stopping.abort());

try {
  await consumer.run({ signal: stopping.signal });
} catch (error) {
  await tell({ kind: 'failed', message: isConsumerError(error) ? error.message : String(error) });
  process.exitCode = 1;
} finally {
  await tell({ kind: 'stopped', report: await consumer.stop() });
  if (process.connected) process.disconnect();
}

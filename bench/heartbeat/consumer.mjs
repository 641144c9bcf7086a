// A consumer of large bodies that does nothing with a batch, or reads one field of each record (how: 'batches', 'records').
// Argument: a JSON object of cloud ('sls', 'cls' or 'lts'), port, heartbeatMs, codec, native, how. Says when it holds its shards; the next message is
// answered with what has been since then: { bodies, longestTurnMs }. Ends with its parent.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { slsDriver } from '@polylog/alibaba-sls';
import { createConsumer, createMemoryBudget, onEvent } from '@polylog/core';
import { ltsDriver } from '@polylog/huawei-lts';
import { clsDriver } from '@polylog/tencent-cls';
import { codecNamed } from '../lib/codecs.mjs';

const RESOLUTION_MS = 2;
const { cloud, port, heartbeatMs, codec, native, how } = JSON.parse(process.argv[2]);
let bodies = 0;
let characters = 0;

const handlers = {
  batches: { process: () => undefined },
  records: {
    processRecord(record) {
      characters += record.get('msg').length;
    },
  },
};
const service = {
  endpoint: `http://127.0.0.1:${port}`,
  credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
};
const drivers = {
  sls: async () =>
    slsDriver({
      ...service,
      project: 'bench',
      logstore: 'bench',
      compression: native ? await codecNamed('native') : codec,
    }),
  cls: () =>
    clsDriver({
      ...service,
      region: 'ap-guangzhou',
      logsetId: '0f8e4b82-8adb-47b1-a3c4-2b1d5e6f7a89',
      topicIds: ['6f6ded3f-948c-4616-9c7c-956a95d8c1a3'],
    }),
  lts: () =>
    ltsDriver({
      ...service,
      region: 'cn-north-4',
      projectId: '2a473356cca5487f8373be891bffc1cf',
      logGroupId: 'e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1',
      logStreamId: 'c54dbc58-0fd8-48ed-b007-6d54981427a7',
    }),
};
const consumer = createConsumer({
  driver: await drivers[cloud](),
  group: 'bench',
  start: 'earliest',
  heartbeatMs,
  // Room for all shards to have a body in hand and one ahead, each beside what it was decompressed from.
  memory: createMemoryBudget({ maxBytes: 2 ** 30 }),
  ...handlers[how],
});
onEvent('batch-done', () => {
  bodies++;
});
consumer.run().catch((error) => {
  console.error(error);
  process.exit(1);
});
process.once('disconnect', () => process.exit());
while (!consumer.status().partitions.some(({ state }) => state === 'reading')) await sleep(20);

const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delays.enable();
process.once('message', () => {
  delays.disable();
  process.send({ bodies, characters, longestTurnMs: delays.max / 1e6 - RESOLUTION_MS });
});
process.send('reading');

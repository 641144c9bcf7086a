/** On a machine in the cloud, without keys of one's own: the agency that is bound to it gives temporary ones, as often as needed. */
import { createConsumer } from '@polylog/core';
import { startEmulator } from '@polylog/emulator';
import { ltsDriver } from '@polylog/huawei-lts';
import { huaweiDefaultCredentials } from '@polylog/huawei-sdk';
import { startMetadataService } from './metadata-service.js';

const key = {
  id: 'HPUATEMPORARY',
  secret: 'temporary-secret',
  securityToken: 'temporary-token',
  securityTokenExpiresAtMs: Date.now() + 3_600_000,
};
const logGroupId = 'e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1';
const logStreamId = 'c54dbc58-0fd8-48ed-b007-6d54981427a7';
const emulator = await startEmulator({
  lts: {
    accessKeys: [key],
    logGroups: { [logGroupId]: { [logStreamId]: { shards: 1, consumerGroups: { audit: {} } } } },
  },
});
for (const order of [1, 2, 3]) emulator.lts.put(logGroupId, logStreamId, { content: `order ${order}` }, { shard: 0 });
const metadata = await startMetadataService(key);

const consumer = createConsumer({
  driver: ltsDriver({
    region: 'cn-north-4',
    projectId: '2a473356cca5487f8373be891bffc1cf',
    logGroupId,
    logStreamId,
    endpoint: emulator.lts.endpoint,
    // In the cloud without an option; it looks into the environment and the profile first.
    credentials: huaweiDefaultCredentials({ metadataEndpoint: metadata.endpoint }),
  }),
  group: 'audit',
  sessionTimeoutMs: 60_000,
  start: 'earliest',
});
let read = 0;
for await (const batch of consumer.batches()) {
  for (const { body } of batch.records) console.log(body);
  await batch.done();
  read += batch.recordCount;
  if (read === 3) break;
}
for (const { savedBy, checkpoint } of emulator.lts.consumerGroup(logGroupId, logStreamId, 'audit').shards) {
  console.log(savedBy !== undefined && checkpoint !== undefined ? 'saved' : 'not saved');
}
console.log(`the metadata service was asked for keys ${metadata.asked()} time(s)`);
await emulator.stop();
metadata.stop();

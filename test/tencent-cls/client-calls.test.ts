import { type ClsClient, createClsClient } from '@polylog/tencent-cls';
import { describeClient, type OpenedClient } from '../client-suite.js';
import { callsOf, credentials, logsetId, ref, region, startClient, topicId } from './client-service.js';

const partition = { topicId, partition: 1 };
const callsPerSecond = 1_000;

describeClient('CLS', async (options) => {
  const service = await startClient({ callsPerSecond, ...options });
  const { endpoint, faults } = service.emulator.cls;
  return {
    faults,
    callsOf: (call) => callsOf(service, call),
    opened: opened(service.client),
    open: (more) => opened(createClsClient({ region, endpoint, credentials, callsPerSecond, ...more })),
  };
});

/** Lists are those of API 3.0, logs those of the data plane. */
const opened = (client: ClsClient): OpenedClient => ({
  list: ['DescribeTopics', (options) => client.topics.list({ logsetId }, options)],
  others: [
    ['DescribePartitions', (options) => client.partitions.list({ topicId }, options).all()],
    ['PullLog', (options) => client.logs.pull({ ...partition, offset: 0n }, options)],
    ['UploadLog', (options) => client.logs.put({ topicId, logs: [{ fields: { a: 1 } }] }, options)],
  ],
  everything: (options) => client.logs.pullAll({ ...ref, partition: 1 }, options),
  close: () => client.close(),
});

import { createLtsClient, type LtsClient } from '@polylog/huawei-lts';
import { describeClient, type OpenedClient } from '../client-suite.js';
import { callsOf, credentials, projectId, ref, region, startClient } from './client-service.js';

const shard = { ...ref, shard: '0' };

describeClient('LTS', async (options) => {
  const service = await startClient(options);
  const { endpoint, faults } = service.emulator.lts;
  return {
    faults,
    callsOf: (call) => callsOf(service, call),
    opened: opened(service.client),
    open: (more) => opened(createLtsClient({ region, projectId, endpoint, credentials, ...more })),
  };
});

/** Lists are the gateway's, logs the access node's. */
const opened = (client: LtsClient): OpenedClient => ({
  list: ['ListLogGroups', (options) => client.logGroups.list({}, options)],
  others: [
    ['ShowLogStreamShards', (options) => client.shards.list(ref, options).all()],
    ['PullLogs', (options) => client.logs.pull({ ...shard, cursor: '0' }, options)],
    ['PushLogs', (options) => client.logs.put({ ...ref, lines: ['a'] }, options)],
  ],
  everything: (options) => client.logs.pullAll(shard, options),
  close: () => client.close(),
});

import { createSlsClient, type SlsClient } from '@polylog/alibaba-sls';
import { describeClient, type OpenedClient } from '../client-suite.js';
import { callsOf, credentials, project, ref, startClient } from './client-service.js';

const shard = { ...ref, shard: 0 };

describeClient('SLS', async (options) => {
  const service = await startClient(options);
  const { endpoint, faults } = service.emulator.sls;
  const cursor = await service.client.cursors.get({ ...shard, at: 'begin' });
  return {
    faults,
    callsOf: (call) => callsOf(service, call),
    opened: opened(service.client, cursor),
    open: (more) => opened(createSlsClient({ endpoint, credentials, ...more }), cursor),
  };
});

const opened = (client: SlsClient, cursor: string): OpenedClient => ({
  list: ['ListLogstores', (options) => client.logstores.list({ project }, options)],
  others: [
    ['GetLogstore', (options) => client.logstores.get(ref, options)],
    ['PullLogs', (options) => client.logs.pull({ ...shard, cursor }, options)],
    ['PutLogs', (options) => client.logs.put({ ...ref, logs: [{ fields: { a: 'b' } }] }, options)],
  ],
  everything: (options) => client.logs.pullAll(shard, options),
  close: () => client.close(),
});

import { environmentCredentials, slsDriver } from '@polylog/alibaba-sls';
import { createConsumer } from '@polylog/core';

const {
  SLS_ENDPOINT = 'cn-hangzhou.log.aliyuncs.com',
  SLS_PROJECT = 'my-project',
  SLS_LOGSTORE = 'requests',
} = process.env;
const log = { endpoint: SLS_ENDPOINT, project: SLS_PROJECT, logstore: SLS_LOGSTORE };
const stop = new AbortController();
process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());

try {
  const consumer = createConsumer({
    driver: slsDriver({ ...log, credentials: environmentCredentials() }),
    group: 'billing',
    start: 'earliest',
    process(batch) {
      for (const record of batch.records) console.log(batch.partition, record.get('status'), record.body);
    },
  });
  await consumer.run({ signal: stop.signal });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

import {
  connect,
  createLogset,
  createTopic,
  describePartitions,
  encodeClsLogGroup,
  partitionId,
  partitionOf,
  uploadLog,
} from '@polylog/tencent-cls/wire';
import type { DemoLog, DemoPartition, ServiceAddress } from './demo-log.js';

const REGION = 'ap-guangzhou';
const TOPICS = 2;

/** Two topics of one logset, which share so many partitions. */
export async function createClsLog(service: ServiceAddress, partitionCount: number): Promise<DemoLog> {
  const { endpoint, ...credentials } = service;
  const connection = connect({ region: REGION, endpoint, credentials });
  const o = { signal: new AbortController().signal };
  const logsetId = await createLogset(connection, { name: 'demo-logset' }, o);
  const topicIds: string[] = [];
  const partitions: DemoPartition[] = [];
  const hashKeys = new Map<string, string>();
  for (let i = 0; i < TOPICS; i++) {
    const topic = { logsetId, name: `requests-${i + 1}`, partitionCount: partitionCount / TOPICS, autoSplit: false };
    const topicId = await createTopic(connection, topic, o);
    topicIds.push(topicId);
    for (const { id, beginKey } of await describePartitions(connection, topicId, o)) {
      const whole = partitionId({ topicId, partition: id });
      partitions.push({ id: whole, name: `${topic.name}/${id}` });
      hashKeys.set(whole, beginKey);
    }
  }
  return {
    settings: { provider: 'tencent-cls', ...service, region: REGION, logsetId, topicIds },
    partitions,
    put(id, records) {
      const time = Date.now();
      const logs = records.map(({ fields, text }) => ({
        time,
        contents: [...Object.entries(fields), ['__CONTENT__', text] as const],
      }));
      const logGroups = [encodeClsLogGroup({ filename: '/var/log/requests.log', source: '10.0.0.7', logs })];
      return uploadLog(connection, { topicId: partitionOf(id).topicId, hashKey: hashKeys.get(id) ?? '', logGroups }, o);
    },
    close: () => connection.transport.close(),
  };
}

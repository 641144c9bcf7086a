import { defaultAccessKey, startEmulator } from '@polylog/emulator';
import {
  connect,
  createLogset,
  createTopic,
  describePartitions,
  encodeClsLogGroup,
  partitionId,
  uploadLog,
} from '@polylog/tencent-cls/wire';
import type { EmulatedLog } from './emulated-log.js';

export const region = 'ap-guangzhou';
/** What every log group says of where it comes from. */
export const origin = { source: '10.0.0.7', filename: '/var/log/app.log' };
export const credentials = { accessKeyId: defaultAccessKey.id, secretAccessKey: defaultAccessKey.secret };

export interface EmulatedTopics extends EmulatedLog {
  readonly logsetId: string;
  readonly topicIds: readonly string[];
}

/** Topics of CLS, of as many partitions each; otherwise as `startEmulatedLog`. */
export async function startEmulatedTopics(options: {
  readonly topics: number;
  readonly partitions: number;
  readonly seed?: number;
}): Promise<EmulatedTopics> {
  const emulator = await startEmulator({ seed: options.seed ?? 1 });
  const { endpoint } = emulator.cls;
  const connection = connect({ region, endpoint, credentials });
  const o = { signal: new AbortController().signal };
  const logsetId = await createLogset(connection, { name: 'demo' }, o);
  const topicIds: string[] = [];
  const partitions: { readonly id: string; readonly topicId: string; readonly hashKey: string }[] = [];
  for (let i = 1; i <= options.topics; i++) {
    const topicId = await createTopic(connection, { logsetId, name: `t${i}`, partitionCount: options.partitions }, o);
    topicIds.push(topicId);
    for (const { id, beginKey } of await describePartitions(connection, topicId, o)) {
      partitions.push({ id: partitionId({ topicId, partition: id }), topicId, hashKey: beginKey });
    }
  }
  let written = 0;

  const put = ({ topicId, hashKey }: (typeof partitions)[number], first: number, count: number): Promise<void> => {
    const logs = Array.from({ length: count }, (_, i) => ({
      time: Date.now(),
      contents: [['sequence', String(first + i)] as const, ['__CONTENT__', `record ${first + i} 日志`] as const],
    }));
    return uploadLog(connection, { topicId, hashKey, logGroups: [encodeClsLogGroup({ ...origin, logs })] }, o);
  };

  return {
    emulator,
    endpoint,
    settings: { provider: 'tencent-cls', endpoint, region, logsetId, topicIds, ...credentials },
    logsetId,
    topicIds,
    shards: partitions.map(({ id }) => id),
    async write(count, groupSize = 50) {
      for (let done = 0; done < count; done += groupSize) {
        const size = Math.min(groupSize, count - done);
        await Promise.all(partitions.map((partition) => put(partition, written, size)));
        written += size;
      }
    },
    get written() {
      return written;
    },
    async stop() {
      await connection.transport.close();
      await emulator.stop();
    },
  };
}

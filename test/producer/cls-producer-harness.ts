import { type ClsLogGroup, decodeClsLogGroupList } from '@polylog/driver-kit';
import { type ClsOptions, startEmulator } from '@polylog/emulator';
import { type ClsProducerOptions, createClsProducer } from '@polylog/tencent-cls';
import { connect, openPullBody, pullLog } from '@polylog/tencent-cls/wire';
import { credentials, logsetId } from '../tencent-cls/cls-service.js';
import { madeProducers, type ProducerHarness } from './producer-harness.js';

export interface ClsProducerHarness extends ProducerHarness {
  readonly endpoint: string;
  logGroups(): Promise<readonly ClsLogGroup[]>;
  producer(settings?: Partial<ClsProducerOptions>): ReturnType<typeof createClsProducer>;
}

const topicId = 'orders';
const region = 'ap-guangzhou';
const LARGEST_ANSWER = 64 * 1024 * 1024;

/** A topic of three partitions. */
export async function clsProducerHarness(
  more: { readonly cls?: ClsOptions; readonly seed?: number } = {},
): Promise<ClsProducerHarness> {
  const { cls, seed } = more;
  const emulator = await startEmulator({
    cls: {
      logsets: { [logsetId]: { [topicId]: { partitions: 3 } } },
      ...cls,
      switches: { maxValueBytes: 500_000, ...cls?.switches },
    },
    ...(seed !== undefined && { seed }),
  });
  const service = { region, endpoint: emulator.cls.endpoint, credentials };
  const connection = connect(service);
  const producers = madeProducers();
  const { signal } = new AbortController();

  async function groupsIn(partition: number, from: bigint, to: bigint): Promise<readonly ClsLogGroup[]> {
    const found: ClsLogGroup[] = [];
    for (let startOffset = from; startOffset < to; ) {
      const request = { topicId, partition, startOffset, sizeBytes: 10_485_760, maxRawBytes: LARGEST_ANSWER };
      const { body } = await pullLog(connection, request, { signal });
      const answer = await openPullBody(body, { maxRawBytes: LARGEST_ANSWER, target: Buffer.alloc });
      found.push(...decodeClsLogGroupList(answer.logGroups));
      startOffset = BigInt(answer.nextOffset);
    }
    return found;
  }

  const groupsByPartition = async (): Promise<{ readonly partition: number; readonly group: ClsLogGroup }[]> => {
    const found: { readonly partition: number; readonly group: ClsLogGroup }[] = [];
    for (const { id: partition, beginOffset, endOffset } of emulator.cls.partitions(topicId)) {
      const groups = await groupsIn(partition, beginOffset, endOffset);
      found.push(...groups.map((group) => ({ partition, group })));
    }
    return found;
  };
  return {
    endpoint: emulator.cls.endpoint,
    producer: (settings) => producers.keep(createClsProducer({ ...service, topicId, logger: 'silent', ...settings })),
    logGroups: async () => (await groupsByPartition()).map(({ group }) => group),
    stored: async () =>
      (await groupsByPartition()).flatMap(({ partition, group }) =>
        group.logs.map(({ contents }) => ({
          partition,
          fields: Object.fromEntries(contents.map(([name, value]) => [name, String(value)])),
        })),
      ),
    fault: (action, when = {}) => void emulator.cls.faults.add({ match: { call: 'UploadLog' }, action, ...when }),
    puts: () => emulator.cls.stats().calls.UploadLog ?? 0,
    split: (partition) => void emulator.cls.split(topicId, partition),
    partitions: [1, 2, 3],
    refused: { fields: { n: 'long', text: 'x'.repeat(500_001) } },
    tooLargeBytes: 1024 * 1024 + 1,
    async stop() {
      await producers.close();
      await connection.transport.close();
      await emulator.stop();
    },
  };
}

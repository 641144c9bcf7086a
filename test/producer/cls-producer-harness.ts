import { type ClsOptions, startEmulator } from '@polylog/emulator';
import { type ClsLogGroup, type ClsProducerOptions, createClsClient, createClsProducer } from '@polylog/tencent-cls';
import { credentials, logsetId } from '../tencent-cls/cls-service.js';
import { madeProducers, type ProducerHarness } from './producer-harness.js';

export interface ClsProducerHarness extends ProducerHarness {
  readonly endpoint: string;
  logGroups(): Promise<readonly ClsLogGroup[]>;
  producer(settings?: Partial<ClsProducerOptions>): ReturnType<typeof createClsProducer>;
}

const topicId = 'orders';
const region = 'ap-guangzhou';

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
  const client = createClsClient(service);
  const producers = madeProducers();
  const groupsByPartition = async (): Promise<{ readonly partition: number; readonly group: ClsLogGroup }[]> => {
    const found: { readonly partition: number; readonly group: ClsLogGroup }[] = [];
    for (const { id: partition } of emulator.cls.partitions(topicId)) {
      for await (const { logGroups } of client.logs.pullAll({ logsetId, topicId, partition }))
        found.push(...logGroups.map((group) => ({ partition, group })));
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
      await client.close();
      await emulator.stop();
    },
  };
}

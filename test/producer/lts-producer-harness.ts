import { type LtsOptions, startEmulator } from '@polylog/emulator';
import { createLtsClient, createLtsProducer, type LtsProducerOptions, type PulledLog } from '@polylog/huawei-lts';
import { credentials, region, stream } from '../huawei-lts/lts-service.js';
import { madeProducers, type ProducerHarness } from './producer-harness.js';

export interface LtsProducerHarness extends ProducerHarness {
  /** What is stored, by the times that the service sorts by. */
  inOrder(): Promise<readonly PulledLog[]>;
  /** From now on all signatures are bad. */
  revokeKeys(): void;
  mostBadInARow(): number;
  producer(settings?: Partial<LtsProducerOptions>): ReturnType<typeof createLtsProducer>;
}

/** A log stream of one shard, in which all records have an order; or of more, which the service takes in turn. */
export async function ltsProducerHarness(
  more: { readonly lts?: LtsOptions; readonly shards?: number; readonly seed?: number } = {},
): Promise<LtsProducerHarness> {
  const { lts, shards = 1, seed } = more;
  const { projectId, logGroupId, logStreamId } = stream;
  const emulator = await startEmulator({
    lts: {
      logGroups: { [logGroupId]: { [logStreamId]: { shards } } },
      ...lts,
      switches: { maxLogBytes: 500_000, ...lts?.switches },
    },
    ...(seed !== undefined && { seed }),
  });
  const service = { region, endpoint: emulator.lts.endpoint, projectId, credentials };
  const client = createLtsClient(service);
  const producers = madeProducers();
  const logsByShard = async (): Promise<{ readonly partition: number; readonly log: PulledLog }[]> => {
    const found: { readonly partition: number; readonly log: PulledLog }[] = [];
    for (const { id: partition } of emulator.lts.shards(logGroupId, logStreamId)) {
      const request = { logGroupId, logStreamId, shard: String(partition) };
      for await (const { logs } of client.logs.pullAll(request)) found.push(...logs.map((log) => ({ partition, log })));
    }
    return found;
  };
  return {
    producer: (settings) =>
      producers.keep(createLtsProducer({ ...service, logGroupId, logStreamId, logger: 'silent', ...settings })),
    inOrder: async () =>
      (await logsByShard())
        .map(({ log }) => log)
        .sort((a, b) => (a.timeNs < b.timeNs ? -1 : a.timeNs > b.timeNs ? 1 : 0)),
    stored: async () => (await logsByShard()).map(({ partition, log }) => ({ partition, fields: log.labels })),
    fault: (action, when = {}) => void emulator.lts.faults.add({ match: { call: 'PushLogs' }, action, ...when }),
    puts: () => emulator.lts.stats().calls.PushLogs ?? 0,
    revokeKeys: () => emulator.lts.changeSecret(credentials.accessKeyId, 'another secret'),
    mostBadInARow: () => emulator.lts.accessKey(credentials.accessKeyId).mostBadInARow,
    partitions: Array.from({ length: shards }, (_, id) => id),
    refused: { fields: { n: 'long', text: 'x'.repeat(500_001) } },
    tooLargeBytes: 1024 * 1024 + 1,
    async stop() {
      await producers.close();
      await client.close();
      await emulator.stop();
    },
  };
}

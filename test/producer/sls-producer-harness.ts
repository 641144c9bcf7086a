import { createSlsClient, createSlsProducer, type LogGroupInput, type SlsProducerOptions } from '@polylog/alibaba-sls';
import { type SlsOptions, startEmulator } from '@polylog/emulator';
import { credentials, logstore, project } from '../alibaba-sls/sls-service.js';
import { madeProducers, type ProducerHarness } from './producer-harness.js';

export interface SlsProducerHarness extends ProducerHarness {
  logGroups(): Promise<readonly LogGroupInput[]>;
  producer(settings?: Partial<SlsProducerOptions>): ReturnType<typeof createSlsProducer>;
}

/** A logstore of three shards. */
export async function slsProducerHarness(
  more: { readonly sls?: SlsOptions; readonly seed?: number } = {},
): Promise<SlsProducerHarness> {
  const emulator = await startEmulator({
    sls: { projects: { [project]: { [logstore]: { shards: 3 } } }, ...more.sls },
    ...(more.seed !== undefined && { seed: more.seed }),
  });
  const service = { endpoint: emulator.sls.endpoint, credentials };
  const client = createSlsClient(service);
  const producers = madeProducers();
  const groupsByShard = async (): Promise<{ readonly partition: number; readonly group: LogGroupInput }[]> => {
    const found: { readonly partition: number; readonly group: LogGroupInput }[] = [];
    for (const { id: partition } of emulator.sls.shards(project, logstore)) {
      for await (const { logGroups } of client.logs.pullAll({ project, logstore, shard: partition }))
        found.push(...logGroups.map((group) => ({ partition, group })));
    }
    return found;
  };
  return {
    producer: (settings) =>
      producers.keep(createSlsProducer({ ...service, project, logstore, logger: 'silent', ...settings })),
    logGroups: async () => (await groupsByShard()).map(({ group }) => group),
    stored: async () =>
      (await groupsByShard()).flatMap(({ partition, group }) =>
        group.logs.map(({ contents }) => ({
          partition,
          fields: Object.fromEntries(contents.map(([name, value]) => [name, String(value)])),
        })),
      ),
    fault: (action, when = {}) => void emulator.sls.faults.add({ match: { call: 'PutLogs' }, action, ...when }),
    puts: () => emulator.sls.stats().calls.PutLogs ?? 0,
    split: (partition) => void emulator.sls.split(project, logstore, partition),
    partitions: [0, 1, 2],
    refused: { time: new Date(emulator.clock.now() - 30 * 86_400_000), fields: { n: 'old' } },
    tooLargeBytes: 10 * 1024 * 1024,
    async stop() {
      await producers.close();
      await client.close();
      await emulator.stop();
    },
  };
}

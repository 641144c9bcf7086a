import { createSlsClient, createSlsProducer, type LogGroupInput, type SlsProducerOptions } from '@polylog/alibaba-sls';
import type { NewRecord, Producer, ProducerRecord, ProducerSettings } from '@polylog/driver-kit';
import { type FaultAction, type SlsOptions, startEmulator } from '@polylog/emulator';
import { credentials, logstore, project } from '../alibaba-sls/sls-service.js';

/** A log of three partitions behind a cloud's producer; what fails, fails on the service's side of the wire. */
export interface ProducerHarness {
  /** Closed with the harness. */
  producer(settings?: ProducerSettings): Producer;
  /** What is stored: partition by partition, older ones first, each in its order. */
  stored(): Promise<readonly StoredRecord[]>;
  /** The next puts end like this: so many of them, or with a chance each. */
  fault(action: FaultAction, when?: { readonly times?: number; readonly probability?: number }): void;
  /** How many puts have come in. */
  puts(): number;
  /** Splits a partition in the middle. */
  split(partition: number): void;
  /** A record that this side finds nothing wrong with, and the service refuses. */
  readonly refused: NewRecord;
  /** Bytes that the service takes at once. */
  readonly largestBytes: number;
  stop(): Promise<void>;
}

export interface StoredRecord {
  readonly partition: number;
  readonly fields: Readonly<Record<string, string>>;
}

export interface SlsProducerHarness extends ProducerHarness {
  logGroups(): Promise<readonly LogGroupInput[]>;
  producer(settings?: Partial<SlsProducerOptions>): ReturnType<typeof createSlsProducer>;
}

export async function slsProducerHarness(
  more: { readonly sls?: SlsOptions; readonly seed?: number } = {},
): Promise<SlsProducerHarness> {
  const emulator = await startEmulator({
    sls: { projects: { [project]: { [logstore]: { shards: 3 } } }, ...more.sls },
    ...(more.seed !== undefined && { seed: more.seed }),
  });
  const service = { endpoint: emulator.sls.endpoint, credentials };
  const client = createSlsClient(service);
  const producers: Producer[] = [];
  const groupsByShard = async (): Promise<{ readonly partition: number; readonly group: LogGroupInput }[]> => {
    const found: { readonly partition: number; readonly group: LogGroupInput }[] = [];
    for (const { id: partition } of emulator.sls.shards(project, logstore)) {
      for await (const { logGroups } of client.logs.pullAll({ project, logstore, shard: partition }))
        found.push(...logGroups.map((group) => ({ partition, group })));
    }
    return found;
  };
  return {
    producer(settings) {
      const made = createSlsProducer({ ...service, project, logstore, logger: 'silent', ...settings });
      producers.push(made as Producer<ProducerRecord>);
      return made;
    },
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
    refused: { time: new Date(emulator.clock.now() - 30 * 86_400_000), fields: { n: 'old' } },
    largestBytes: 10 * 1024 * 1024,
    async stop() {
      await Promise.all(producers.map((producer) => producer.close({ deadlineMs: 1_000 })));
      await client.close();
      await emulator.stop();
    },
  };
}

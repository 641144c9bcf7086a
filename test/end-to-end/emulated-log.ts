import { connect, createLogstore, createProject, encodeLogGroup, listShards, putLogs } from '@polylog/alibaba-sls/wire';
import { type Emulator, startEmulator } from '@polylog/emulator';
import type { LogSettings } from '../../examples/demo/dist/drivers.js';

export const credentials = { accessKeyId: 'test-key-id', secretAccessKey: 'test-key-secret' };
export const project = 'test-project';
export const logstore = 'requests';

/** A log on an emulator of this process, written to over the wire. */
export interface EmulatedLog {
  readonly emulator: Emulator;
  readonly endpoint: string;
  /** What a member is told of it. */
  readonly settings: LogSettings;
  /** Ids of its partitions, as members tell them. */
  readonly shards: readonly string[];
  /** Appends the next `count` numbers to each partition, in groups of `groupSize`. */
  write(count: number, groupSize?: number): Promise<void>;
  /** How many numbers each partition was given. */
  readonly written: number;
  stop(): Promise<void>;
}

export async function startEmulatedLog(options: {
  readonly shards: number;
  readonly seed?: number;
}): Promise<EmulatedLog> {
  const accessKeys = [{ id: credentials.accessKeyId, secret: credentials.secretAccessKey }];
  const emulator = await startEmulator({ sls: { accessKeys }, seed: options.seed ?? 1 });
  const { endpoint } = emulator.sls;
  const connection = connect({ endpoint, credentials });
  const o = { signal: new AbortController().signal };
  await createProject(connection, { project }, o);
  await createLogstore(connection, { project, logstore, shardCount: options.shards }, o);
  const ranges = await listShards(connection, { project, logstore }, o);
  let written = 0;

  const put = (hashKey: string, first: number, count: number): Promise<void> => {
    const timeSeconds = Math.floor(Date.now() / 1_000);
    const logs = Array.from({ length: count }, (_, i) => ({
      timeSeconds,
      contents: [['sequence', String(first + i)] as const, ['content', `record ${first + i} 日志`] as const],
    }));
    return putLogs(connection, { project, logstore, hashKey, logGroup: encodeLogGroup({ topic: 't', logs }) }, o);
  };

  return {
    emulator,
    endpoint,
    settings: { provider: 'alibaba-sls', endpoint, project, logstore, ...credentials },
    shards: ranges.map(({ id }) => String(id)),
    async write(count, groupSize = 50) {
      for (let done = 0; done < count; done += groupSize) {
        const size = Math.min(groupSize, count - done);
        await Promise.all(ranges.map(({ beginKey }) => put(beginKey, written, size)));
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

import { setTimeout as pause } from 'node:timers/promises';
import { connect, createLogstore, createProject, encodeLogGroup, listShards, putLogs } from '@polylog/alibaba-sls/wire';

export interface LogWriter {
  readonly shards: readonly string[];
  /** Writes `perShard` records to every shard, in groups of `groupSize`, a round of groups each `everyMs`. */
  write(perShard: number, pace: { readonly groupSize: number; readonly everyMs: number }): Promise<void>;
  close(): Promise<void>;
}

export interface WriterSettings {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly project: string;
  readonly logstore: string;
  readonly shards: number;
  /** Fills the texts of the records; the same seed writes the same log. */
  readonly random: () => number;
}

/** Creates project and logstore, and writes records that carry their shard and their number in it. */
export async function createLogWriter(settings: WriterSettings): Promise<LogWriter> {
  const { project, logstore, accessKeyId, secretAccessKey, random } = settings;
  const connection = connect({ endpoint: settings.endpoint, credentials: { accessKeyId, secretAccessKey } });
  const o = { signal: new AbortController().signal };
  await createProject(connection, { project }, o);
  await createLogstore(connection, { project, logstore, shardCount: settings.shards }, o);
  const ranges = await listShards(connection, { project, logstore }, o);
  const next = new Map(ranges.map(({ id }) => [id, 0]));

  const group = (shard: string | number, first: number, count: number): Uint8Array =>
    encodeLogGroup({
      topic: 'demo',
      source: '10.0.0.7',
      logs: Array.from({ length: count }, (_, i) => ({
        timeSeconds: Math.floor(Date.now() / 1_000),
        contents: [
          ['shard', String(shard)],
          ['sequence', String(first + i)],
          ['status', String([200, 200, 200, 404, 500][Math.floor(random() * 5)])],
          ['content', `GET /items/${Math.floor(random() * 1e6)} 日志 ${Math.floor(random() * 1e9).toString(36)}`],
        ],
      })),
    });

  return {
    shards: ranges.map(({ id }) => String(id)),
    async write(perShard, { groupSize, everyMs }) {
      for (let written = 0; written < perShard; written += groupSize) {
        const count = Math.min(groupSize, perShard - written);
        await Promise.all(
          ranges.map(async ({ id, beginKey }) => {
            const first = next.get(id) ?? 0;
            await putLogs(connection, { project, logstore, hashKey: beginKey, logGroup: group(id, first, count) }, o);
            next.set(id, first + count);
          }),
        );
        await pause(everyMs);
      }
    },
    close: () => connection.transport.close(),
  };
}

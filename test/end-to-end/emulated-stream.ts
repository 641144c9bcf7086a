import { defaultAccessKey, startEmulator } from '@polylog/emulator';
import type { StreamRef } from '@polylog/huawei-lts/wire';
import type { EmulatedLog } from './emulated-log.js';

export const region = 'cn-north-4';
export const stream: StreamRef = {
  projectId: '2a473356cca5487f8373be891bffc1cf',
  logGroupId: 'e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1',
  logStreamId: 'c54dbc58-0fd8-48ed-b007-6d54981427a7',
};
export const credentials = { accessKeyId: defaultAccessKey.id, secretAccessKey: defaultAccessKey.secret };

export interface EmulatedStream extends EmulatedLog {
  /** Of each push into a shard, where its first log stands. */
  pushesOf(shard: string): readonly bigint[];
}

/** A log stream of LTS; otherwise as `startEmulatedLog`, but for the writing: over the wire nobody can name a shard. */
export async function startEmulatedStream(options: {
  readonly shards: number;
  readonly seed?: number;
}): Promise<EmulatedStream> {
  const { logGroupId, logStreamId } = stream;
  const emulator = await startEmulator({
    lts: { logGroups: { [logGroupId]: { [logStreamId]: { shards: options.shards } } } },
    seed: options.seed ?? 1,
  });
  const { lts } = emulator;
  const shards = lts.shards(logGroupId, logStreamId).map(({ id }) => id);
  const pushed = new Map<string, bigint[]>(shards.map((shard) => [String(shard), []]));
  let written = 0;

  return {
    emulator,
    endpoint: lts.endpoint,
    settings: { provider: 'huawei-lts', endpoint: lts.endpoint, region, ...stream, ...credentials },
    shards: [...pushed.keys()],
    async write(count, groupSize = 50) {
      for (let done = 0; done < count; done += groupSize) {
        const size = Math.min(groupSize, count - done);
        const logs = Array.from({ length: size }, (_, i) => ({
          content: `record ${written + i} 日志`,
          labels: { sequence: String(written + i) },
        }));
        for (const shard of shards) {
          pushed.get(String(shard))?.push(lts.put(logGroupId, logStreamId, logs, { shard }).cursor);
        }
        written += size;
      }
    },
    get written() {
      return written;
    },
    pushesOf: (shard) => pushed.get(shard) ?? [],
    stop: () => emulator.stop(),
  };
}

import { connect, listShards, pushLogs } from '@polylog/huawei-lts/wire';
import type { DemoLog, ServiceAddress } from './demo-log.js';

const REGION = 'cn-north-4';
const STREAM = {
  projectId: '2a473356cca5487f8373be891bffc1cf',
  logGroupId: 'e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1',
  logStreamId: 'c54dbc58-0fd8-48ed-b007-6d54981427a7',
};

/** What the emulator is to have from the start: there is no call that says how many shards a log stream gets. */
export function ltsFlags(shardCount: number): readonly string[] {
  const { logGroupId, logStreamId } = STREAM;
  return ['--log-group', logGroupId, '--log-stream', logStreamId, '--stream-shards', String(shardCount)];
}

/** The log stream of {@link ltsFlags}. Its partitions are to be written to in turn. */
export async function openLtsLog(service: ServiceAddress): Promise<DemoLog> {
  const { endpoint, ...credentials } = service;
  const connection = connect({ region: REGION, endpoint, credentials });
  const o = { signal: new AbortController().signal };
  const shards = await listShards(connection, STREAM, o);
  let turn = 0;
  let last: Promise<void> = Promise.resolve();
  return {
    settings: { provider: 'huawei-lts', ...service, region: REGION, ...STREAM },
    partitions: shards.map((id) => ({ id, name: id })),
    put(id, records) {
      // A push cannot name a shard: the emulator puts each into the next one in turn.
      if (id !== shards[turn++ % shards.length]) throw new Error(`It is not the turn of shard ${id}.`);
      const nowNs = BigInt(Date.now()) * 1_000_000n;
      const logs = records.map(({ fields, text }, i) => ({ timeNs: nowNs + BigInt(i), text, labels: fields }));
      last = last.then(() => pushLogs(connection, { ...STREAM, logs }, o));
      return last;
    },
    close: () => connection.transport.close(),
  };
}

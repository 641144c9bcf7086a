import { connect, createLogstore, createProject, encodeLogGroup, listShards, putLogs } from '@polylog/alibaba-sls/wire';
import type { DemoLog, ServiceAddress } from './demo-log.js';

const PROJECT = 'demo-project';
const LOGSTORE = 'requests';

/** A logstore with so many shards. */
export async function createSlsLog(service: ServiceAddress, shardCount: number): Promise<DemoLog> {
  const { endpoint, ...credentials } = service;
  const log = { project: PROJECT, logstore: LOGSTORE };
  const connection = connect({ endpoint, credentials });
  const o = { signal: new AbortController().signal };
  await createProject(connection, log, o);
  await createLogstore(connection, { ...log, shardCount }, o);
  const shards = new Map((await listShards(connection, log, o)).map((shard) => [String(shard.id), shard]));
  return {
    settings: { provider: 'alibaba-sls', ...service, ...log },
    partitions: [...shards.keys()].map((id) => ({ id, name: id })),
    put(id, records) {
      const timeSeconds = Math.floor(Date.now() / 1_000);
      const logs = records.map(({ fields, text }) => ({
        timeSeconds,
        contents: [...Object.entries(fields), ['content', text] as const],
      }));
      const logGroup = encodeLogGroup({ topic: 'demo', source: '10.0.0.7', logs });
      return putLogs(connection, { ...log, hashKey: shards.get(id)?.beginKey ?? '', logGroup }, o);
    },
    close: () => connection.transport.close(),
  };
}

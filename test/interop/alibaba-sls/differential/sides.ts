import { Agent } from 'node:http';
import type { SlsClient } from '@polylog/alibaba-sls';
import { credentials, project } from '../../../end-to-end/emulated-log.js';
import { region } from '../python-script.js';
import { canonical } from './canonical.js';
import type { TestLogGroup } from './log-groups.js';

export async function putByOurs(
  ours: SlsClient,
  logstore: string,
  groups: readonly TestLogGroup[],
  beginKeys: readonly string[],
): Promise<void> {
  await Promise.all(
    beginKeys.map(async (hashKey, lane) => {
      for (let i = lane; i < groups.length; i += beginKeys.length) {
        const { logs, ...group } = groups[i] as TestLogGroup;
        const made = logs.map(({ ns, ...log }) => ({ ...log, ...(ns !== undefined && { timeNsPart: ns }) }));
        await ours.logs.put({ project, logstore, hashKey, logGroup: { ...group, logs: made } });
      }
    }),
  );
}

/** One line for each log group, shard by shard: shard, and what `canonical` says. */
export async function pullByOurs(ours: SlsClient, logstore: string, shards: number): Promise<readonly string[]> {
  const lines: string[] = [];
  for (let shard = 0; shard < shards; shard++) {
    for await (const { logGroups } of ours.logs.pullAll({ project, logstore, shard, count: 200 })) {
      for (const { topic = '', source = '', tags = [], logs } of logGroups) {
        const read = logs.map(({ timeNsPart, ...log }) => ({
          ...{ timeSeconds: log.timeSeconds, contents: log.contents.map(([name, value]) => [name, asBuffer(value)]) },
          ...(timeNsPart !== undefined && { ns: timeNsPart }),
        }));
        const group = { topic, source, tags: tags.map(([name, value]) => [name, String(value)]), logs: read };
        lines.push(`${shard}|${canonical(group as unknown as TestLogGroup)}`);
      }
    }
  }
  return lines;
}

const asBuffer = (value: string | Uint8Array): string | Buffer =>
  typeof value === 'string' ? value : Buffer.from(value);

/** What is used of the vendor's client for Node. */
export interface NodeClient {
  postLogStoreLogs(project: string, logstore: string, group: object, options: object): Promise<unknown>;
  getLogs(
    project: string,
    logstore: string,
    from: Date,
    to: Date,
    query: object,
    options: object,
  ): Promise<Readonly<Record<string, string>>[]>;
}

/** It takes a port, and no proxy: its sockets are led here. */
export function nodeClient(Client: new (config: object) => NodeClient, emulator: string) {
  const { accessKeyId, secretAccessKey: accessKeySecret } = credentials;
  const endpoint = `${region}.log.aliyuncs.com:${new URL(emulator).port}`;
  const client = new Client({ accessKeyId, accessKeySecret, endpoint });
  const agent = new Agent({
    keepAlive: true,
    lookup: (_name, { all }, answer) => {
      if (all) answer(null, [{ address: '127.0.0.1', family: 4 }]);
      else answer(null, '127.0.0.1', 4);
    },
  });
  const options = { agent, timeout: 60_000 };
  return {
    /** It has no call for a shard of one's choice. */
    async put(logstore: string, groups: readonly TestLogGroup[]): Promise<void> {
      for (const { topic, source, tags, logs } of groups) {
        const given = logs.map(({ timeSeconds, ns, contents }) => ({
          ...{ timestamp: timeSeconds, content: Object.fromEntries(contents) },
          ...(ns !== undefined && { timestampNsPart: ns }),
        }));
        const group = { topic, source, tags: tags.map(([name, value]) => ({ [name]: value })), logs: given };
        await client.postLogStoreLogs(project, logstore, group, options);
      }
    },
    async getAll(logstore: string, from: Date, to: Date): Promise<readonly object[]> {
      const logs: object[] = [];
      for (;;) {
        const page = await client.getLogs(project, logstore, from, to, { line: 100, offset: logs.length }, options);
        logs.push(...page);
        if (page.length < 100) return logs;
      }
    },
    close: () => agent.destroy(),
  };
}

import { createSlsClient, createSlsProducer, slsDriver, slsGroupAdmin } from '@polylog/alibaba-sls';
import type { GroupAdmin, LogDriver } from '@polylog/core/driver';
import { defaultAccessKey } from '@polylog/emulator';
import { ltsDriver } from '@polylog/huawei-lts';
import { connect as connectLts, pushLogs } from '@polylog/huawei-lts/wire';
import { clsDriver, clsGroupAdmin } from '@polylog/tencent-cls';
import { connect as connectCls, encodeClsLogGroup, uploadLog } from '@polylog/tencent-cls/wire';

/** How one service is written to and read while its emulator is killed. */
export interface Cloud {
  /** What the emulator is started with: one log of four partitions. */
  readonly flags: readonly string[];
  /** The field that a record's text stands in. */
  readonly field: string;
  /** How many write at once, each text once. Default: all. */
  readonly writers?: number;
  open(endpoint: string): Clients;
}

/** Clients of ours; each request is sent once, or the producer's as often as it likes. */
export interface Clients {
  /** Resolves once the service has answered. `route`: hexadecimal digits; what has the same ones keeps its order. */
  put(text: string, route: string, signal: AbortSignal): Promise<void>;
  /** A producer that goes on over kills: it repeats, so that a record may be stored twice. */
  readonly send?: (text: string, key: string) => Promise<unknown>;
  /** Writes a number down as a setting of the log. */
  readonly set?: (value: number, signal: AbortSignal) => Promise<void>;
  readonly setting?: (signal: AbortSignal) => Promise<number>;
  readonly driver: LogDriver;
  readonly admin?: GroupAdmin;
  close(): Promise<void>;
}

const credentials = { accessKeyId: defaultAccessKey.id, secretAccessKey: defaultAccessKey.secret };

const sls: Cloud = {
  flags: ['--logstore', 'app', '--shards', '4'],
  field: 'content',
  open(endpoint) {
    const where = { project: 'demo', logstore: 'app' };
    const options = { endpoint, credentials };
    const client = createSlsClient({ ...options, retry: false });
    const retry = { tries: 1_000, firstPauseMs: 20, maxPauseMs: 200, withinMs: 60_000 };
    const producer = createSlsProducer({ ...options, ...where, lingerMs: 5, retry, logger: 'silent' });
    const driver = slsDriver({ ...options, ...where });
    const admin = slsGroupAdmin({ ...options, ...where });
    return {
      put: (text, hashKey, signal) =>
        client.logs.put({ ...where, hashKey, logs: [{ fields: { content: text } }] }, { signal }),
      send: (text, key) => producer.send({ key, fields: { content: text } }),
      set: (value, signal) =>
        client.projects.update({ project: where.project, description: String(value) }, { signal }),
      setting: async (signal) =>
        Number((await client.projects.get({ project: where.project }, { signal })).description),
      driver,
      admin,
      async close() {
        await producer.close({ deadlineMs: 1_000 });
        await Promise.all([client.close(), driver.close?.(), admin.close()]);
      },
    };
  },
};

const cls: Cloud = {
  flags: ['--topic', 'app', '--partitions', '4'],
  field: '__CONTENT__',
  open(endpoint) {
    const options = { region: 'ap-guangzhou', endpoint, credentials };
    const where = { logsetId: 'demo', topicIds: ['app'] };
    const connection = connectCls(options);
    const driver = clsDriver({ ...options, ...where });
    const admin = clsGroupAdmin({ ...options, ...where });
    return {
      put(text, hashKey, signal) {
        const logs = [{ time: Date.now(), contents: [['__CONTENT__', text] as const] }];
        const logGroups = [encodeClsLogGroup({ logs })];
        return uploadLog(connection, { topicId: 'app', hashKey, logGroups }, { signal });
      },
      driver,
      admin,
      async close() {
        await Promise.all([connection.transport.close(), driver.close?.(), admin.close()]);
      },
    };
  },
};

const LTS_IDS = {
  logGroupId: '11111111-1111-4111-8111-111111111111',
  logStreamId: '22222222-2222-4222-8222-222222222222',
};

const lts: Cloud = {
  flags: ['--log-group', LTS_IDS.logGroupId, '--log-stream', LTS_IDS.logStreamId, '--stream-shards', '4'],
  field: 'log_content',
  // The driver has no more than four calls under way for all of a process, and pulls stand back behind others.
  writers: 2,
  open(endpoint) {
    const options = { region: 'cn-north-4', endpoint, credentials };
    const where = { projectId: 'proj', ...LTS_IDS };
    const connection = connectLts(options);
    const driver = ltsDriver({ ...options, ...where, createGroup: true });
    return {
      put: (text, _route, signal) =>
        pushLogs(connection, { ...where, logs: [{ timeNs: BigInt(Date.now()) * 1_000_000n, text }] }, { signal }),
      driver,
      async close() {
        await Promise.all([connection.transport.close(), driver.close?.()]);
      },
    };
  },
};

export const clouds: Readonly<Record<string, Cloud>> = { 'alibaba-sls': sls, 'tencent-cls': cls, 'huawei-lts': lts };

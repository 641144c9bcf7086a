import { type SlsDriverOptions, slsDriver, slsGroupAdmin } from '@polylog/alibaba-sls';
import { type GroupAdmin, isConsumerError, type LogDriver, type Membership, type Position } from '@polylog/core/driver';
import { createFakeClock, createMemoryLog } from '@polylog/core/testing';
import { type ClsOptions, type Emulator, type LtsOptions, type SlsOptions, startEmulator } from '@polylog/emulator';
import { type LtsDriverOptions, ltsDriver, ltsGroupAdmin } from '@polylog/huawei-lts';
import { consumerNameOf } from '@polylog/huawei-lts/wire';
import { type ClsDriverOptions, clsDriver, clsGroupAdmin } from '@polylog/tencent-cls';
import { credentials, logstore, project } from '../alibaba-sls/sls-service.js';
import { region, stream } from '../huawei-lts/lts-service.js';
import { logsetId } from '../tencent-cls/cls-service.js';

/** A log of two partitions, its admin and a driver over it; the service's time stands still until it is told to move. */
export interface AdminHarness {
  readonly admin: GroupAdmin;
  readonly driver: LogDriver;
  /** What a lag without time is counted in: `append` writes one of these at a time. Absent: there is only one in time. */
  readonly countedIn?: 'records' | 'log-groups' | 'offsets';
  /** Whether a lag is told in time, too. */
  readonly tellsTime: boolean;
  /** Whether it is told who saved a checkpoint, and when. */
  readonly tellsSaver: boolean;
  /** By which name it is told. @defaultValue the member's own */
  readonly saverName?: (member: string) => string;
  /** The strictest order that a group may have. */
  readonly order: 'partition' | 'lineage';
  readonly stream: string;
  /** Id of the n-th partition, from 0. */
  id(n: number): string;
  append(partition: string, count: number): void;
  /** Forgets the oldest, as the service does when their time has come. */
  trim(partition: string, count: number): void;
  advance(ms: number): Promise<void>;
  stop(): Promise<void>;
}

const tellsAll = { tellsTime: true, tellsSaver: true, order: 'lineage', id: String } as const;

export async function memoryHarness(): Promise<AdminHarness> {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  const admin = log.groupAdmin();
  return {
    admin,
    driver: log.driver(),
    ...tellsAll,
    countedIn: 'records',
    stream: 'memory',
    append: (partition, count) => {
      for (let i = 0; i < count; i++) log.append(partition, [{ fields: { content: String(i) } }]);
    },
    trim: log.trim,
    advance: clock.advance,
    stop: () => admin.close(),
  };
}

export interface SlsHarness extends AdminHarness {
  readonly emulator: Emulator;
}

export async function slsHarness(
  more: { readonly sls?: SlsOptions; readonly options?: Partial<SlsDriverOptions> } = {},
): Promise<SlsHarness> {
  const clock = createFakeClock();
  const sls = { projects: { [project]: { [logstore]: { shards: 2 } } }, ...more.sls };
  const emulator = await startEmulator({ sls, clock });
  const options = { endpoint: emulator.sls.endpoint, project, logstore, credentials, clock, ...more.options };
  const admin = slsGroupAdmin(options);
  const driver = slsDriver(options);
  return {
    admin,
    driver,
    emulator,
    ...tellsAll,
    countedIn: 'log-groups',
    stream: logstore,
    append(partition, count) {
      for (let i = 0; i < count; i++) {
        const logs = [{ timeSeconds: 1_700_000_000, contents: [['content', String(i)] as const] }];
        emulator.sls.put(project, logstore, { logs }, { shard: Number(partition) });
      }
    },
    trim(partition, count) {
      const { beginCursor } = emulator.sls.shards(project, logstore).find(({ id }) => String(id) === partition)!;
      const begin = BigInt(Buffer.from(beginCursor, 'base64').toString('latin1'));
      const beforeCursor = Buffer.from(String(begin + BigInt(count)), 'latin1').toString('base64');
      emulator.sls.expire(project, logstore, { shard: Number(partition), beforeCursor });
    },
    advance: clock.advance,
    async stop() {
      await admin.close();
      await driver.close?.();
      await emulator.stop();
    },
  };
}

export interface ClsHarness extends AdminHarness {
  readonly emulator: Emulator;
  readonly options: ClsDriverOptions;
}

/** `open` makes the admin: the adapter's own, or one over somebody's client. */
export async function clsHarness(
  more: { readonly cls?: ClsOptions; readonly open?: (options: ClsDriverOptions) => GroupAdmin } = {},
): Promise<ClsHarness> {
  const topic = 'orders';
  const clock = createFakeClock();
  const cls = { logsets: { [logsetId]: { [topic]: { partitions: 2 } } }, ...more.cls };
  const emulator = await startEmulator({ cls, clock });
  const { endpoint } = emulator.cls;
  const log = { region: 'ap-guangzhou', endpoint, logsetId, topicIds: [topic] };
  const options = { ...log, credentials, clock, callsPerSecond: 10_000 };
  const admin = (more.open ?? clsGroupAdmin)(options);
  const driver = clsDriver(options);
  return {
    admin,
    driver,
    emulator,
    options,
    countedIn: 'offsets',
    tellsTime: false,
    tellsSaver: false,
    order: 'partition',
    stream: topic,
    id: (n) => `${topic}/${n + 1}`,
    append(partition, count) {
      for (let i = 0; i < count; i++) {
        const logs = [{ time: 1_700_000_000, contents: [['__CONTENT__', String(i)] as const] }];
        emulator.cls.put(topic, { logs }, { partition: numberOf(partition) });
      }
    },
    trim(partition, count) {
      const number = numberOf(partition);
      const { beginOffset } = emulator.cls.partitions(topic).find(({ id }) => id === number)!;
      emulator.cls.expire(topic, { partition: number, beforeOffset: beginOffset + BigInt(count) });
    },
    advance: clock.advance,
    async stop() {
      await admin.close();
      await driver.close?.();
      await emulator.stop();
    },
  };
}

export interface LtsHarness extends AdminHarness {
  readonly emulator: Emulator;
  readonly options: LtsDriverOptions;
}

export async function ltsHarness(
  more: { readonly lts?: LtsOptions; readonly options?: Partial<LtsDriverOptions> } = {},
): Promise<LtsHarness> {
  const clock = createFakeClock();
  const { logGroupId, logStreamId } = stream;
  const lts = { logGroups: { [logGroupId]: { [logStreamId]: { shards: 2 } } }, ...more.lts };
  const emulator = await startEmulator({ lts, clock });
  const { endpoint } = emulator.lts;
  const options = { region, endpoint, ...stream, credentials, clock, createGroup: true, ...more.options };
  const admin = ltsGroupAdmin(options);
  const driver = ltsDriver(options);
  /** Of each log kept, by shard. */
  const cursors = new Map<string, bigint[]>();
  return {
    admin,
    driver,
    emulator,
    options,
    tellsTime: true,
    tellsSaver: true,
    saverName: consumerNameOf,
    order: 'partition',
    stream: logStreamId,
    id: String,
    append(partition, count) {
      const kept = cursors.get(partition) ?? [];
      cursors.set(partition, kept);
      for (let i = 0; i < count; i++) {
        const where = { shard: Number(partition) };
        kept.push(emulator.lts.put(logGroupId, logStreamId, { content: String(i) }, where).cursor);
      }
    },
    trim(partition, count) {
      const kept = cursors.get(partition) ?? [];
      kept.splice(0, count);
      const [beforeCursor] = kept;
      const shard = Number(partition);
      emulator.lts.expire(logGroupId, logStreamId, {
        shard,
        ...(beforeCursor === undefined ? { all: true } : { beforeCursor }),
      });
    },
    advance: clock.advance,
    async stop() {
      await admin.close();
      await driver.close?.();
      await emulator.stop();
    },
  };
}

const numberOf = (partition: string): number => Number(partition.slice(partition.indexOf('/') + 1));

export const o = (): { readonly signal: AbortSignal } => ({ signal: new AbortController().signal });

/** Joins and takes all partitions. */
export async function join({ driver }: AdminHarness, group: string, member = 'worker'): Promise<Membership> {
  const spec = { group, member, sessionTimeoutMs: 30_000, create: 'if-missing', update: 'never' } as const;
  const membership = await driver.join(spec, o());
  await membership.heartbeat([], o());
  return membership;
}

/** A position that a driver knows. */
export async function at(
  { driver }: AdminHarness,
  id: string,
  start: 'earliest' | 'latest' | { readonly epochMs: number },
): Promise<Position> {
  const partition = (await driver.partitions(o())).find((each) => each.id === id)!;
  return (await driver.locate([partition], start, o())).get(id)!;
}

/** The code and message that a promise rejects with, which must be one of ours. */
export async function refusal(
  promise: Promise<unknown>,
): Promise<{ readonly code: string; readonly message: string; readonly partition: string | undefined }> {
  try {
    await promise;
  } catch (error) {
    if (!isConsumerError(error)) throw error;
    const { code, message, partition } = error;
    return { code, message, partition };
  }
  throw new Error('it did not fail');
}

import type { Clock, GroupSpec, LogDriver, Partition, Position, StartPoint } from '@polylog/core/driver';
import {
  defaultAccessKey,
  type Emulator,
  type EmulatorOptions,
  type LogStreamSettings,
  type LtsOptions,
  startEmulator,
} from '@polylog/emulator';
import { type LtsDriverOptions, ltsDriver } from '@polylog/huawei-lts';
import { type ConnectOptions, connect, type LtsConnection, type StreamRef } from '@polylog/huawei-lts/wire';
import { placeOf } from '../driver-calls.js';

export { bodies, failure, options, readOptions } from '../driver-calls.js';

export const region = 'cn-north-4';
export const stream: StreamRef = {
  projectId: '2a473356cca5487f8373be891bffc1cf',
  logGroupId: 'e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1',
  logStreamId: 'c54dbc58-0fd8-48ed-b007-6d54981427a7',
};
export const credentials = { accessKeyId: defaultAccessKey.id, secretAccessKey: defaultAccessKey.secret };

export interface LtsService {
  readonly emulator: Emulator;
  readonly driver: (options?: Partial<LtsDriverOptions>) => LogDriver;
  readonly connect: (options?: Partial<ConnectOptions>) => LtsConnection;
  /** Puts logs of one text each into a shard, each as a push of its own. */
  readonly fill: (shard: number, texts: readonly string[]) => void;
  /** How often each call came, by its name. */
  readonly calls: () => Readonly<Record<string, number>>;
  readonly group: (name?: string) => ReturnType<Emulator['lts']['consumerGroup']>;
  readonly stop: () => Promise<void>;
}

export interface LtsServiceOptions extends LtsOptions, LogStreamSettings {
  /** How far the service's clock is ahead. */
  readonly clockOffsetMs?: number;
  /** Of the service, the drivers and the connections. */
  readonly clock?: Clock;
  readonly https?: EmulatorOptions['https'];
}

/** An emulator with one log stream and the group `billing` on it; drivers and connections for it are closed with it. */
export async function startLtsService(options: LtsServiceOptions = {}): Promise<LtsService> {
  const {
    shards = 2,
    ttlDays = 30,
    consumerGroups = { billing: {} },
    clockOffsetMs = 0,
    clock,
    https,
    ...lts
  } = options;
  const { logGroupId, logStreamId } = stream;
  const time = clock === undefined ? {} : { clock };
  const emulator = await startEmulator({
    lts: { logGroups: { [logGroupId]: { [logStreamId]: { shards, ttlDays, consumerGroups } } }, ...lts },
    clockOffsetMs,
    ...time,
    ...(https === undefined ? {} : { https }),
  });
  const closing: (() => Promise<void> | undefined)[] = [];
  const { endpoint } = emulator.lts;
  return {
    emulator,
    driver(more = {}) {
      const driver = ltsDriver({ region, endpoint, ...stream, credentials, ...time, ...more });
      closing.push(() => driver.close?.());
      return driver;
    },
    connect(more = {}) {
      const connection = connect({ region, endpoint, credentials, ...time, ...more });
      closing.push(() => connection.transport.close());
      return connection;
    },
    fill(shard, texts) {
      for (const content of texts) emulator.lts.put(logGroupId, logStreamId, { content }, { shard });
    },
    calls: () => emulator.lts.stats().calls,
    group: (name = 'billing') => emulator.lts.consumerGroup(logGroupId, logStreamId, name),
    async stop() {
      await Promise.all(closing.map((close) => close()));
      await emulator.stop();
    },
  };
}

export const spec = (more: Partial<GroupSpec> = {}): GroupSpec => ({
  group: 'billing',
  member: 'a',
  sessionTimeoutMs: 60_000,
  create: 'if-missing',
  update: 'never',
  ...more,
});

export const partition = (id: string): Partition => ({ id, stream: stream.logStreamId, readOnly: false, parents: [] });

/** The position of a start point in one shard. */
export const at = (driver: LogDriver, id: string, start: StartPoint): Promise<Position> =>
  placeOf(driver, partition(id), start);

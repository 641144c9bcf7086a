import type { GroupSpec, LogDriver, Partition, Position, StartPoint } from '@polylog/core/driver';
import { type ClsOptions, defaultAccessKey, type Emulator, startEmulator } from '@polylog/emulator';
import { type ClsDriverOptions, clsDriver } from '@polylog/tencent-cls';
import { type ClsConnection, type ConnectOptions, connect } from '@polylog/tencent-cls/wire';
import { placeOf } from '../driver-calls.js';

export { bodies, failure, options, readOptions } from '../driver-calls.js';

const region = 'ap-guangzhou';
export const logsetId = 'logset-1';
export const credentials = { accessKeyId: defaultAccessKey.id, secretAccessKey: defaultAccessKey.secret };

export interface ClsService {
  readonly emulator: Emulator;
  readonly topicIds: readonly string[];
  readonly driver: (options?: Partial<ClsDriverOptions>) => LogDriver;
  readonly connect: (options?: Partial<ConnectOptions>) => ClsConnection;
  /** Puts log groups of one log each into a partition of the first topic, or of another. */
  readonly fill: (partition: number, texts: readonly string[], topicId?: string) => void;
  /** How often each call came, by its name. */
  readonly calls: () => Readonly<Record<string, number>>;
  readonly stop: () => Promise<void>;
}

/** An emulator with one logset and some topics in it; drivers and connections for it are closed with it. */
export async function startClsService(
  options: ClsOptions & { readonly topics?: Readonly<Record<string, number>>; readonly clockOffsetMs?: number } = {},
): Promise<ClsService> {
  const { topics = { orders: 2 }, clockOffsetMs = 0, ...cls } = options;
  const topicIds = Object.keys(topics);
  const created = Object.entries(topics).map(([topic, partitions]) => [topic, { partitions }] as const);
  const emulator = await startEmulator({
    cls: { logsets: { [logsetId]: Object.fromEntries(created) }, ...cls },
    clockOffsetMs,
  });
  const closing: (() => Promise<void> | undefined)[] = [];
  const { endpoint } = emulator.cls;
  return {
    emulator,
    topicIds,
    driver(more = {}) {
      const driver = clsDriver({ region, endpoint, logsetId, topicIds, credentials, ...more });
      closing.push(() => driver.close?.());
      return driver;
    },
    connect(more = {}) {
      const connection = connect({ region, endpoint, credentials, ...more });
      closing.push(() => connection.transport.close());
      return connection;
    },
    fill(partition, texts, topicId = topicIds[0] ?? '') {
      for (const text of texts) {
        const logs = [{ time: 1_700_000_000, contents: [['__CONTENT__', text]] as const }];
        emulator.cls.put(topicId, { logs }, { partition });
      }
    },
    calls: () => emulator.cls.stats().calls,
    async stop() {
      await Promise.all(closing.map((close) => close()));
      await emulator.stop();
    },
  };
}

export const spec = (more: Partial<GroupSpec> = {}): GroupSpec => ({
  group: 'billing',
  member: 'a',
  sessionTimeoutMs: 30_000,
  create: 'if-missing',
  update: 'never',
  ...more,
});

/** A partition that exists, as one that was listed as told. */
export function partition(id: string, readOnly = false): Partition {
  return { id, stream: id.slice(0, id.indexOf('/')), readOnly, parents: [] };
}

/** The position of a start point in one partition. */
export const at = (driver: LogDriver, id: string, start: StartPoint): Promise<Position> =>
  placeOf(driver, partition(id), start);

import { type SlsDriverOptions, slsDriver } from '@polylog/alibaba-sls';
import type { DriverBatch, LogDriver, Partition, Position, ReadOptions } from '@polylog/core/driver';
import { defaultAccessKey, type Emulator, type SlsOptions, startEmulator } from '@polylog/emulator';

export const project = 'proj';
export const logstore = 'store';
export const credentials = { accessKeyId: defaultAccessKey.id, secretAccessKey: defaultAccessKey.secret };

export interface SlsService {
  readonly emulator: Emulator;
  readonly driver: (options?: Partial<SlsDriverOptions>) => LogDriver;
  /** Puts log groups of one log each into a shard. */
  readonly fill: (shard: number, texts: readonly string[]) => void;
  readonly stop: () => Promise<void>;
}

/** An emulator with one logstore, and drivers for it that are closed with it. */
export async function startSlsService(
  options: SlsOptions & { readonly shards?: number; readonly clockOffsetMs?: number } = {},
): Promise<SlsService> {
  const { shards = 2, clockOffsetMs = 0, ...sls } = options;
  const emulator = await startEmulator({
    sls: { projects: { [project]: { [logstore]: { shards } } }, ...sls },
    clockOffsetMs,
  });
  const drivers: LogDriver[] = [];
  return {
    emulator,
    driver(more = {}) {
      const driver = slsDriver({ endpoint: emulator.sls.endpoint, project, logstore, credentials, ...more });
      drivers.push(driver);
      return driver;
    },
    fill(shard, texts) {
      for (const text of texts) {
        const logs = [{ timeSeconds: 1_700_000_000, contents: [['content', text]] as const }];
        emulator.sls.put(project, logstore, { logs }, { shard });
      }
    },
    async stop() {
      await Promise.all(drivers.map((driver) => driver.close?.()));
      await emulator.stop();
    },
  };
}

/** An id that exists, as a partition that was listed as told. */
export const partition = (id: string, readOnly = false): Partition => ({ id, stream: logstore, readOnly, parents: [] });

/** Read options that grant every reservation and remember them. */
export function readOptions(more: Partial<ReadOptions> = {}): ReadOptions & { readonly reserved: number[] } {
  const reserved: number[] = [];
  return {
    signal: new AbortController().signal,
    maxBytes: 64 * 1024 * 1024,
    reserve: async (bytes) => {
      reserved.push(bytes);
    },
    ...more,
    reserved,
  };
}

export const options = (): { readonly signal: AbortSignal } => ({ signal: new AbortController().signal });

export const bodies = (batch: DriverBatch): (string | undefined)[] => [...batch.records].map((record) => record.body);

/** The position of a start point in one partition. */
export async function at(
  driver: LogDriver,
  id: string,
  start: 'earliest' | 'latest' | { readonly epochMs: number },
): Promise<Position> {
  const position = (await driver.locate([partition(id)], start, options())).get(id);
  if (position === undefined) throw new Error(`no position for ${id}`);
  return position;
}

/** What a promise rejects with. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

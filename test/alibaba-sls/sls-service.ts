import { type SlsDriverOptions, slsDriver } from '@polylog/alibaba-sls';
import type { LogDriver, Partition, Position, StartPoint } from '@polylog/core/driver';
import { defaultAccessKey, type Emulator, type SlsOptions, startEmulator } from '@polylog/emulator';
import { placeOf } from '../driver-calls.js';

export { bodies, failure, options, readOptions } from '../driver-calls.js';

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

/** The position of a start point in one partition. */
export const at = (driver: LogDriver, id: string, start: StartPoint): Promise<Position> =>
  placeOf(driver, partition(id), start);

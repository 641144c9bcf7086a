import { setTimeout as pause } from 'node:timers/promises';
import type { DemoLog, DemoRecord } from './demo-log.js';

export interface WritingPace {
  /** How many records go into a partition at once. */
  readonly groupSize: number;
  readonly everyMs: number;
}

/**
 * Writes so many records to every partition; each carries its partition and its number in it. `random` fills the texts: the
 * same seed writes the same log.
 */
export async function writeRecords(
  log: DemoLog,
  perPartition: number,
  { groupSize, everyMs }: WritingPace,
  random: () => number,
): Promise<void> {
  const record = (partition: string, sequence: number): DemoRecord => ({
    fields: {
      partition,
      sequence: String(sequence),
      status: String([200, 200, 200, 404, 500][Math.floor(random() * 5)]),
    },
    text: `GET /items/${Math.floor(random() * 1e6)} 日志 ${Math.floor(random() * 1e9).toString(36)}`,
  });
  for (let written = 0; written < perPartition; written += groupSize) {
    const count = Math.min(groupSize, perPartition - written);
    await Promise.all(
      log.partitions.map(({ id }) =>
        log.put(
          id,
          Array.from({ length: count }, (_, i) => record(id, written + i)),
        ),
      ),
    );
    await pause(everyMs);
  }
}

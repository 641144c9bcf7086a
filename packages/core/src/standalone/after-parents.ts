import type { Partition } from '../driver.js';
import type { PartitionWorker } from '../partition/worker.js';

/**
 * Starts each partition once those of its parents that are in the list have ended, and settles when all are settled. What
 * comes after a parent that failed or was stopped is not started.
 */
export async function afterParents(
  partitions: readonly Partition[],
  start: (id: string) => PartitionWorker,
  stopping: AbortSignal,
): Promise<void> {
  const listed = new Map(partitions.map((partition) => [partition.id, partition]));
  const ended = new Map<string, Promise<boolean>>();

  const run = (partition: Partition): Promise<boolean> => {
    const running = ended.get(partition.id) ?? runAfterParents(partition);
    ended.set(partition.id, running);
    return running;
  };

  const runAfterParents = async ({ id, parents }: Partition): Promise<boolean> => {
    const before = parents.flatMap((parent) => listed.get(parent) ?? []);
    if (before.length > 0) {
      const all = await Promise.all(before.map(run));
      if (stopping.aborted || all.includes(false)) return false;
    }
    const worker = start(id);
    await worker.settled;
    return worker.state.kind === 'closed' && worker.state.how === 'ended';
  };

  await Promise.all(partitions.map(run));
}

import type { LogDriver, Partition } from '../driver.js';
import type { Clock } from '../flow/clock.js';
import { unlessAborted } from '../flow/deferred.js';

/** How old a listing may be when a partition that is caught up is looked at again. */
const FRESH_MS = 5_000;

/** What is known of the log's partitions, listed once for all that ask at the same time. */
export interface PartitionDirectory {
  /** The partition as last listed, listing anew if it is not known yet; undefined where it does not exist. */
  find(id: string, signal: AbortSignal): Promise<Partition | undefined>;
  /**
   * As last listed; lists anew, beside it, where that was longer ago than some seconds: shows sooner or later whether it
   * has become read-only. An older listing is always safe to read with. Throws what ended the last listing for good.
   */
  refreshed(id: string): Partition | undefined;
  /** Ids of the parents, their parents and so on, as far as they are still listed or named. */
  ancestors(id: string): readonly string[];
  /** Of all partitions that are known by now. */
  ids(): readonly string[];
}

export function createDirectory(
  driver: LogDriver,
  clock: Clock,
  list: (attempt: () => Promise<readonly Partition[]>) => Promise<readonly Partition[]>,
  lifetime: AbortSignal,
): PartitionDirectory {
  let known = new Map<string, Partition>();
  let listedAt = Number.NEGATIVE_INFINITY;
  let listing: Promise<void> | undefined;
  /** What ended the last listing for good. */
  let failure: unknown;

  const relist = async (): Promise<void> => {
    // The age counts from the sending: what becomes read-only while the answer travels is not in it.
    const sentAt = clock.monotonic();
    const partitions = await list(() => driver.partitions({ signal: lifetime }));
    known = new Map(partitions.map((partition) => [partition.id, partition]));
    listedAt = sentAt;
    failure = undefined;
  };

  const refresh = (signal: AbortSignal): Promise<void> => {
    listing ??= relist().finally(() => {
      listing = undefined;
    });
    return unlessAborted(listing, signal);
  };

  return {
    async find(id, signal) {
      // A listing that is on its way already may be older than the partition; the one after it is not.
      for (let tries = 0; tries < 2 && !known.has(id); tries++) await refresh(signal);
      return known.get(id);
    },
    refreshed(id) {
      if (clock.monotonic() - listedAt >= FRESH_MS) {
        refresh(lifetime).catch((error: unknown) => {
          failure = error;
        });
      }
      if (failure !== undefined) throw failure;
      return known.get(id);
    },
    ancestors(id) {
      const found = new Set<string>();
      const open = [id];
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        for (const parent of known.get(next)?.parents ?? []) {
          if (found.has(parent)) continue;
          found.add(parent);
          open.push(parent);
        }
      }
      return [...found];
    },
    ids: () => [...known.keys()],
  };
}

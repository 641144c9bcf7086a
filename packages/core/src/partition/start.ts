import type { LogDriver, Membership, Partition, SavedCheckpoint } from '../driver.js';
import { ConsumerError } from '../errors/consumer-error.js';
import { coalesce } from '../flow/coalesce.js';
import type { Position, StartPoint } from '../position.js';

/** Where a partition begins, and whether that came from a checkpoint (else it has to be saved before the first read). */
export interface ResolvedStart {
  readonly position: Position;
  readonly resumed: boolean;
}

export interface StartResolverOptions {
  readonly driver: LogDriver;
  readonly membership: Membership;
  /** "latest" is a time by now: the service's at the run's first join. */
  readonly start: Exclude<StartPoint, 'latest'>;
  readonly ancestors: (id: string) => readonly string[];
  /** Ids of all partitions that are known. */
  readonly all: () => readonly string[];
  /** Wraps each call in the engine's retries. */
  readonly call: <T>(name: 'checkpoints' | 'locate', attempt: () => Promise<T>) => Promise<T>;
  readonly lifetime: AbortSignal;
}

/**
 * Resolves the start of partitions of a group: from the checkpoint; else, where an ancestor has one, from the
 * partition's own beginning (a split's child at "latest" would lose what came since the split; an ancestor's checkpoint
 * that is not proven counts where the group has another one that is); else from what the
 * user named, with "latest" as the service's time at this run's first join, for a partition that arrives later too; but
 * no later than the driver says, where the service tells no ancestors.
 */
export function createStartResolver(options: StartResolverOptions): (partition: Partition) => Promise<ResolvedStart> {
  const { membership, call, lifetime } = options;
  const start = noLaterThan(options.start, membership.startsByMs);

  const checkpointsOf = coalesce<readonly string[], ReadonlyMap<string, SavedCheckpoint>>(async (idLists) => {
    const ids = [...new Set(idLists.flat())];
    const found = await call('checkpoints', () => membership.checkpoints(ids, { signal: lifetime }));
    return idLists.map(() => found);
  });
  const locators = new Map<StartPoint, (partition: Partition) => Promise<Position>>();
  const locate = (partition: Partition, point: StartPoint): Promise<Position> => {
    const locator = locators.get(point) ?? locateTogether(options, point);
    locators.set(point, locator);
    return locator(partition);
  };

  const hasSaved = async (): Promise<boolean> => {
    const checkpoints = await checkpointsOf(options.all());
    return [...checkpoints.values()].some(({ proven }) => proven);
  };

  /** Asked together with the first checkpoints, before this run saves any itself. */
  let savedBefore: Promise<boolean> | undefined;

  return async (partition) => {
    savedBefore ??= start === 'earliest' ? Promise.resolve(true) : hasSaved();
    // Who needs it sees the failure.
    savedBefore.catch(() => undefined);
    const ancestors = options.ancestors(partition.id);
    const checkpoints = await checkpointsOf([partition.id, ...ancestors]);
    const own = checkpoints.get(partition.id);
    if (own) return { position: own.position, resumed: own.proven };
    const inherited =
      ancestors.some((id) => checkpoints.get(id)?.proven) ||
      // What is no more than likely for one partition is certain in a group that has saved others.
      (ancestors.some((id) => checkpoints.has(id)) && (await savedBefore));
    return { position: await locate(partition, inherited ? 'earliest' : start), resumed: false };
  };
}

function noLaterThan(
  start: Exclude<StartPoint, 'latest'>,
  startsByMs: number | undefined,
): Exclude<StartPoint, 'latest'> {
  if (start === 'earliest' || startsByMs === undefined || start.epochMs <= startsByMs) return start;
  return { epochMs: startsByMs };
}

/** Looks up one start point for all partitions that ask for it in the same turn. */
export function locateTogether(
  { driver, call, lifetime }: Pick<StartResolverOptions, 'driver' | 'call' | 'lifetime'>,
  point: StartPoint,
): (partition: Partition) => Promise<Position> {
  return coalesce(async (partitions) => {
    const found = await call('locate', () => driver.locate(partitions, point, { signal: lifetime }));
    return partitions.map(({ id }) => {
      const position = found.get(id);
      if (position === undefined) {
        throw new ConsumerError(
          'internal',
          `The driver "${driver.provider}" located no position for partition "${id}".`,
        );
      }
      return position;
    });
  });
}

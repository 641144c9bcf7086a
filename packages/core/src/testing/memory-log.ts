import type {
  Failure,
  GroupSpec,
  Guarantees,
  LogDriver,
  Membership,
  Partition,
  SavedCheckpoint,
  SaveOutcome,
} from '../driver.js';
import { isConsumerError } from '../errors/consumer-error.js';
import { type Clock, systemClock } from '../flow/clock.js';
import type { Balancer } from '../group/balancer.js';
import type { GroupAdmin } from '../group-admin.js';
import type { Position, StartPoint } from '../position.js';
import { createMemoryAdmin } from './memory-admin.js';
import { createMemoryFaults, type MemoryFaults, MemoryLogError } from './memory-faults.js';
import { createMemoryGroup, type MemoryGroup } from './memory-group.js';
import { createMemoryPartition, type MemoryPartition } from './memory-partition.js';
import type { MemoryEntry } from './memory-record.js';

export interface MemoryLogOptions {
  /** How many partitions there are at first; their ids are `'0'`, `'1'`, … */
  readonly partitions: number;
  readonly clock?: Clock;
  /** Most records of one batch. @defaultValue 10 */
  readonly batchRecords?: number;
  readonly balancer?: Balancer;
}

/** A log in memory with everything that a service's has: partitions, groups, leases, split and merge, trimming, fencing, faults. */
export interface MemoryLog {
  /** A driver over this log; each consumer gets its own, as each process does. */
  driver(): LogDriver;
  /** The second door: groups, checkpoints, lag. */
  groupAdmin(): GroupAdmin;
  /** @throws Error for a partition that does not exist or is read-only */
  append(partition: string, entries: readonly MemoryEntry[]): void;
  /** Ids of the two children. */
  split(partition: string): readonly [string, string];
  /** Id of the child. */
  merge(left: string, right: string): string;
  /** Forgets the oldest entries of a partition. */
  trim(partition: string, count: number): void;
  partition(id: string): MemoryPartition;
  partitionIds(): readonly string[];
  /** A group that has been joined or created; undefined before. */
  group(name: string): MemoryGroup | undefined;
  readonly faults: MemoryFaults;
  /** Every call that reached the log, in order: `read 0@3`, `heartbeat m1 [0,1]`. For assertions. */
  readonly calls: readonly string[];
}

const GUARANTEES: Guarantees = {
  order: 'lineage',
  commit: 'fenced',
  forgotten: 'told',
  leave: 'after-timeout',
  endBound: 'by-position',
  time: 'receive',
  groupCreation: 'by-member',
  sessionTimeout: 'settable',
  readSize: 'records',
  lag: 'records',
  members: 'listed',
  recordId: 'stable',
  skips: 'reported',
};

export function createMemoryLog(options: MemoryLogOptions): MemoryLog {
  const { clock = systemClock, batchRecords = 10 } = options;
  const partitions = new Map<string, MemoryPartition>();
  const groups = new Map<string, MemoryGroup>();
  const faults = createMemoryFaults(clock);
  const calls: string[] = [];

  const add = (parents: readonly string[]): string => {
    const id = String(partitions.size);
    partitions.set(id, createMemoryPartition(id, parents));
    return id;
  };
  for (let i = 0; i < options.partitions; i++) add([]);

  const partition = (id: string): MemoryPartition => {
    const found = partitions.get(id);
    if (found) return found;
    throw new MemoryLogError({ code: 'not-found', scope: 'partition', message: `There is no partition "${id}".` });
  };

  const list = (): readonly Partition[] => [...partitions.values()].map((each) => each.describe('memory'));

  const locate = (id: string, start: StartPoint): Position => {
    if (start === 'earliest') return partition(id).begin;
    return start === 'latest' ? partition(id).end : partition(id).at(start.epochMs);
  };

  const createGroup = (
    name: string,
    sessionTimeoutMs: number,
    order: MemoryGroup['order'] = 'partition',
  ): MemoryGroup => {
    const group = createMemoryGroup({
      sessionTimeoutMs,
      order,
      clock,
      partitions: () =>
        [...partitions.values()].map(({ id, parents, sealed, end }) => ({
          id,
          parents,
          end: sealed ? end : undefined,
        })),
      ...(options.balancer ? { balancer: options.balancer } : {}),
    });
    groups.set(name, group);
    return group;
  };

  const split = (id: string): readonly [string, string] => {
    partition(id).seal();
    return [add([id]), add([id])];
  };
  const merge = (left: string, right: string): string => {
    partition(left).seal();
    partition(right).seal();
    return add([left, right]);
  };

  const groupOf = (spec: GroupSpec): { group: MemoryGroup; differences: Membership['differences'] } => {
    const { sessionTimeoutMs, order } = spec;
    const found = groups.get(spec.group);
    if (!found) {
      if (spec.create === 'never')
        throw new MemoryLogError({ code: 'not-found', message: `There is no group "${spec.group}".` });
      return { group: createGroup(spec.group, sessionTimeoutMs, order), differences: [] };
    }
    if (order !== undefined && order !== found.order) {
      throw new MemoryLogError({
        code: 'invalid-argument',
        message: `Group "${spec.group}" has order "${found.order}", not "${order}".`,
      });
    }
    if (found.sessionTimeoutMs === sessionTimeoutMs) return { group: found, differences: [] };
    if (spec.update === 'if-different') {
      found.sessionTimeoutMs = sessionTimeoutMs;
      return { group: found, differences: [] };
    }
    const inForce = String(found.sessionTimeoutMs);
    return { group: found, differences: [{ setting: 'sessionTimeoutMs', wanted: String(sessionTimeoutMs), inForce }] };
  };

  const membership = (
    { group: name, member }: GroupSpec,
    joined: MemoryGroup,
    differences: Membership['differences'],
  ): Membership => {
    /** A deleted group is gone for its members, too, even if there is a new one of its name. */
    const group = (): MemoryGroup => {
      if (groups.get(name) === joined) return joined;
      throw new MemoryLogError({ code: 'not-found', message: `There is no group "${name}" any more.` });
    };
    return {
      guarantees: GUARANTEES,
      joinedAtMs: clock.now(),
      differences,
      heartbeat: (holding, options) =>
        faults.apply('heartbeat', { member, partitions: holding }, options, () => {
          calls.push(`heartbeat ${member} [${holding.join(',')}]`);
          return group().heartbeat(member, holding);
        }),
      checkpoints: (ids, options) =>
        faults.apply('checkpoints', { member, partitions: ids }, options, () => {
          calls.push(`checkpoints ${member} [${ids.join(',')}]`);
          return new Map<string, SavedCheckpoint>([...group().checkpoints()].filter(([id]) => ids.includes(id)));
        }),
      save: (checkpoints, options) =>
        faults.apply('save', { member, partitions: checkpoints.map((each) => each.partition) }, options, () => {
          calls.push(`save ${member} [${checkpoints.map(({ position }) => position).join(',')}]`);
          const { save } = group();
          return new Map<string, SaveOutcome>(
            checkpoints.map((each) => [each.partition, save(member, each.partition, each.position)]),
          );
        }),
      leave: (options) =>
        faults.apply('leave', { member }, options, () => {
          calls.push(`leave ${member}`);
          return 'after-timeout' as const;
        }),
    };
  };

  const driver = (): LogDriver => ({
    provider: 'memory',
    limits: {
      maxBodyBytes: 16 * 1024 * 1024,
      timeResolutionMs: 1,
      minIdleMs: 100,
      sessionTimeoutMs: { min: 2_000, max: 3_600_000 },
      heartbeatMs: { min: 100, max: 3_600_000 },
    },
    guarantees: GUARANTEES,
    partitions: (options) => faults.apply('partitions', {}, options, list),
    locate: (asked, start, options) =>
      faults.apply('locate', { partitions: asked.map(({ id }) => id) }, options, () => {
        calls.push(`locate ${JSON.stringify(start)}`);
        return new Map(asked.map(({ id }) => [id, locate(id, start)]));
      }),
    async read({ id, readOnly }, from, options) {
      const { until, reserve, maxBytes } = options;
      const batch = await faults.apply('read', { partitions: [id] }, options, () => {
        calls.push(`read ${from}`);
        return partition(id).read(from, {
          maxRecords: batchRecords,
          seenReadOnly: readOnly,
          until: until?.position,
          servedAtMs: clock.now(),
        });
      });
      if (batch.rawBytes > maxBytes) {
        const message = `A batch of ${batch.rawBytes} bytes; accepted are at most ${maxBytes}.`;
        throw new MemoryLogError({ code: 'corrupt-data', scope: 'partition', message });
      }
      await reserve(batch.rawBytes);
      return batch;
    },
    join: (spec, options) =>
      faults.apply('join', { member: spec.member }, options, () => {
        calls.push(`join ${spec.member}`);
        const { group, differences } = groupOf(spec);
        return membership(spec, group, differences);
      }),
    classify,
  });

  return {
    driver,
    groupAdmin: () =>
      createMemoryAdmin({ clock, faults, groups, partitions, list, locate, createGroup, split, merge, classify }),
    append: (id, entries) => partition(id).append(entries, clock.now()),
    split,
    merge,
    trim: (id, count) => partition(id).trim(count),
    partition,
    partitionIds: () => [...partitions.keys()],
    group: (name) => groups.get(name),
    faults,
    calls,
  };
}

/** Total, as every driver's: whatever is thrown gets an answer of one line. */
function classify(error: unknown): Failure {
  try {
    if (error instanceof MemoryLogError) return error.failure;
    if (isConsumerError(error)) return { code: error.code, message: error.message, scope: 'call' };
    const text = error instanceof Error ? error.message : String(error);
    return { code: 'unknown', message: `Not recognised: ${text.replace(/\s+/g, ' ')}`, scope: 'call' };
  } catch {
    return { code: 'unknown', message: 'A failure that cannot be read.', scope: 'call' };
  }
}

import { createGroupAdmin, type GroupAdminCalls } from '../create-group-admin.js';
import type { CallOptions, Failure, Partition } from '../driver.js';
import type { Clock } from '../flow/clock.js';
import type {
  GroupActivity,
  GroupAdmin,
  GroupDescription,
  GroupInfo,
  PartitionLag,
  ResetRow,
  ResetSpec,
} from '../group-admin.js';
import type { Position, StartPoint } from '../position.js';
import { type MemoryFaults, MemoryLogError } from './memory-faults.js';
import type { MemoryGroup } from './memory-group.js';
import type { MemoryPartition } from './memory-partition.js';

/** What of a memory log its admin works on. */
export interface MemoryAdminParts {
  readonly clock: Clock;
  readonly faults: MemoryFaults;
  readonly groups: Map<string, MemoryGroup>;
  readonly partitions: ReadonlyMap<string, MemoryPartition>;
  list(): readonly Partition[];
  locate(partition: string, start: StartPoint): Position;
  createGroup(name: string, sessionTimeoutMs: number, order?: MemoryGroup['order']): MemoryGroup;
  split(partition: string): readonly [string, string];
  merge(left: string, right: string): string;
  classify(error: unknown): Failure;
}

/** The second door of a memory log. It can do everything but hash keys, which a memory log does not have. */
export function createMemoryAdmin(log: MemoryAdminParts): GroupAdmin {
  const { clock, faults, groups, partitions } = log;
  const run = <T>(options: CallOptions, work: () => T): Promise<T> => faults.apply('admin', {}, options, work);

  const groupOf = (name: string): MemoryGroup => {
    const found = groups.get(name);
    if (found) return found;
    throw new MemoryLogError({ code: 'not-found', message: `There is no group "${name}".` });
  };
  const partitionOf = (id: string): MemoryPartition => {
    const found = partitions.get(id);
    if (found) return found;
    throw new MemoryLogError({ code: 'not-found', scope: 'partition', message: `There is no partition "${id}".` });
  };
  const openPartition = (id: string): MemoryPartition => {
    const found = partitionOf(id);
    if (!found.sealed) return found;
    throw new MemoryLogError({ code: 'invalid-argument', message: `Partition "${id}" is read-only.` });
  };
  const listed = (ids: readonly string[]): readonly Partition[] => log.list().filter(({ id }) => ids.includes(id));

  const info = (name: string, { sessionTimeoutMs, order }: MemoryGroup): GroupInfo => ({
    name,
    sessionTimeoutMs,
    order,
    streams: ['memory'],
  });
  const activityOf = (group: MemoryGroup): GroupActivity => {
    const members = group.members();
    return members.length === 0 ? { kind: 'idle' } : { kind: 'active', members };
  };
  const checkStreams = (streams: readonly string[] | undefined): void => {
    if (streams === undefined || (streams.length === 1 && streams[0] === 'memory')) return;
    throw new MemoryLogError({ code: 'invalid-argument', message: 'streams: a memory log has only "memory".' });
  };

  const target = (id: string, to: ResetSpec['to']): Position => {
    if (typeof to !== 'object' || !('positions' in to)) return log.locate(id, to);
    const position = to.positions[id]!;
    partitionOf(id).indexOf(position);
    return position;
  };
  const rowOf = (group: MemoryGroup, id: string, to: ResetSpec['to']): ResetRow => {
    const after = target(id, to);
    const before = group.checkpoints().get(id);
    const move = before === undefined ? 'first' : moveOf(partitionOf(id), before.position, after);
    return { partition: id, ...(before && { before }), after, move };
  };

  const lagOf = (group: MemoryGroup, partition: MemoryPartition): PartitionLag => {
    const saved = group.checkpoints().get(partition.id)?.position;
    const at = saved === undefined ? undefined : keptIndex(partition, saved);
    const begin = partition.indexOf(partition.begin);
    const from = at ?? begin;
    const waiting = partition.indexOf(partition.end) - from;
    const sinceMs = partition.receivedAtMs(Math.max(begin, from - 1));
    const behindMs = waiting === 0 || sinceMs === undefined ? 0 : Math.max(0, clock.now() - sinceMs);
    return {
      partition: partition.id,
      since: at !== undefined ? 'checkpoint' : saved === undefined ? 'beginning' : 'lost-checkpoint',
      measures: [
        { basis: 'records', value: BigInt(waiting) },
        { basis: 'time-ms', value: behindMs },
      ],
    };
  };

  const calls: GroupAdminCalls = {
    listGroups: (o) => run(o, () => [...groups].map(([name, group]) => info(name, group))),
    describeGroup: (name, o) =>
      run(o, (): GroupDescription => {
        const group = groupOf(name);
        return { ...info(name, group), activity: activityOf(group) };
      }),
    createGroup: ({ name, sessionTimeoutMs, order, streams }, o) =>
      run(o, () => {
        checkStreams(streams);
        if (groups.has(name))
          throw new MemoryLogError({ code: 'invalid-argument', message: `There is a group "${name}" already.` });
        log.createGroup(name, sessionTimeoutMs, order);
      }),
    updateGroup: (name, { sessionTimeoutMs, order, streams }, o) =>
      run(o, () => {
        const group = groupOf(name);
        checkStreams(streams);
        group.sessionTimeoutMs = sessionTimeoutMs ?? group.sessionTimeoutMs;
        group.order = order ?? group.order;
      }),
    deleteGroup: (name, o) =>
      run(o, () => {
        groupOf(name);
        groups.delete(name);
      }),
    members: (name, o) =>
      run(o, () => {
        const group = groupOf(name);
        const ids = [...partitions.keys()];
        return group.members().map((member) => ({
          name: member,
          partitions: ids.filter((id) => group.owner(id) === member),
        }));
      }),
    checkpoints: (name, o) =>
      run(o, () => {
        const saved = groupOf(name).checkpoints();
        return [...partitions.keys()].map((partition) => {
          const checkpoint = saved.get(partition);
          return { partition, ...(checkpoint && { checkpoint }) };
        });
      }),
    reset: (name, spec, o) =>
      run(o, () => {
        const { dryRun, to } = spec;
        const group = groupOf(name);
        const activity = activityOf(group);
        const named = typeof to === 'object' && 'positions' in to ? Object.keys(to.positions) : spec.partitions;
        for (const id of named ?? []) partitionOf(id);
        const ids = [...partitions.keys()].filter((id) => named === undefined || named.includes(id));
        const rows = ids.map((id) => rowOf(group, id, to));
        if (!dryRun) for (const { partition, after } of rows) group.reset(partition, after);
        return { dryRun, activity, rows };
      }),
    lag: (name, o) =>
      run(o, () => {
        const group = groupOf(name);
        return [...partitions.values()].map((partition) => lagOf(group, partition));
      }),
    partitions: (o) => run(o, () => log.list()),
    splitPartition: (id, o) =>
      run(o, () => {
        openPartition(id);
        if (o.at !== undefined)
          throw new MemoryLogError({ code: 'unsupported', message: 'at: a memory log has no hash keys.' });
        return listed(log.split(id));
      }),
    mergePartitions: (left, right, o) =>
      run(o, () => {
        if (openPartition(left) === openPartition(right))
          throw new MemoryLogError({
            code: 'invalid-argument',
            message: `Partition "${left}" is no neighbour of itself.`,
          });
        return listed([log.merge(left, right)])[0]!;
      }),
  };
  return createGroupAdmin({ provider: 'memory', calls, classify: log.classify });
}

function moveOf(partition: MemoryPartition, before: Position, after: Position): ResetRow['move'] {
  const from = keptIndex(partition, before);
  if (from === undefined) return 'unknown';
  const to = partition.indexOf(after);
  return from === to ? 'nowhere' : to < from ? 'back' : 'ahead';
}

function keptIndex(partition: MemoryPartition, position: Position): number | undefined {
  try {
    return partition.indexOf(position);
  } catch (error) {
    if (error instanceof MemoryLogError && error.failure.code === 'position-lost') return undefined;
    throw error;
  }
}

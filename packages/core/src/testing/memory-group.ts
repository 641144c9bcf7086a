import type { Assignment, SaveOutcome } from '../driver.js';
import type { Clock } from '../flow/clock.js';
import { type Balancer, stickyBalancer } from '../group/balancer.js';
import type { GroupCheckpoint } from '../group-admin.js';
import type { Position } from '../position.js';
import { MemoryLogError } from './memory-faults.js';

/** What a group knows of a partition. */
export interface GroupPartition {
  readonly id: string;
  readonly parents: readonly string[];
  /** Where a read-only partition ends; undefined while it takes records. */
  readonly end: Position | undefined;
}

export interface MemoryGroupOptions {
  readonly sessionTimeoutMs: number;
  readonly order: 'partition' | 'lineage';
  readonly partitions: () => readonly GroupPartition[];
  readonly clock: Clock;
  readonly balancer?: Balancer;
}

/**
 * A consumer group as a service keeps it: members that have to be heard of, owners, and checkpoints that only the
 * owner may write. A partition changes hands in two steps: its owner is no longer told of it, and the other gets it once
 * the owner has stopped reporting it.
 */
export interface MemoryGroup {
  sessionTimeoutMs: number;
  order: 'partition' | 'lineage';
  heartbeat(member: string, holding: readonly string[]): Assignment;
  save(member: string, partition: string, position: Position): SaveOutcome;
  /** As an administrator does: no member is asked. */
  reset(partition: string, position: Position): void;
  checkpoints(): ReadonlyMap<string, GroupCheckpoint>;
  owner(partition: string): string | undefined;
  members(): readonly string[];
  /** Forgets a member, as after a timeout. */
  evict(member: string): void;
}

export function createMemoryGroup(options: MemoryGroupOptions): MemoryGroup {
  const { clock, balancer = stickyBalancer } = options;
  const heardOf = new Map<string, number>();
  const owners = new Map<string, string>();
  const saved = new Map<string, GroupCheckpoint>();

  const evict = (member: string): void => {
    heardOf.delete(member);
    for (const [partition, owner] of owners) if (owner === member) owners.delete(partition);
  };

  const expire = (): void => {
    for (const [member, at] of heardOf) if (clock.monotonic() - at > group.sessionTimeoutMs) evict(member);
  };

  const isOver = ({ id, end }: GroupPartition): boolean => end !== undefined && saved.get(id)?.position === end;

  const eligible = (): readonly string[] => {
    const all = options.partitions();
    const waitedFor = new Set(all.filter((partition) => !isOver(partition)).map(({ id }) => id));
    return all
      .filter((partition) => !isOver(partition))
      .filter(({ parents }) => group.order === 'partition' || !parents.some((parent) => waitedFor.has(parent)))
      .map(({ id }) => id);
  };

  const group: MemoryGroup = {
    sessionTimeoutMs: options.sessionTimeoutMs,
    order: options.order,
    heartbeat(member, holding) {
      expire();
      if (!heardOf.has(member) && holding.length > 0) {
        throw new MemoryLogError({
          code: 'lease-lost',
          scope: 'member',
          message: `The group does not know member "${member}".`,
        });
      }
      heardOf.set(member, clock.monotonic());
      const ids = eligible();
      for (const id of owners.keys()) if (!ids.includes(id)) owners.delete(id);
      const target = balancer([...heardOf.keys()], ids, owners);
      for (const [id, meant] of target) {
        const owner = owners.get(id);
        if (owner === undefined || (owner === member && meant !== member && !holding.includes(id)))
          owners.set(id, meant);
      }
      const partitions = ids.filter((id) => owners.get(id) === member && target.get(id) === member);
      const comes = ids.some((id) => target.get(id) === member && owners.get(id) !== member);
      const goes = holding.some((id) => !partitions.includes(id));
      return { partitions, sessionTimeoutMs: group.sessionTimeoutMs, moving: comes || goes };
    },
    save(member, partition, position) {
      expire();
      const message = `Member "${member}" does not hold partition "${partition}".`;
      if (!heardOf.has(member)) return { kind: 'lost', failure: { code: 'lease-lost', scope: 'member', message } };
      if (owners.get(partition) !== member)
        return { kind: 'lost', failure: { code: 'lease-lost', scope: 'partition', message } };
      saved.set(partition, { position, proven: true, savedAtMs: clock.now(), savedBy: member });
      return { kind: 'saved' };
    },
    reset(partition, position) {
      saved.set(partition, { position, proven: true, savedAtMs: clock.now() });
    },
    checkpoints: () => saved,
    owner: (partition) => owners.get(partition),
    members() {
      expire();
      return [...heardOf.keys()];
    },
    evict,
  };
  return group;
}

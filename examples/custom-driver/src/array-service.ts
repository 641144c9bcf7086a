import { type Balancer, type Clock, stickyBalancer } from '@polylog/core/driver';

/** What the service answers instead of a result. A real one has codes like these, as texts in its answers. */
export class ArrayServiceError extends Error {
  readonly code: 'NoSuchPartition' | 'OffsetOutOfRange' | 'NoSuchGroup' | 'UnknownMember' | 'NotOwner';

  constructor(code: ArrayServiceError['code'], message: string) {
    super(message);
    this.name = 'ArrayServiceError';
    this.code = code;
  }
}

export interface ArrayRecord {
  readonly text: string;
  readonly receivedAtMs: number;
}

interface ArrayGroup {
  sessionTimeoutMs: number;
  /** Who was heard of when. */
  readonly members: Map<string, number>;
  readonly owners: Map<string, string>;
  readonly saved: Map<string, { readonly offset: number; readonly savedAtMs: number }>;
}

/** The "cloud": partitions that are arrays, and groups that are maps. A driver for it is in `array-driver.ts`. */
export interface ArrayService {
  readonly clock: Clock;
  append(partition: string, texts: readonly string[]): void;
  /** Forgets the oldest records. */
  trim(partition: string, count: number): void;
  partitionIds(): readonly string[];
  range(partition: string): { readonly first: number; readonly end: number };
  offsetAt(partition: string, epochMs: number): number;
  /** @throws ArrayServiceError `OffsetOutOfRange`, `NoSuchPartition` */
  read(partition: string, offset: number, count: number): readonly ArrayRecord[];
  group(name: string): ArrayGroup | undefined;
  createGroup(name: string, sessionTimeoutMs: number): ArrayGroup;
  /** @throws ArrayServiceError `NoSuchGroup`, `UnknownMember` */
  heartbeat(
    group: string,
    member: string,
    holding: readonly string[],
  ): { readonly partitions: readonly string[]; readonly moving: boolean };
  /** @throws ArrayServiceError `NoSuchGroup`, `UnknownMember`, `NotOwner` */
  save(group: string, member: string, partition: string, offset: number): void;
  leave(group: string, member: string): void;
}

export function createArrayService(
  partitions: number,
  clock: Clock,
  balancer: Balancer = stickyBalancer,
): ArrayService {
  const logs = new Map(
    Array.from({ length: partitions }, (_, i) => [String(i), { first: 0, records: [] as ArrayRecord[] }]),
  );
  const groups = new Map<string, ArrayGroup>();

  const log = (id: string): { first: number; readonly records: ArrayRecord[] } => {
    const found = logs.get(id);
    if (!found) throw new ArrayServiceError('NoSuchPartition', `there is no partition ${JSON.stringify(id)}`);
    return found;
  };

  /** Forgets members that have been silent for too long: their partitions are free. */
  const living = (name: string): ArrayGroup => {
    const group = groups.get(name);
    if (!group) throw new ArrayServiceError('NoSuchGroup', `there is no group ${JSON.stringify(name)}`);
    for (const [member, heardOf] of group.members) {
      if (clock.monotonic() - heardOf > group.sessionTimeoutMs) forget(group, member);
    }
    return group;
  };
  const forget = ({ members, owners }: ArrayGroup, member: string): void => {
    members.delete(member);
    for (const [id, owner] of owners) if (owner === member) owners.delete(id);
  };

  return {
    clock,
    append(id, texts) {
      for (const text of texts) log(id).records.push({ text, receivedAtMs: clock.now() });
    },
    trim(id, count) {
      const { first, records } = log(id);
      log(id).first = Math.min(records.length, first + count);
    },
    partitionIds: () => [...logs.keys()],
    range: (id) => ({ first: log(id).first, end: log(id).records.length }),
    offsetAt(id, epochMs) {
      const { first, records } = log(id);
      const found = records.findIndex(({ receivedAtMs }, offset) => offset >= first && receivedAtMs >= epochMs);
      return found < 0 ? records.length : found;
    },
    read(id, offset, count) {
      const { first, records } = log(id);
      if (!(offset >= first && offset <= records.length)) {
        throw new ArrayServiceError('OffsetOutOfRange', `offset ${offset} of partition ${id} is not kept`);
      }
      return records.slice(offset, offset + count);
    },
    group: (name) => groups.get(name),
    createGroup(name, sessionTimeoutMs) {
      const group = { sessionTimeoutMs, members: new Map(), owners: new Map(), saved: new Map() };
      groups.set(name, group);
      return group;
    },
    heartbeat(name, member, holding) {
      const group = living(name);
      const { members, owners } = group;
      if (!members.has(member) && holding.length > 0) {
        throw new ArrayServiceError('UnknownMember', `${JSON.stringify(member)} was silent for too long`);
      }
      members.set(member, clock.monotonic());
      const meant = balancer([...members.keys()], [...logs.keys()], owners);
      for (const [id, taker] of meant) {
        const owner = owners.get(id);
        // In two steps: its owner is no longer told of it, and the taker is once the owner reports it no more.
        const letGo = owner === member && taker !== member && !holding.includes(id);
        if (owner === undefined || letGo) owners.set(id, taker);
      }
      const mine = [...meant].filter(([id, taker]) => taker === member && owners.get(id) === member).map(([id]) => id);
      const comes = [...meant].some(([id, taker]) => taker === member && owners.get(id) !== member);
      return { partitions: mine, moving: comes || holding.some((id) => !mine.includes(id)) };
    },
    save(name, member, id, offset) {
      const { members, owners, saved } = living(name);
      if (!members.has(member)) throw new ArrayServiceError('UnknownMember', `${JSON.stringify(member)} is not known`);
      if (owners.get(id) !== member) throw new ArrayServiceError('NotOwner', `partition ${id} is another member's`);
      saved.set(id, { offset, savedAtMs: clock.now() });
    },
    leave: (name, member) => forget(living(name), member),
  };
}

import type { Assignment, Checkpoint, Clock, Failure, LogDriver, Membership, SaveOutcome } from '@polylog/core/driver';

export interface SeenCall {
  readonly name: 'partitions' | 'locate' | 'read' | 'join' | 'heartbeat' | 'checkpoints' | 'save' | 'leave';
  /** What it names: partitions asked for, held or saved. */
  readonly partitions: readonly string[];
  readonly positions: readonly string[];
  readonly startedAtMs: number;
  /** Undefined while it is under way. */
  endedAtMs: number | undefined;
  /** The answer of a heartbeat. */
  assigned?: readonly string[];
}

/** A driver whose calls are written down, and can be cut off or held up: what one process has of the service. */
export interface Witness {
  readonly driver: LogDriver;
  readonly calls: readonly SeenCall[];
  /** Names of calls that fail as unavailable from now on, as in a process without a network. */
  readonly cut: Set<SeenCall['name']>;
  /** Asked before each call; what it returns is waited for. */
  before: ((call: SeenCall) => Promise<void> | void) | undefined;
  /** Another list of partitions than the one that a heartbeat was answered with. */
  answer: ((partitions: readonly string[]) => readonly string[]) | undefined;
  /** Asked for each checkpoint that was sent: another outcome than the service's. */
  refusal: ((checkpoint: Checkpoint) => SaveOutcome | undefined) | undefined;
}

class Unreachable extends Error {}

const UNREACHABLE: Failure = { code: 'unavailable', scope: 'call', message: 'This process has no network.' };

export function witness(inner: LogDriver, clock: Clock): Witness {
  const calls: SeenCall[] = [];
  const seen: Witness = {
    driver: undefined as never,
    calls,
    cut: new Set(),
    before: undefined,
    answer: undefined,
    refusal: undefined,
  };

  const note = async <T>(
    name: SeenCall['name'],
    about: Partial<Pick<SeenCall, 'partitions' | 'positions'>>,
    run: () => Promise<T>,
    answered?: (call: SeenCall, answer: T) => void,
  ): Promise<T> => {
    const startedAtMs = clock.monotonic();
    const call: SeenCall = { name, partitions: [], positions: [], ...about, startedAtMs, endedAtMs: undefined };
    calls.push(call);
    try {
      await seen.before?.(call);
      if (seen.cut.has(name)) throw new Unreachable('cut off');
      const answer = await run();
      answered?.(call, answer);
      return answer;
    } finally {
      call.endedAtMs = clock.monotonic();
    }
  };

  const watchMembership = (membership: Membership): Membership => ({
    guarantees: membership.guarantees,
    joinedAtMs: membership.joinedAtMs,
    ...(membership.startsByMs === undefined ? {} : { startsByMs: membership.startsByMs }),
    differences: membership.differences,
    heartbeat: (holding, o) =>
      note<Assignment>(
        'heartbeat',
        { partitions: holding },
        async () => {
          const told = await membership.heartbeat(holding, o);
          return seen.answer ? { ...told, partitions: seen.answer(told.partitions) } : told;
        },
        (call, { partitions }) => {
          call.assigned = partitions;
        },
      ),
    checkpoints: (ids, o) => note('checkpoints', { partitions: ids }, () => membership.checkpoints(ids, o)),
    save(checkpoints, o) {
      const partitions = checkpoints.map(({ partition }) => partition);
      const positions = checkpoints.map(({ position }) => position);
      return note('save', { partitions, positions }, async () => {
        const outcomes = new Map<string, SaveOutcome>();
        const sent: Checkpoint[] = [];
        for (const checkpoint of checkpoints) {
          const other = seen.refusal?.(checkpoint);
          if (other) outcomes.set(checkpoint.partition, other);
          else sent.push(checkpoint);
        }
        if (sent.length > 0) for (const [id, each] of await membership.save(sent, o)) outcomes.set(id, each);
        return outcomes;
      });
    },
    leave: (o) => note('leave', {}, () => membership.leave(o)),
  });

  const driver: LogDriver = {
    provider: inner.provider,
    limits: inner.limits,
    partitions: (o) => note('partitions', {}, () => inner.partitions(o)),
    locate: (partitions, start, o) =>
      note('locate', { partitions: partitions.map(({ id }) => id) }, () => inner.locate(partitions, start, o)),
    read: (partition, from, o) =>
      note('read', { partitions: [partition.id], positions: [from] }, () => inner.read(partition, from, o)),
    join: async (spec, o) => watchMembership(await note('join', {}, () => inner.join(spec, o))),
    classify: (error) => (error instanceof Unreachable ? UNREACHABLE : inner.classify(error)),
    close: async () => inner.close?.(),
  };
  return Object.assign(seen, { driver });
}

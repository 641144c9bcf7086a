import type { CallOptions, ErrorCode } from '@polylog/core/driver';
import type { CoreUnderTest } from './core-under-test.js';
import type { CallName, Schedule } from './schedule.js';
import type { Exchange, Passage, SimulatedGroup, SimulatedLog } from './simulated-log.js';
import type { VirtualTime } from './virtual-time.js';

const GROUP = 'g';

/** The log in memory, of the core under test: there each call of the seam is one exchange. */
export function openMemoryLog({ testing }: CoreUnderTest, schedule: Schedule, time: VirtualTime): SimulatedLog {
  const { partitions, batchRecords } = schedule;
  const log = testing.createMemoryLog({ partitions, batchRecords, clock: time });
  const indexOf = (position: string): number => Number(position.slice(position.indexOf('@') + 1));
  const writable = (): readonly string[] => log.partitionIds().filter((id) => !log.partition(id).sealed);

  const failure = (code: ErrorCode, message?: string): Error =>
    new testing.MemoryLogError({ code, ...(message === undefined ? {} : { message }) });
  const exchange = <T>(send: () => Promise<T>, member?: string): Exchange<T> => ({
    member,
    send,
    refused(code) {
      throw failure(code);
    },
    lost: failure,
    silent: (afterMs) => failure('unavailable', `No answer within ${afterMs} ms.`),
  });

  return {
    guarantees: { order: 'lineage', commit: 'fenced', forgotten: 'told' },
    tellsParents: true,
    jumpsExpired: false,
    dealsEmpty: true,
    timeResolutionMs: 1,
    recordBytes: 1,
    title: 'memory',
    partitionIds: log.partitionIds,
    partition(id) {
      const { parents, sealed, begin, end, receivedAtMs } = log.partition(id);
      return { parents, sealed, begin: indexOf(begin), end: indexOf(end), receivedAtMs };
    },
    append(id, count) {
      const first = indexOf(log.partition(id).end);
      log.append(
        id,
        Array.from({ length: count }, (_, i) => ({ fields: { n: String(first + i) } })),
      );
    },
    split: (id) => void log.split(id),
    merge() {
      const [left, right] = writable();
      if (left !== undefined && right !== undefined) log.merge(left, right);
    },
    trim: (id, count) => log.trim(id, count),
    group(): SimulatedGroup | undefined {
      const group = log.group(GROUP);
      if (group === undefined) return undefined;
      return {
        checkpoints: () =>
          new Map(
            [...group.checkpoints()].map(([id, { position, savedBy }]) => [
              id,
              { index: indexOf(position), savedBy, provable: true },
            ]),
          ),
        owner: group.owner,
        members: group.members,
        evict: group.evict,
        reset: (id, index) => group.reset(id, `${id}@${index}` as Parameters<typeof group.reset>[1]),
      };
    },
    indexOf: (_, position) => indexOf(position),
    driver(passage: Passage) {
      const driver = log.driver();
      const pass = <T>(call: CallName, o: CallOptions, send: () => Promise<T>, member?: string): Promise<T> =>
        passage.exchange(call, o, exchange(send, member));
      return {
        ...driver,
        partitions: (o) => pass('partitions', o, () => driver.partitions(o)),
        locate: (of, start, o) => pass('locate', o, () => driver.locate(of, start, o)),
        read: (partition, from, o) => pass('read', o, () => driver.read(partition, from, o)),
        async join(spec, o) {
          const { member } = spec;
          const membership = await pass('join', o, () => driver.join(spec, o), member);
          return {
            ...membership,
            heartbeat: (holding, more) => pass('heartbeat', more, () => membership.heartbeat(holding, more), member),
            checkpoints: (ids, more) => pass('checkpoints', more, () => membership.checkpoints(ids, more), member),
            save: (checkpoints, more) => pass('save', more, () => membership.save(checkpoints, more), member),
            leave: (more) => pass('leave', more, () => membership.leave(more), member),
          };
        },
      };
    },
  };
}

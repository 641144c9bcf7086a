import { createLoopback, type LtsSwitches, ltsSwitches } from '@polylog/emulator';
import { ltsDriver } from '@polylog/huawei-lts';
import { consumerNameOf } from '@polylog/huawei-lts/wire';
import { logGroup, logStream, ltsSetup } from '../conformance/lts-setup.js';
import { cloudLog } from './cloud-log.js';
import { drawnSwitches, switchesTitle } from './drawn-switches.js';
import { LOOPBACK_ENDPOINT } from './loopback-transport.js';
import type { CallName, Schedule } from './schedule.js';
import type { SimulatedLog } from './simulated-log.js';
import type { VirtualTime } from './virtual-time.js';

const GROUP = 'g';

/** LTS as the emulator has it, with some of its open points drawn from the seed. */
export function openLtsLog(schedule: Schedule, time: VirtualTime): SimulatedLog {
  const switches = drawnSwitches(ltsSwitches, LEFT_ALONE, schedule.seed);
  const { lts, driver } = ltsSetup(schedule, switches);
  const loopback = createLoopback({ lts, clock: time, seed: schedule.seed });
  const service = loopback.lts;
  const shards = (): ReturnType<typeof service.shards> => service.shards(logGroup, logStream);
  const viewOf = (id: string): ReturnType<typeof shards>[number] => {
    const found = shards().find((each) => String(each.id) === id);
    if (found) return found;
    throw new Error(`there is no shard ${id}`);
  };
  const shardIds = (): readonly string[] => shards().map(({ id }) => String(id));
  /** Of each shard that has appeared, the ones that were there before. */
  const parents = new Map<string, readonly string[]>();
  /** By the UUIDs that the service knows them under. */
  const members = new Map<string, string>();
  const memberOf = (consumer: string): string => members.get(consumer) ?? consumer;

  return cloudLog(
    {
      loopback,
      guarantees: { order: 'partition', commit: 'last-writer-wins', forgotten: 'silent' },
      tellsParents: false,
      jumpsExpired: true,
      provesCheckpoints: true,
      hasGaps: true,
      dealsEmpty: true,
      title: `huawei-lts${switchesTitle(switches)}`,
      partitionIds: shardIds,
      view(id) {
        const { readOnly, beginCursor: begin, endCursor: end } = viewOf(id);
        return { readOnly, begin, end, parents: parents.get(id) ?? [] };
      },
      put: (id, labels) => service.put(logGroup, logStream, { labels }, { shard: Number(id) }).cursor,
      split() {
        const before = shardIds();
        for (const id of service.addShards(logGroup, logStream, 2)) parents.set(String(id), before);
      },
      // There is no such thing.
      merge: () => undefined,
      expire: (id, beforeCursor) => service.expire(logGroup, logStream, { shard: Number(id), beforeCursor }),
      group() {
        const view = groupView();
        if (view === undefined) return undefined;
        return {
          checkpoints: () =>
            view.shards.flatMap(({ id, checkpoint: place, savedBy }) =>
              place === undefined ? [] : [{ partition: String(id), place, savedBy: savedBy && memberOf(savedBy) }],
            ),
          owner(id) {
            const owner = view.shards.find((each) => String(each.id) === id)?.owner;
            return owner && memberOf(owner);
          },
          members: () => view.consumers.map(memberOf),
          evict: (member) => void service.evict(logGroup, logStream, GROUP, consumerNameOf(member)),
          reset() {
            throw new Error('nobody is told that anything has expired, so nobody resets anything');
          },
        };
      },
      placeOf: (position) => (/^\d+$/.test(position) ? BigInt(position) : undefined),
      callOf: ({ call }) => calls[call] ?? 'checkpoints',
      memberOf,
      driver(transport, { clock }) {
        const made = ltsDriver({ ...driver, endpoint: LOOPBACK_ENDPOINT, transport, clock });
        return {
          ...made,
          join(spec, o) {
            members.set(consumerNameOf(spec.member), spec.member);
            return made.join(spec, o);
          },
        };
      },
    },
    time,
  );

  function groupView(): ReturnType<typeof service.consumerGroup> | undefined {
    try {
      return service.consumerGroup(logGroup, logStream, GROUP);
    } catch {
      // Nobody has made it yet.
      return undefined;
    }
  }
}

const calls: Readonly<Record<string, CallName>> = {
  ShowLogStreamShards: 'partitions',
  ShowCursorByTime: 'locate',
  ListConsumerGroup: 'join',
  CreateConsumerGroup: 'join',
  ConsumerGroupHeartBeat: 'heartbeat',
  UpdateCheckPoint: 'save',
  PullLogs: 'read',
};

const LEFT_ALONE: readonly (keyof LtsSwitches)[] = [
  // A service that gives shards away which are still worked on keeps no promise, whoever its members are.
  'handOver',
  // What it gives of the end and behind it, nobody can tell from what is before.
  'endCursor',
  // A refusal that says something else stops the consumer, loudly.
  'commitRefusedCode',
  'commitRefusedStatus',
];

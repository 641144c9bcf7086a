import { type ClsSwitches, clsSwitches, createLoopback } from '@polylog/emulator';
import { clsDriver } from '@polylog/tencent-cls';
import { partitionId, partitionOf } from '@polylog/tencent-cls/wire';
import { clsSetup, logsetId } from '../conformance/cls-setup.js';
import { shortLogGroup } from '../conformance/short-log-group.js';
import { chanceOf } from '../seeded-random.js';
import { cloudLog } from './cloud-log.js';
import { drawnSwitches, switchesTitle } from './drawn-switches.js';
import { LOOPBACK_ENDPOINT } from './loopback-transport.js';
import type { CallName, Schedule } from './schedule.js';
import type { SimulatedLog } from './simulated-log.js';
import type { VirtualTime } from './virtual-time.js';

const GROUP = 'g';

/** CLS as the emulator has it, with some of its open points drawn from the seed. */
export function openClsLog(schedule: Schedule, time: VirtualTime): SimulatedLog {
  const switches = drawnSwitches(clsSwitches, LEFT_ALONE, schedule.seed);
  const { cls, driver, topicIds } = clsSetup(schedule, switches);
  const quotas = chanceOf(schedule.seed, 'quotas') < 0.2;
  const loopback = createLoopback({ cls: { ...cls, quotas }, clock: time, seed: schedule.seed });
  const service = loopback.cls;
  const viewOf = (id: string): ReturnType<typeof service.partitions>[number] => {
    const { topicId, partition } = partitionOf(id);
    const found = service.partitions(topicId).find((each) => each.id === partition);
    if (found) return found;
    throw new Error(`there is no partition ${id}`);
  };
  const partitionIds = (): readonly string[] =>
    topicIds.flatMap((topicId) => service.partitions(topicId).map(({ id }) => partitionId({ topicId, partition: id })));

  return cloudLog(
    {
      loopback,
      guarantees: { order: 'partition', commit: 'unknown', forgotten: 'silent' },
      tellsParents: true,
      jumpsExpired: false,
      provesCheckpoints: false,
      hasGaps: false,
      dealsEmpty: false,
      title: `tencent-cls${switchesTitle(switches)}${quotas ? ' with quotas' : ''}`,
      partitionIds,
      view(id) {
        const { topicId } = partitionOf(id);
        const { parents, readOnly, beginOffset: begin, endOffset: end } = viewOf(id);
        return { readOnly, begin, end, parents: parents.map((partition) => partitionId({ topicId, partition })) };
      },
      put(id, fields) {
        const { topicId, partition } = partitionOf(id);
        return service.put(topicId, shortLogGroup(fields, Math.floor(time.now()) * 1000), { partition }).offset;
      },
      split(id) {
        const { topicId, partition } = partitionOf(id);
        service.split(topicId, partition);
      },
      merge() {
        for (const id of partitionIds()) {
          if (viewOf(id).readOnly) continue;
          const { topicId, partition } = partitionOf(id);
          try {
            service.merge(topicId, partition);
            return;
          } catch {
            // It has no neighbour to the right that takes records.
          }
        }
      },
      expire(id, beforeOffset) {
        const { topicId, partition } = partitionOf(id);
        service.expire(topicId, { partition, beforeOffset });
      },
      group() {
        const view = groupView();
        if (view === undefined) return undefined;
        const partitions = view.partitions.map((each) => ({
          ...each,
          id: partitionId({ topicId: each.topic, partition: each.id }),
        }));
        return {
          checkpoints: () =>
            partitions.flatMap(({ id, offset: place, savedBy }) =>
              place === undefined ? [] : [{ partition: id, place, savedBy }],
            ),
          owner: (id) => partitions.find((each) => each.id === id)?.owner,
          members: () => view.consumers,
          evict: (member) => void service.evict(logsetId, GROUP, member),
          reset(id, offset) {
            const { topicId: topic, partition } = partitionOf(id);
            service.moveOffset(logsetId, GROUP, { topic, partition, offset });
          },
        };
      },
      placeOf: (position) => (/^\d+$/.test(position) ? BigInt(position) : undefined),
      // Places are asked for in the name of another group.
      callOf: ({ call, group }) => (group !== undefined && group !== GROUP ? 'locate' : (calls[call] ?? 'checkpoints')),
      memberOf: (consumer) => consumer,
      driver: (transport, { clock }) => clsDriver({ ...driver, endpoint: LOOPBACK_ENDPOINT, transport, clock }),
    },
    time,
  );

  function groupView(): ReturnType<typeof service.consumerGroup> | undefined {
    try {
      return service.consumerGroup(logsetId, GROUP);
    } catch {
      // Nobody has made it yet.
      return undefined;
    }
  }
}

const calls: Readonly<Record<string, CallName>> = {
  DescribePartitions: 'partitions',
  DescribeConsumerGroups: 'join',
  CreateConsumerGroup: 'join',
  ModifyConsumerGroup: 'join',
  SendConsumerHeartbeat: 'heartbeat',
  CommitConsumerOffsets: 'save',
  PullLog: 'read',
};

const LEFT_ALONE: readonly (keyof ClsSwitches)[] = [
  // A service that gives partitions away which are still worked on keeps no promise, whoever its members are.
  'releaseWaitSeconds',
  // A refusal that says something else stops the consumer, loudly.
  'commitRefusedCode',
];

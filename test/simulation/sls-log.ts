import { slsDriver } from '@polylog/alibaba-sls';
import { decodeCursor, encodeCursor } from '@polylog/alibaba-sls/wire';
import { createLoopback, defaultAccessKey, type SlsSwitches, slsSwitches } from '@polylog/emulator';
import { cloudLog } from './cloud-log.js';
import { drawnSwitches, switchesTitle } from './drawn-switches.js';
import { LOOPBACK_ENDPOINT } from './loopback-transport.js';
import type { CallName, Schedule } from './schedule.js';
import type { SimulatedLog } from './simulated-log.js';
import type { VirtualTime } from './virtual-time.js';

const GROUP = 'g';
const project = 'proj';
const logstore = 'store';
const credentials = { accessKeyId: defaultAccessKey.id, secretAccessKey: defaultAccessKey.secret };

/** A service that jumps by itself leaves nobody the choice. */
const LEFT_ALONE: readonly (keyof SlsSwitches)[] = ['expiredCursor'];

/** SLS as the emulator has it, with some of its open points drawn from the seed. */
export function openSlsLog({ partitions, batchRecords, seed }: Schedule, time: VirtualTime): SimulatedLog {
  const switches = drawnSwitches(slsSwitches, LEFT_ALONE, seed);
  const sls = { projects: { [project]: { [logstore]: { shards: partitions } } }, switches };
  const loopback = createLoopback({ sls, clock: time, seed });
  const service = loopback.sls;
  const shards = (): ReturnType<typeof service.shards> => service.shards(project, logstore);
  const viewOf = (id: string): ReturnType<typeof shards>[number] => {
    const found = shards().find((each) => String(each.id) === id);
    if (found) return found;
    throw new Error(`there is no shard ${id}`);
  };
  const placeOf = (cursor: string): bigint => decodeCursor(cursor) ?? 0n;

  return cloudLog(
    {
      loopback,
      guarantees: { order: 'lineage', commit: 'fenced', forgotten: 'told' },
      tellsParents: true,
      jumpsExpired: false,
      provesCheckpoints: true,
      hasGaps: false,
      dealsEmpty: true,
      title: `alibaba-sls${switchesTitle(switches)}`,
      partitionIds: () => shards().map(({ id }) => String(id)),
      view(id) {
        const { parents, readOnly, beginCursor, endCursor } = viewOf(id);
        return { parents: parents.map(String), readOnly, begin: placeOf(beginCursor), end: placeOf(endCursor) };
      },
      put(id, fields) {
        const logs = [{ timeSeconds: Math.floor(time.now() / 1000), contents: Object.entries(fields) }];
        return placeOf(service.put(project, logstore, { logs }, { shard: Number(id) }).cursor);
      },
      split: (id) => void service.split(project, logstore, Number(id)),
      merge() {
        for (const { id, readOnly } of shards()) {
          if (readOnly) continue;
          try {
            service.merge(project, logstore, id);
            return;
          } catch {
            // It has no neighbour to the right that takes records.
          }
        }
      },
      expire: (id, before) =>
        service.expire(project, logstore, { shard: Number(id), beforeCursor: encodeCursor(before) }),
      group() {
        const view = groupView();
        if (view === undefined) return undefined;
        return {
          checkpoints: () =>
            view.shards
              .filter(({ checkpoint }) => checkpoint !== '')
              .map(({ id, checkpoint, savedBy }) => ({
                partition: String(id),
                place: placeOf(checkpoint),
                savedBy: savedBy === '' ? undefined : savedBy,
              })),
          owner(id) {
            const state = view.shards.find((each) => String(each.id) === id)?.state;
            return state?.kind === 'already_alloc' || state?.kind === 'transfer' ? state.holder : undefined;
          },
          members: () => view.consumers,
          evict: (member) => void service.evict(project, logstore, GROUP, member),
          reset: (id, place) =>
            service.moveCheckpoint(project, logstore, GROUP, { shard: Number(id), cursor: encodeCursor(place) }),
        };
      },
      placeOf: decodeCursor,
      callOf: ({ call }) => calls[call] ?? 'read',
      memberOf: (consumer) => consumer,
      driver: (transport, { clock }) =>
        slsDriver({
          ...{ endpoint: LOOPBACK_ENDPOINT, project, logstore, credentials, transport, clock },
          maxLogGroups: batchRecords,
        }),
    },
    time,
  );

  function groupView(): ReturnType<typeof service.consumerGroup> | undefined {
    try {
      return service.consumerGroup(project, logstore, GROUP);
    } catch {
      // Nobody has made it yet.
      return undefined;
    }
  }
}

const calls: Readonly<Record<string, CallName>> = {
  ListShards: 'partitions',
  GetCursor: 'locate',
  PullLogs: 'read',
  ListConsumerGroup: 'join',
  CreateConsumerGroup: 'join',
  UpdateConsumerGroup: 'join',
  HeartBeat: 'heartbeat',
  GetCheckPoint: 'checkpoints',
  UpdateCheckPoint: 'save',
};

import type { LogDriver } from '@polylog/core/driver';
import type { Transport } from '@polylog/driver-kit';
import type { CallInfo, Loopback } from '@polylog/emulator';
import { loopbackTransport } from './loopback-transport.js';
import type { CallName } from './schedule.js';
import type { Passage, SimulatedCheckpoint, SimulatedGroup, SimulatedLog } from './simulated-log.js';
import type { VirtualTime } from './virtual-time.js';

/** A service's own numbers for places: the one of a record, and the one behind the newest. */
export type Place = bigint;

/** A cloud's log on the emulator. Each record is a log group, so that every place is one of a record. */
export interface CloudHands
  extends Pick<
    SimulatedLog,
    'guarantees' | 'tellsParents' | 'jumpsExpired' | 'dealsEmpty' | 'title' | 'partitionIds' | 'split' | 'merge'
  > {
  readonly loopback: Loopback;
  /** Whether it tells a checkpoint from its own fallback, also where a partition is empty. */
  readonly provesCheckpoints: boolean;
  /** Whether there are places between those of two records: right behind the first one is not where the second stands. */
  readonly hasGaps: boolean;
  view(partition: string): CloudPartition;
  /** Writes one record with these fields; where it went. */
  put(partition: string, fields: Readonly<Record<string, string>>): Place;
  /** Forgets what stands before a place. */
  expire(partition: string, before: Place): void;
  group(): CloudGroup | undefined;
  /** Undefined for what is no place. */
  placeOf(position: string): Place | undefined;
  /** Which call of the seam a request belongs to. */
  callOf(info: CallInfo): CallName;
  /** The name of the member that the service knows as this consumer. */
  memberOf(consumer: string): string;
  driver(transport: Transport, passage: Passage): LogDriver;
}

export interface CloudPartition {
  readonly parents: readonly string[];
  readonly readOnly: boolean;
  readonly begin: Place;
  readonly end: Place;
}

export interface CloudGroup extends Pick<SimulatedGroup, 'owner' | 'members' | 'evict'> {
  checkpoints(): readonly { readonly partition: string; readonly place: Place; readonly savedBy: string | undefined }[];
  reset(partition: string, place: Place): void;
}

/** The records of a partition, oldest first, those that are forgotten included. */
interface Written {
  readonly places: Place[];
  readonly receivedAtMs: number[];
}

export function cloudLog(hands: CloudHands, time: VirtualTime): SimulatedLog {
  const all = new Map<string, Written>();
  const writtenIn = (partition: string): Written => {
    const found = all.get(partition) ?? { places: [], receivedAtMs: [] };
    all.set(partition, found);
    return found;
  };
  const indexAt = (partition: string, place: Place): number => {
    const { places } = writtenIn(partition);
    const { end } = hands.view(partition);
    const index = firstFrom(places, place);
    if (hands.hasGaps ? place <= end : place === (places[index] ?? end)) return index;
    throw new Error(`${place} is no place of a record in ${partition}`);
  };
  const placeAt = (partition: string, index: number): Place =>
    writtenIn(partition).places[index] ?? hands.view(partition).end;

  return {
    guarantees: hands.guarantees,
    tellsParents: hands.tellsParents,
    jumpsExpired: hands.jumpsExpired,
    dealsEmpty: hands.dealsEmpty,
    timeResolutionMs: 1_000,
    recordBytes: 100,
    title: hands.title,
    partitionIds: hands.partitionIds,
    partition(id) {
      const { parents, readOnly, begin, end } = hands.view(id);
      const { receivedAtMs } = writtenIn(id);
      return {
        parents,
        sealed: readOnly,
        begin: indexAt(id, begin),
        end: indexAt(id, end),
        receivedAtMs: (index) => receivedAtMs[index],
      };
    },
    append(id, count) {
      const { places, receivedAtMs } = writtenIn(id);
      for (let i = 0; i < count; i++) {
        const index = places.length;
        const place = hands.put(id, { n: String(index) });
        places.push(place);
        receivedAtMs.push(Math.floor(time.now()));
      }
    },
    split: hands.split,
    merge: hands.merge,
    trim(id, count) {
      const index = indexAt(id, hands.view(id).begin) + count;
      hands.expire(id, placeAt(id, Math.min(index, writtenIn(id).places.length)));
    },
    group() {
      const group = hands.group();
      if (group === undefined) return undefined;
      return {
        checkpoints: () =>
          new Map(
            group.checkpoints().map(({ partition, place, savedBy }): [string, SimulatedCheckpoint] => {
              const { begin, end } = hands.view(partition);
              const provable = hands.provesCheckpoints || begin !== end || place !== begin;
              return [partition, { index: indexAt(partition, place), savedBy, provable }];
            }),
          ),
        owner: group.owner,
        members: group.members,
        evict: group.evict,
        reset: (partition, index) => group.reset(partition, placeAt(partition, index)),
      };
    },
    indexOf(partition, position) {
      const place = hands.placeOf(position);
      if (place === undefined) throw new Error(`${position} is no position`);
      return indexAt(partition, place);
    },
    driver: (passage) =>
      hands.driver(loopbackTransport(hands.loopback, passage, hands.callOf, hands.memberOf), passage),
  };
}

/** The index of the first place that is not before another one; places ascend. */
function firstFrom(places: readonly Place[], place: Place): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] as Place) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

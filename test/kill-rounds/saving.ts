import type { CallOptions, Membership, Partition, Position } from '@polylog/core/driver';
import type { Clients } from './clouds.js';
import { reading } from './reading.js';

const GROUP = { group: 'kill-rounds', member: 'saver', sessionTimeoutMs: 30_000 } as const;

/** Where a member of the group stands in a partition. */
interface Place {
  /** Saved, as the service has answered. */
  saved: Position | undefined;
  /** Sent to be saved, and not answered. */
  underWay: Position | undefined;
  /** Read up to here. */
  next: Position | undefined;
}

/** A member by our driver that outlives the kills: it reads on with the positions it has, and saves each. */
export interface Saver {
  /** How often a save was answered. */
  readonly saves: number;
  /** Reads and saves until the signal aborts. */
  run(clients: Clients, signal: AbortSignal): Promise<void>;
  /** What the service says of its checkpoints that cannot be, in words. */
  check(clients: Clients, o: CallOptions): Promise<readonly string[]>;
}

export function createSaver(): Saver {
  const places = new Map<string, Place>();
  let saves = 0;

  const placeOf = (partition: string): Place => {
    const place = places.get(partition) ?? { saved: undefined, underWay: undefined, next: undefined };
    places.set(partition, place);
    return place;
  };
  async function join(
    { driver }: Clients,
    o: CallOptions,
  ): Promise<{ membership: Membership; partitions: readonly Partition[] }> {
    const membership = await driver.join({ ...GROUP, create: 'if-missing', update: 'never' }, o);
    return { membership, partitions: await driver.partitions(o) };
  }
  async function step(
    { driver }: Clients,
    membership: Membership,
    partition: Partition,
    o: CallOptions,
  ): Promise<void> {
    const place = placeOf(partition.id);
    place.next ??= (await driver.locate([partition], 'earliest', o)).get(partition.id) as Position;
    const batch = await driver.read(partition, place.next, { ...reading, ...o });
    const { next } = batch;
    batch.release();
    if (next === place.next) return;
    place.next = next;
    place.underWay = next;
    const outcome = (await membership.save([{ partition: partition.id, position: next }], o)).get(partition.id);
    if (outcome?.kind !== 'saved') throw new Error(`a save was refused: ${outcome?.failure.message}`);
    place.saved = next;
    place.underWay = undefined;
    saves += 1;
  }

  return {
    get saves() {
      return saves;
    },
    async run(clients, signal) {
      try {
        const { membership, partitions } = await join(clients, { signal });
        const held: string[] = [];
        while (!signal.aborted) {
          const { partitions: mine } = await membership.heartbeat(held, { signal });
          held.splice(0, held.length, ...mine);
          for (const partition of partitions.filter(({ id }) => mine.includes(id))) {
            await step(clients, membership, partition, { signal });
          }
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
    async check(clients, o) {
      const wrong: string[] = [];
      const { membership, partitions } = await join(clients, o);
      const found = await membership.checkpoints(
        partitions.map(({ id }) => id),
        o,
      );
      for (const [partition, place] of places) {
        const position = found.get(partition)?.position;
        if (place.underWay !== undefined && position === place.underWay) place.saved = position;
        else if (place.saved !== undefined && position !== place.saved) {
          wrong.push(`checkpoint of partition ${partition}: saved ${place.saved}, found ${position ?? 'none'}`);
        }
        place.underWay = undefined;
      }
      return wrong;
    },
  };
}

import { setTimeout as pause } from 'node:timers/promises';
import type { CallOptions, Checkpoint, Membership, Partition, Position, SaveOutcome } from '@polylog/core/driver';
import type { Clients } from './clouds.js';
import { patiently, reading } from './reading.js';

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
    const spec = { ...GROUP, create: 'if-missing', update: 'never' } as const;
    const membership = await patiently(driver, o, () => driver.join(spec, o));
    return { membership, partitions: await patiently(driver, o, () => driver.partitions(o)) };
  }
  async function step(
    { driver }: Clients,
    membership: Membership,
    partition: Partition,
    o: CallOptions,
  ): Promise<void> {
    const place = placeOf(partition.id);
    place.next ??= (await patiently(driver, o, () => driver.locate([partition], 'earliest', o))).get(
      partition.id,
    ) as Position;
    const from = place.next;
    const batch = await patiently(driver, o, () => driver.read(partition, from, { ...reading, ...o }));
    const { next } = batch;
    batch.release();
    if (next === place.next) return;
    place.next = next;
    place.underWay = next;
    const outcome = await save(membership, { partition: partition.id, position: next }, o);
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
          const { partitions: mine } = await patiently(clients.driver, { signal }, () =>
            membership.heartbeat(held, { signal }),
          );
          held.splice(0, held.length, ...mine);
          const own = partitions.filter(({ id }) => mine.includes(id));
          await Promise.all(own.map((partition) => step(clients, membership, partition, { signal })));
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
    async check(clients, o) {
      const wrong: string[] = [];
      const { membership, partitions } = await join(clients, o);
      const ids = partitions.map(({ id }) => id);
      const found = await patiently(clients.driver, o, () => membership.checkpoints(ids, o));
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

async function save(membership: Membership, checkpoint: Checkpoint, o: CallOptions): Promise<SaveOutcome | undefined> {
  for (;;) {
    const outcome = (await membership.save([checkpoint], o)).get(checkpoint.partition);
    if (outcome?.kind !== 'failed' || outcome.failure.code !== 'throttled') return outcome;
    await pause(outcome.failure.retryAfterMs ?? 50, undefined, o);
  }
}

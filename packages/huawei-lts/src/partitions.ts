import { type CallOptions, ConsumerError, type Partition } from '@polylog/core/driver';
import { isServiceError } from '@polylog/driver-kit';
import { classify } from './classify.js';
import type { Gateway } from './gateway.js';
import type { LtsConnection } from './wire/connection.js';
import { listShards } from './wire/shards.js';
import type { StreamRef } from './wire/stream-ref.js';

export interface PartitionLister {
  list(o: CallOptions): Promise<readonly Partition[]>;
  /** A member has joined a group through this driver. */
  joined(): void;
  /** Shards that a heartbeat has named. */
  seen(shards: readonly string[]): void;
}

/**
 * Lists the shards: the gateway's list, and what heartbeats have named, because a new shard may be dealt before it is
 * listed. Where the gateway cannot be reached, members of a group get along with what they are dealt; without a group it is
 * asked each time, and if it was never there, that is `unsupported`.
 */
export function createPartitionLister(settings: {
  readonly connection: LtsConnection;
  readonly gateway: Gateway;
  readonly stream: StreamRef;
}): PartitionLister {
  const { connection, gateway, stream } = settings;
  const named = new Set<string>();
  let members = 0;
  let wasReached = false;
  let hasWarned = false;

  const partitionOf = (id: string): Partition => ({ id, stream: stream.logStreamId, readOnly: false, parents: [] });

  return {
    async list(o) {
      const ask = members > 0 ? gateway.ask : gateway.insist;
      const answer = await ask((call) => listShards(connection, stream, call), o);
      if (answer.kind === 'answered') {
        wasReached = true;
        const all = new Set([...answer.value, ...named]);
        if (members > all.size && !hasWarned) {
          hasWarned = true;
          process.emitWarning(
            `${members} members of this process share ${all.size} shards: the others have nothing to do until there are more.`,
            'PolylogWarning',
          );
        }
        return [...all].map(partitionOf);
      }
      if (members > 0) return [...named].map(partitionOf);
      if (wasReached || isPassing(answer.error)) throw answer.error;
      throw new ConsumerError(
        'unsupported',
        'the shards of a log stream can be listed by the API gateway only, and it cannot be reached (see the cause). Set gatewayEndpoint, allow these keys to list shards, or read as a member of a group.',
        { cause: answer.error },
      );
    },
    joined() {
      members++;
    },
    seen(shards) {
      for (const shard of shards) named.add(shard);
    },
  };
}

/** Whether it is the gateway that asks for patience. */
function isPassing(error: unknown): boolean {
  if (!isServiceError(error)) return false;
  const { code } = classify(error);
  return code === 'unavailable' || code === 'throttled';
}

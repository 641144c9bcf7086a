import { setTimeout as sleep } from 'node:timers/promises';
import { type Config, createDriver } from '@polylog/config';
import {
  ConsumerError,
  createConsumer,
  createMemoryBudget,
  type LogRecord,
  type Partition,
  type StartPoint,
} from '@polylog/core';
import { HELD_BACK_OR_LOST, repeat } from '../repeat.js';

export interface FollowOptions {
  readonly config: Config;
  readonly from: StartPoint;
  /** Empty for all there are, and all that come to be by splits and merges. */
  readonly partitions: readonly string[];
  readonly handle: (partition: string, record: LogRecord) => Promise<void>;
  /** Told of what does not go well at once. */
  readonly tell: (text: string) => void;
  readonly signal: AbortSignal;
}

/** New partitions are found this late; nothing of them is missed, for they are read from their beginning. */
const LOOK_AGAIN_MS = 5_000;

/**
 * Reads a log without a group and without checkpoints, until the signal aborts, or until the named partitions have ended. What
 * comes first from which partition is chance. Rejects with the first failure.
 */
export async function follow({ config, from, partitions, handle, tell, signal }: FollowOptions): Promise<void> {
  const memory = createMemoryBudget();
  const lister = createDriver(config);
  const failed = new AbortController();
  const until = AbortSignal.any([signal, failed.signal]);
  const running: Promise<void>[] = [];
  const seen = new Set<string>();

  async function unseen(): Promise<readonly Partition[]> {
    try {
      const listed = await lister.partitions({ signal: until });
      return listed.filter(({ id }) => !seen.has(id));
    } catch (error) {
      until.throwIfAborted();
      const { code, message, requestId, retryAfterMs } = lister.classify(error);
      // Those who read are repeating their calls meanwhile; the next look will do.
      if (running.length > 0 && HELD_BACK_OR_LOST.includes(code)) return [];
      throw new ConsumerError(code, message, { cause: error, requestId, retryAfterMs });
    }
  }

  function read(ids: readonly string[], start: StartPoint): void {
    if (ids.length === 0) return;
    const consumer = createConsumer({
      driver: createDriver(config),
      partitions: Object.fromEntries(ids.map((id) => [id, start])),
      memory,
      // What has expired meanwhile is told by a warning; who looks on wants to go on.
      onExpired: 'earliest',
      processorTries: 1,
      processRecord: (record, { partition, signal: over }) => (over.aborted ? undefined : handle(partition.id, record)),
    });
    running.push(
      consumer.run({ signal: until }).catch((error: unknown) => {
        failed.abort(error);
      }),
    );
  }

  try {
    if (partitions.length > 0) {
      read(partitions, from);
      await Promise.all(running);
    } else {
      for (let start = from; ; start = 'earliest') {
        const found = await repeat(unseen, HELD_BACK_OR_LOST, until, { tell });
        for (const { id } of found) seen.add(id);
        // To what is read-only nothing is added: at its end there is nothing to read.
        read(
          found.filter(({ readOnly }) => !(readOnly && start === 'latest')).map(({ id }) => id),
          start,
        );
        await sleep(LOOK_AGAIN_MS, undefined, { signal: until });
      }
    }
  } catch (error) {
    if (!until.aborted) failed.abort(error);
  }
  await Promise.all(running);
  await lister.close?.();
  if (failed.signal.aborted) throw failed.signal.reason;
}

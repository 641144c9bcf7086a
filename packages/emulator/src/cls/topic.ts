import { plainFields } from '../data/kept-state.js';
import type { LogShelf } from '../store/log-shelf.js';
import { createPartitionSet, PartitionSetError, type SplitAt, type Target } from '../store/partition-set.js';
import { ClsError, invalidParameter } from './error.js';
import { type ClsPartition, createClsPartition, type KeptPartition, type StoredGroup } from './partition.js';
import { groupForm } from './stored-group.js';
import type { ClsSwitches } from './switches.js';

/** Days; means for ever. */
const FOREVER_DAYS = 3640;
const DAY_MS = 86_400_000;

export interface Topic {
  readonly id: string;
  readonly name: string;
  readonly logsetId: string;
  readonly createdAtMs: number;
  readonly ttlDays: number;
  /** Whether uploads without a signature are let in. */
  readonly allowAnonymous: boolean;
  /** What else the creating request named. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** In the order of their ids, read-only ones included. What has outlived the period is forgotten first. */
  partitions(nowMs: number): readonly ClsPartition[];
  partition(id: string | number, nowMs: number): ClsPartition;
  /** Where an upload goes. */
  pick(target: Target): ClsPartition;
  split(id: string | number, at: SplitAt, nowMs: number): readonly ClsPartition[];
  merge(id: string | number, nowMs: number): readonly ClsPartition[];
  /** Changes what is named. */
  modify(changes: TopicChanges): void;
  /** All partitions, whatever has outlived the period. */
  allPartitions(): readonly ClsPartition[];
  toKeep(): KeptTopic;
}

/** What of a topic may be changed. `extra` is put over what there is. */
export type TopicChanges = Partial<Pick<Topic, 'name' | 'ttlDays' | 'allowAnonymous' | 'extra'>>;

/** All of a topic but its partitions. */
export interface KeptTopic
  extends Pick<Topic, 'id' | 'name' | 'logsetId' | 'createdAtMs' | 'ttlDays' | 'allowAnonymous' | 'extra'> {
  readonly nextPartition: number;
}

export type { ClsPartition, StoredGroup };

export interface TopicOptions extends Pick<Topic, 'id' | 'name' | 'logsetId' | 'ttlDays' | 'allowAnonymous' | 'extra'> {
  readonly partitionCount: number;
  readonly nowMs: number;
  readonly switches: ClsSwitches;
  readonly shelf: LogShelf;
  /** What there was of it; then it is no new one. */
  readonly kept?: { readonly topic: KeptTopic; readonly partitions: readonly KeptPartition[] };
}

export function createTopic(options: TopicOptions): Topic {
  const { partitionCount, nowMs: createdAtMs, switches, shelf, kept, ...fixed } = options;
  const { nextPartition = 0, ...keptFields } = kept?.topic ?? {};
  const parts = { switches, shelf, form: groupForm(fixed, switches) };
  const set = createPartitionSet<ClsPartition>({
    count: partitionCount,
    firstId: 1,
    nowMs: createdAtMs,
    open: (spec) => createClsPartition(spec, parts),
    kept: kept && {
      partitions: kept.partitions.map((partition) => createClsPartition(partition, parts)),
      nextId: nextPartition,
    },
  });
  function expire(nowMs: number): void {
    const { ttlDays } = topic;
    if (ttlDays >= FOREVER_DAYS) return;
    for (const partition of set.all()) partition.expireBefore(nowMs - ttlDays * DAY_MS);
  }
  function existing(id: string | number): ClsPartition {
    const partition = set.find(id);
    if (partition) return partition;
    throw new ClsError(
      400,
      'InvalidParam',
      `partition ${id} of topic ${fixed.id} does not exist`,
      switches.unknownPartitionCode,
    );
  }

  const topic: Topic = {
    ...fixed,
    createdAtMs,
    ...keptFields,
    partitions(nowMs) {
      expire(nowMs);
      return set.all();
    },
    partition(id, nowMs) {
      expire(nowMs);
      return existing(id);
    },
    pick: (target) => inOwnWords(() => set.pick(target)),
    split(id, at, nowMs) {
      existing(id);
      return inOwnWords(() => set.split(id, at, nowMs));
    },
    merge(id, nowMs) {
      existing(id);
      return inOwnWords(() => set.merge(id, nowMs));
    },
    modify({ extra, ...changes }) {
      Object.assign(topic, changes, { extra: { ...topic.extra, ...extra } });
    },
    allPartitions: set.all,
    toKeep: () => ({ ...plainFields(topic, []), nextPartition: set.nextId }),
  };
  return topic;
}

const words = {
  'none-writable': 'the topic has no partition to write to',
  'not-writable': 'the partition is not readwrite',
  'bad-key': 'the split key lies outside of the partition, or at its border',
  'last-partition': 'the last partition has no right-hand neighbour',
} as const;

function inOwnWords<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof PartitionSetError ? invalidParameter(words[error.refusal]) : error;
  }
}

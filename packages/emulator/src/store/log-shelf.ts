import { createGroupLog, type GroupLog, type KeptGroup } from './group-log.js';

/** What of a log group is kept on disk, and how it is made whole again. */
export interface GroupForm<G extends KeptGroup> {
  /** Plain data. */
  keep(group: G): unknown;
  revive(kept: unknown): G;
}

/** A log as a document tells of it. */
export interface ShelvedLog {
  readonly log: number;
  readonly first: number;
  readonly next: number;
}

/** Where a service gets its logs from. */
export interface LogShelf {
  create<G extends KeptGroup>(form: GroupForm<G>): GroupLog<G>;
  reopen<G extends KeptGroup>(shelved: ShelvedLog, form: GroupForm<G>): GroupLog<G>;
}

/** Logs that are gone with the process. */
export const memoryShelf: LogShelf = {
  create: () => createGroupLog(),
  reopen: ({ log }) => {
    throw new Error(`log ${log} is not in memory`);
  },
};

export function shelved<G extends KeptGroup>({ id, first, next }: GroupLog<G>): ShelvedLog {
  return { log: id, first, next };
}

/** Of groups that are plain data from end to end. */
export function asItIs<G extends KeptGroup>(): GroupForm<G> {
  return { keep: (group) => group, revive: (kept) => kept as G };
}

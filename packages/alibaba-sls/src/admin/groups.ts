import {
  type CallOptions,
  ConsumerError,
  type GroupActivity,
  type GroupChanges,
  type GroupCheckpoint,
  type GroupDescription,
  type GroupInfo,
  type NewGroup,
} from '@polylog/core/driver';
import { limits } from '../limits.js';
import {
  type ConsumerGroup,
  createConsumerGroup,
  deleteConsumerGroup,
  listConsumerGroups,
  updateConsumerGroup,
} from '../wire/consumer-groups.js';
import type { LogstoreRef } from '../wire/logstore-ref.js';
import { groupName } from '../wire/names.js';
import { groupCheckpoints } from './group-checkpoints.js';
import type { SlsLog } from './sls-log.js';

export async function listGroups(log: SlsLog, o: CallOptions): Promise<readonly GroupInfo[]> {
  const { groups } = await listConsumerGroups(log.connection, log.ref, o);
  return groups.map((group) => infoOf(log, group));
}

export async function describeGroup(log: SlsLog, name: string, o: CallOptions): Promise<GroupDescription> {
  // First, because the service itself says of a missing group that it is missing.
  const checkpoints = await groupCheckpoints(log, name, o);
  const { info, servedAtMs } = await findGroup(log, name, o);
  return { ...info, activity: activityOf(checkpoints, info.sessionTimeoutMs, servedAtMs) };
}

export async function createGroup(log: SlsLog, group: NewGroup, o: CallOptions): Promise<void> {
  checkStreams(log, group.streams);
  const settings = {
    name: groupName(group.name, 'name'),
    timeoutSeconds: secondsOf(group.sessionTimeoutMs),
    inOrder: group.order === 'lineage',
  };
  await createConsumerGroup(log.connection, { ...log.ref, settings }, o);
}

export async function updateGroup(log: SlsLog, name: string, changes: GroupChanges, o: CallOptions): Promise<void> {
  const { sessionTimeoutMs, order, streams } = changes;
  checkStreams(log, streams);
  const settings = {
    name: groupName(name, 'group'),
    ...(sessionTimeoutMs !== undefined && { timeoutSeconds: secondsOf(sessionTimeoutMs) }),
    ...(order !== undefined && { inOrder: order === 'lineage' }),
  };
  // Only `streams`, and those it has: nothing to send, but the group must be there.
  if (sessionTimeoutMs === undefined && order === undefined) await findGroup(log, name, o);
  else await updateConsumerGroup(log.connection, { ...log.ref, settings }, o);
}

export async function deleteGroup({ connection, ref }: SlsLog, name: string, o: CallOptions): Promise<void> {
  await deleteConsumerGroup(connection, { ...ref, group: groupName(name, 'group') }, o);
}

/** A group's settings, and the service's time. */
export async function findGroup(
  log: SlsLog,
  name: string,
  o: CallOptions,
): Promise<{ readonly info: GroupInfo & { readonly sessionTimeoutMs: number }; readonly servedAtMs: number }> {
  const { groups, servedAtMs = log.connection.signingClock.now() } = await listConsumerGroups(
    log.connection,
    log.ref,
    o,
  );
  const found = groups.find((group) => group.name === name);
  if (found !== undefined) return { info: infoOf(log, found), servedAtMs };
  throw missingGroup(log.ref, name);
}

/** The service has only a list of groups, which says nothing of one that is not in it. */
export function missingGroup({ project, logstore }: LogstoreRef, name: string): ConsumerError {
  return new ConsumerError(
    'not-found',
    `the group ${JSON.stringify(name)} does not exist in ${project}/${logstore}. Check its name, or create it.`,
  );
}

/** The service does not list members, but it knows who saved what, and when. */
export function activityOf(
  checkpoints: ReadonlyMap<string, GroupCheckpoint | undefined>,
  sessionTimeoutMs: number,
  nowMs: number,
): GroupActivity {
  const lately = [...checkpoints.values()]
    .filter((checkpoint) => nowMs - (checkpoint?.savedAtMs ?? 0) <= sessionTimeoutMs)
    .flatMap((checkpoint) => checkpoint?.savedBy ?? []);
  return { kind: 'unknown', savedLately: [...new Set(lately)].sort() };
}

function infoOf(
  { ref }: SlsLog,
  { name, timeoutSeconds, inOrder }: ConsumerGroup,
): GroupInfo & { readonly sessionTimeoutMs: number } {
  return {
    name,
    sessionTimeoutMs: timeoutSeconds * 1000,
    order: inOrder ? 'lineage' : 'partition',
    streams: [ref.logstore],
  };
}

/** The service counts whole seconds; up, so that no member has less time than was asked for. */
function secondsOf(sessionTimeoutMs: number): number {
  const { max } = limits.sessionTimeoutMs;
  if (sessionTimeoutMs <= max) return Math.ceil(sessionTimeoutMs / 1000);
  throw new ConsumerError('invalid-argument', `sessionTimeoutMs is ${sessionTimeoutMs}; allowed: up to ${max}, a day.`);
}

function checkStreams({ ref: { logstore } }: SlsLog, streams: readonly string[] | undefined): void {
  if (streams === undefined || (streams.length === 1 && streams[0] === logstore)) return;
  throw new ConsumerError(
    'invalid-argument',
    `streams is ${JSON.stringify(streams)}; a group of SLS reads the one logstore it belongs to: ["${logstore}"]. Leave it out.`,
  );
}

import {
  type CallOptions,
  ConsumerError,
  type GroupActivity,
  type GroupDescription,
  type GroupInfo,
  type NewGroup,
} from '@polylog/core/driver';
import { isServiceError } from '@polylog/driver-kit';
import { limits } from '../limits.js';
import {
  type ConsumerGroup,
  createConsumerGroup,
  deleteConsumerGroup,
  listConsumerGroups,
} from '../wire/consumer-groups.js';
import { groupName } from '../wire/names.js';
import type { StreamRef } from '../wire/stream-ref.js';
import { findGroup } from './find-group.js';
import { type GroupProgress, groupProgress } from './group-checkpoints.js';
import type { LtsLog } from './lts-log.js';

export async function listGroups(log: LtsLog, o: CallOptions): Promise<readonly GroupInfo[]> {
  return (await listConsumerGroups(log.connection, log.ref, o)).map((group) => infoOf(log, group));
}

export async function describeGroup(log: LtsLog, name: string, o: CallOptions): Promise<GroupDescription> {
  const progress = await groupProgress(log, name, o);
  return { ...infoOf(log, progress.info), activity: activityOf(progress) };
}

export async function createGroup(log: LtsLog, group: NewGroup, o: CallOptions): Promise<void> {
  const { connection, ref } = log;
  if (group.order === 'lineage') {
    throw new ConsumerError(
      'unsupported',
      'order is "lineage", which LTS cannot promise: it tells neither parents nor children. Leave order out.',
    );
  }
  checkStreams(ref, group.streams);
  const settings = { name: groupName(group.name, 'name'), timeoutSeconds: secondsOf(group.sessionTimeoutMs) };
  try {
    await createConsumerGroup(connection, { ...ref, group: settings }, o);
  } catch (error) {
    if (!isServiceError(error)) throw error;
    // With which code "exists" is refused is not published.
    const groups = await listConsumerGroups(connection, ref, o);
    if (!groups.some(({ name }) => name === settings.name)) throw error;
    throw new ConsumerError(
      'invalid-argument',
      `there is a group ${JSON.stringify(settings.name)} on ${ref.logStreamId} already. Take another name.`,
      { cause: error },
    );
  }
}

export async function deleteGroup(log: LtsLog, name: string, o: CallOptions): Promise<void> {
  await findGroup(log, name, o);
  await deleteConsumerGroup(log.connection, { ...log.ref, group: name }, o);
}

/** The service does not list members, but it knows who saved what, and when. */
export function activityOf({ info, checkpoints, servedAtMs }: GroupProgress): GroupActivity {
  const lately = [...checkpoints.values()]
    .filter((checkpoint) => servedAtMs - (checkpoint?.savedAtMs ?? 0) <= info.timeoutSeconds * 1000)
    .flatMap((checkpoint) => checkpoint?.savedBy ?? []);
  return { kind: 'unknown', savedLately: [...new Set(lately)].sort() };
}

function infoOf({ ref }: LtsLog, { name, timeoutSeconds }: ConsumerGroup): GroupInfo {
  return { name, sessionTimeoutMs: timeoutSeconds * 1000, order: 'partition', streams: [ref.logStreamId] };
}

/** The service counts whole seconds; up, so that no member has less time than was asked for. */
function secondsOf(sessionTimeoutMs: number): number {
  const { max } = limits.sessionTimeoutMs;
  if (sessionTimeoutMs <= max) return Math.ceil(sessionTimeoutMs / 1000);
  throw new ConsumerError(
    'invalid-argument',
    `sessionTimeoutMs is ${sessionTimeoutMs}; allowed: up to ${max}, an hour.`,
  );
}

function checkStreams({ logStreamId }: StreamRef, streams: readonly string[] | undefined): void {
  if (streams === undefined || (streams.length === 1 && streams[0] === logStreamId)) return;
  throw new ConsumerError(
    'invalid-argument',
    `streams is ${JSON.stringify(streams)}; a group of LTS reads the one log stream it belongs to: ["${logStreamId}"]. Leave it out.`,
  );
}

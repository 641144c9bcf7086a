import { type CallOptions, ConsumerError, type GroupDifference, type GroupSpec } from '@polylog/core/driver';
import { isServiceError, type ServiceError } from '@polylog/driver-kit';
import { classify } from './classify.js';
import type { Gateway } from './gateway.js';
import { LONGEST_SESSION_MS } from './limits.js';
import type { LtsConnection } from './wire/connection.js';
import { type ConsumerGroup, createConsumerGroup, listConsumerGroups } from './wire/consumer-groups.js';
import { describeGroup, type GroupDetail } from './wire/group-detail.js';
import type { StreamRef } from './wire/stream-ref.js';

export interface JoinSettings {
  readonly connection: LtsConnection;
  readonly gateway: Gateway;
  readonly stream: StreamRef;
  readonly createGroup: boolean;
  readonly groupTimeoutMs: number | undefined;
}

/** A group as it is in force after the join. */
export interface JoinedGroup {
  readonly sessionTimeoutMs: number;
  /** Whether the service told the timeout, or it is a guess. */
  readonly sessionTimeout: 'readable' | 'assumed';
  readonly differences: readonly GroupDifference[];
  /** The service's time, where it told it. */
  readonly servedAtMs: number | undefined;
  /** See `Membership.startsByMs`; absent for a group that has no checkpoints. */
  readonly startsByMs: number | undefined;
}

const SHORTEST_MS = 2000;
/** Within it a new shard has a checkpoint, though its first owner died, or could not look up where to begin. */
const LONGEST_BEGINNING_MS = 600_000;

/**
 * Finds the group on the access node, asks the gateway for its timeout, and creates the group there where that is missing and
 * allowed. There is no call that changes a group.
 */
export async function joinGroup(settings: JoinSettings, spec: GroupSpec, o: CallOptions): Promise<JoinedGroup> {
  const found = await findGroup(settings, spec, o);
  const detail = found ?? (await create(settings, spec, o));
  const timeoutMs = await timeoutOf(settings, spec, o);
  // Where nobody tells: what this member would have made. A session that is too short costs repeats, one that is too long has
  // two members work on one shard.
  const sessionTimeoutMs = sessionOf(timeoutMs ?? settings.groupTimeoutMs ?? spec.sessionTimeoutMs);
  if (sessionTimeoutMs < SHORTEST_MS) {
    throw new ConsumerError(
      'invalid-argument',
      `the timeout of the group ${JSON.stringify(spec.group)} is ${sessionTimeoutMs} ms, and less than ${SHORTEST_MS} leave no time to work. Make a group with a longer one.`,
    );
  }
  const differs = sessionTimeoutMs !== Math.min(spec.sessionTimeoutMs, LONGEST_SESSION_MS);
  if (differs && timeoutMs !== undefined && spec.update === 'if-different') {
    throw new ConsumerError(
      'unsupported',
      `the timeout of the group ${JSON.stringify(spec.group)} is ${timeoutMs} ms, and LTS cannot change it. Leave update out, or make another group.`,
    );
  }
  const isGuess = timeoutMs === undefined && settings.groupTimeoutMs === undefined;
  const inForce = isGuess ? `${sessionTimeoutMs} (assumed: the gateway does not tell)` : String(sessionTimeoutMs);
  const wanted = String(spec.sessionTimeoutMs);
  return {
    sessionTimeoutMs,
    sessionTimeout: timeoutMs === undefined ? 'assumed' : 'readable',
    differences: differs || isGuess ? [{ setting: 'sessionTimeoutMs', wanted, inForce }] : [],
    servedAtMs: detail.servedAtMs,
    startsByMs: startsBy(detail),
  };
}

/** The lease of a group's timeout. */
export function sessionOf(timeoutMs: number): number {
  return Math.min(timeoutMs, LONGEST_SESSION_MS);
}

/** The timeout as the gateway tells it; undefined where it does not. */
export async function timeoutOf(
  { connection, gateway, stream }: JoinSettings,
  { group }: Pick<GroupSpec, 'group'>,
  o: CallOptions,
): Promise<number | undefined> {
  const answer = await gateway.ask((call) => listConsumerGroups(connection, stream, call), o);
  if (answer.kind === 'unreachable') return undefined;
  const found = find(answer.value, group);
  return found && found.timeoutSeconds * 1000;
}

/** Undefined for a group that does not exist. */
async function findGroup(
  { connection, gateway, stream }: JoinSettings,
  { group }: GroupSpec,
  o: CallOptions,
): Promise<GroupDetail | undefined> {
  try {
    return await describeGroup(connection, { ...stream, group }, o);
  } catch (error) {
    if (!isServiceError(error) || isAboutStream(error.code)) throw error;
    const { code } = classify(error);
    if (code === 'not-found') return undefined;
    // As what an unknown group is refused is not published: the gateway knows which there are.
    if (code !== 'invalid-argument' && code !== 'unknown') throw error;
    const answer = await gateway.insist((call) => listConsumerGroups(connection, stream, call), o);
    if (answer.kind === 'unreachable') throw undecided(error, answer.error);
    if (find(answer.value, group) === undefined) return undefined;
    // Another member may have made it between the two questions.
    return await describeGroup(connection, { ...stream, group }, o);
  }
}

/** Only the gateway could tell whether it is the group that is missing; its failure passes, or the start gives up. */
function undecided(refusal: ServiceError, cause: unknown): ConsumerError {
  const message = `${refusal.message}. That may mean that there is no such group, and the API gateway, which knows, cannot be reached (see the cause).`;
  return new ConsumerError('unavailable', message, { cause });
}

/** Log group and log stream. */
function isAboutStream(code: string): boolean {
  return code === 'LTS.0201' || code === 'LTS.0208';
}

async function create(settings: JoinSettings, spec: GroupSpec, o: CallOptions): Promise<GroupDetail> {
  const { connection, stream } = settings;
  const name = JSON.stringify(spec.group);
  if (spec.create === 'never' || !settings.createGroup) {
    const advice =
      spec.create === 'never'
        ? 'and create is "never". Create it in the console, or allow "if-missing" and createGroup: true of ltsDriver'
        : 'and createGroup of ltsDriver is not set. Create it in the console, or set that to have it made through the gateway';
    throw new ConsumerError('not-found', `the group ${name} does not exist in this log stream, ${advice}.`);
  }
  const timeoutMs = settings.groupTimeoutMs ?? spec.sessionTimeoutMs;
  const group = { name: spec.group, timeoutSeconds: Math.max(SHORTEST_MS / 1000, Math.ceil(timeoutMs / 1000)) };
  try {
    const servedAtMs = await createConsumerGroup(connection, { ...stream, group }, o);
    return { checkpoints: [], servedAtMs };
  } catch (error) {
    if (!isServiceError(error)) throw error;
    // If there is one now, another member was faster.
    const created = await findGroup(settings, spec, o);
    if (created === undefined) throw error;
    return created;
  }
}

/**
 * A shard that comes in place of another is not told as its child. As long as this group was read, a member was dealt each
 * new shard and saved where it began; but it went on saving others while that had not come about yet. So what is new to it
 * may be older than its oldest checkpoint, by no more than that took.
 */
function startsBy({ checkpoints }: GroupDetail): number | undefined {
  if (checkpoints.length === 0) return undefined;
  return Math.max(0, Math.min(...checkpoints.map(({ updatedAtMs }) => updatedAtMs)) - LONGEST_BEGINNING_MS);
}

function find(groups: readonly ConsumerGroup[], name: string): ConsumerGroup | undefined {
  return groups.find((group) => group.name === name);
}

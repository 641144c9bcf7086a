import type { MemberStatus } from '../consumer-status.js';
import type { Membership } from '../driver.js';
import type { Engine } from '../engine.js';
import type { ErrorCode } from '../errors/code.js';
import { ConsumerError } from '../errors/consumer-error.js';
import { type Deferred, unlessAborted } from '../flow/deferred.js';
import type { Emit } from '../observe/events.js';
import { createStartResolver } from '../partition/start.js';
import type { PartitionReport, PartitionWorker } from '../partition/worker.js';
import type { GroupSettings } from '../settings/group-settings.js';
import { createHolding, type Holding } from './holding.js';
import { createLeaseKeeper } from './lease-keeper.js';
import { saverByLease } from './saver.js';

/** One member of a group, at work. */
export interface Member {
  /** What of the end of reading this member has reached: it holds nothing, is at work, or has nothing left to do. */
  progress(): 'empty' | 'working' | 'complete';
  /** How long what it holds has not changed, in milliseconds. */
  stableForMs(): number;
  readonly sessionTimeoutMs: number;
  /** The error of one of the partitions held, if one has failed. */
  failure(): ConsumerError | undefined;
  drainAll(): void;
  abandonAll(): void;
  /** Sends no more heartbeats and leaves, once everything is drained. Never rejects. */
  leave(deadline: AbortSignal): Promise<void>;
  workers(): readonly PartitionWorker[];
  reports(): Readonly<Record<string, PartitionReport>>;
  status(): MemberStatus;
}

export interface MemberOptions {
  readonly engine: Engine;
  readonly mode: GroupSettings;
  readonly name: string;
  readonly membership: Membership;
  /** The service's time at the run's first join: what "latest" means. */
  readonly firstJoinedAtMs: number;
  /** Rejected with what stops the consumer. */
  readonly fatal: Deferred<void>;
  readonly onChange: () => void;
  readonly emit: Emit;
}

export function startMember(options: MemberOptions): Member {
  const { engine, mode, membership, fatal, emit } = options;
  const { lifetime, settings } = engine;
  const { driver, clock, random } = settings;
  const latest = { epochMs: options.firstJoinedAtMs };
  let changedAtMs = clock.monotonic();

  const resolveStart = createStartResolver({
    driver,
    membership,
    lifetime,
    start: mode.start === 'latest' ? latest : mode.start,
    ancestors: engine.directory.ancestors,
    all: engine.directory.ids,
    call: (name, attempt) => engine.call(name, attempt, { emit }),
  });
  const saverOf = saverByLease(membership, (error) => isAboutOne(engine.wrap(error).code));

  const holding: Holding = createHolding({
    emit,
    onReleased: () => keeper.wake(),
    onChange: () => {
      changedAtMs = clock.monotonic();
      options.onChange();
    },
    start: (id, lease) =>
      engine.startWorker({
        id,
        lease,
        resolveStart,
        latest,
        emit,
        send: saverOf(lease),
        onMembershipLost: (error) => keeper.endLease(error),
        onFailed: (error) => {
          if (settings.onPartitionFailure === 'stop-consumer') fatal.reject(error);
        },
      }),
  });
  const keeper = createLeaseKeeper({
    membership,
    holder: holding,
    heartbeatMs: mode.heartbeatMs,
    mostHeartbeatMs: driver.limits.heartbeatMs.max,
    sessionTimeoutMs: mode.sessionTimeoutMs,
    wrap: (error) => engine.wrap(error),
    clock,
    random,
    emit,
  });
  const beating = keeper.run(lifetime).catch((error: unknown) => fatal.reject(error));

  return {
    progress() {
      const states = holding.workers().map(({ state }) => state);
      if (states.length === 0) return 'empty';
      const over = states.every(({ kind, ...state }) => kind === 'failed' || ('how' in state && state.how === 'ended'));
      return over ? 'complete' : 'working';
    },
    stableForMs: () => clock.monotonic() - changedAtMs,
    get sessionTimeoutMs() {
      return keeper.sessionTimeoutMs;
    },
    failure() {
      for (const { state } of holding.workers()) if (state.kind === 'failed') return state.error;
      return undefined;
    },
    drainAll: holding.drainAll,
    abandonAll: holding.abandonAll,
    async leave(deadline) {
      keeper.stop();
      await unlessAborted(beating, deadline).catch(() => undefined);
      keeper.close();
      emit({ kind: 'member-left', how: await leave(membership, deadline) });
    },
    workers: holding.workers,
    reports: holding.reports,
    status: () => ({
      member: options.name,
      lastHeartbeatMs: keeper.lastHeartbeatMs,
      sessionTimeoutMs: keeper.sessionTimeoutMs,
    }),
  };
}

/** Becomes a member; refuses what the driver cannot promise. */
export async function join(
  engine: Engine,
  mode: GroupSettings,
  member: string,
  emit: Emit,
  signal: AbortSignal,
): Promise<Membership> {
  const { driver, startTimeoutMs } = engine.settings;
  const { group, sessionTimeoutMs, create, update, order } = mode;
  const spec = { group, member, sessionTimeoutMs, create, update, ...(order === undefined ? {} : { order }) };
  const membership = await engine.call('join', () => driver.join(spec, { signal }), {
    signal,
    emit,
    giveUpAfterMs: startTimeoutMs,
  });
  if (order === 'lineage' && membership.guarantees.order !== 'lineage') {
    throw new ConsumerError(
      'unsupported',
      `Option "order" is 'lineage', which ${driver.provider} cannot promise; it keeps order inside a partition only.`,
    );
  }
  emit({ kind: 'member-joined', joinedAtMs: membership.joinedAtMs });
  for (const difference of membership.differences) emit({ kind: 'group-differs', ...difference });
  return membership;
}

/** Leaving is a courtesy: where it fails, the session's timeout does the rest. */
async function leave(membership: Membership, deadline: AbortSignal): Promise<'released' | 'after-timeout'> {
  if (deadline.aborted) return 'after-timeout';
  try {
    return await unlessAborted(membership.leave({ signal: deadline }), deadline);
  } catch {
    return 'after-timeout';
  }
}

/** Codes with which a batched save as a whole may be refused because of one of its partitions (deleted, another's now). */
function isAboutOne(code: ErrorCode): boolean {
  return code === 'not-found' || code === 'invalid-argument' || code === 'lease-lost';
}

import type { Assignment, Membership } from '../driver.js';
import { ConsumerError } from '../errors/consumer-error.js';
import { reactionTo } from '../errors/reaction.js';
import type { Clock, Random } from '../flow/clock.js';
import { retryDelayMs } from '../flow/retry-delay.js';
import type { Emit } from '../observe/events.js';
import { heartbeatIntervalMs, nextHeartbeatMs } from './heartbeat-pace.js';
import { createLease, type Instant, instant, type Lease, type RenewableLease } from './lease.js';
import { watchEventLoop } from './loop-watch.js';

/** What the keeper keeps the lease for. */
export interface LeaseHolder {
  /** Ids of everything still worked on: starting, reading, draining, ended. */
  holding(): readonly string[];
  /** A heartbeat was answered. `sent` is what it said was held; `lease` is in force from now on. */
  assigned(answer: Assignment, sent: readonly string[], lease: Lease): void;
  /** The lease is over: nothing is held any more and nothing may be saved. */
  lost(error: ConsumerError): void;
}

export interface LeaseKeeperOptions {
  readonly membership: Membership;
  readonly holder: LeaseHolder;
  readonly heartbeatMs: number | undefined;
  /** The service wants no longer pause between two. */
  readonly mostHeartbeatMs: number;
  readonly sessionTimeoutMs: number;
  readonly wrap: (error: unknown) => ConsumerError;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: Emit;
}

export interface LeaseKeeper {
  /** The server's, as last heard. */
  readonly sessionTimeoutMs: number;
  /** When the last heartbeat that was answered was sent, epoch milliseconds. */
  readonly lastHeartbeatMs: number | undefined;
  /** Sends heartbeats, one at a time, until `stop` or an abort of `signal` (resolves), or one fails for good (rejects). */
  run(signal: AbortSignal): Promise<void>;
  /** The service says that the membership is gone: everything held is lost, and the next heartbeat registers anew. */
  endLease(error: ConsumerError): void;
  /** Sends no further heartbeat; `run` settles once the one in flight has. */
  stop(): void;
  /** Sends the next heartbeat at once, because a partition was released. */
  wake(): void;
  /** Ends the lease quietly, after `run` has settled and everything is saved. */
  close(): void;
}

export function createLeaseKeeper(options: LeaseKeeperOptions): LeaseKeeper {
  const { membership, holder, wrap, clock, random, emit } = options;
  let lease: RenewableLease | undefined;
  let sessionTimeoutMs = options.sessionTimeoutMs;
  let lastHeartbeatMs: number | undefined;
  let nothingHeldSince: number | undefined;
  let shortenedTo: number | undefined;
  let wakeUp: (() => void) | undefined;
  let wakePending = false;
  let stopped = false;
  let closed = false;

  /** Undefined where the answer came so late, or the clock jumped so far, that the lease would be over already. */
  const begin = (sentAt: Instant): RenewableLease | undefined => {
    const fresh = createLease(clock, sentAt, sessionTimeoutMs);
    if (!fresh.valid()) return undefined;
    fresh.signal.addEventListener(
      'abort',
      () => {
        if (lease === fresh) lease = undefined;
        if (closed) return;
        holder.lost(fresh.signal.reason as ConsumerError);
        wake();
      },
      { once: true },
    );
    return fresh;
  };

  const wake = (): void => {
    wakePending = true;
    wakeUp?.();
  };

  const intervalMs = (): number => {
    const usedMs = heartbeatIntervalMs(sessionTimeoutMs, options.heartbeatMs, options.mostHeartbeatMs);
    if (options.heartbeatMs !== undefined && usedMs < options.heartbeatMs && shortenedTo !== usedMs) {
      shortenedTo = usedMs;
      emit({ kind: 'heartbeat-shortened', askedMs: options.heartbeatMs, usedMs });
    }
    return usedMs;
  };

  /** One heartbeat; the time until the next. */
  const beat = async (signal: AbortSignal): Promise<number> => {
    const sent = holder.holding();
    const sentAt = instant(clock);
    const under = lease;
    const answer = await membership.heartbeat(sent, { signal, timeoutMs: Math.max(1_000, sessionTimeoutMs / 3) });
    // The lease ran out while the answer was on its way: what was held is gone, so the answer is about nothing we have.
    if (closed || (under && !under.valid())) return 0;
    sessionTimeoutMs = answer.sessionTimeoutMs;
    lastHeartbeatMs = sentAt.wallMs;
    if (under) under.renew(sentAt, sessionTimeoutMs);
    else lease = begin(sentAt);
    if (!lease?.valid()) return intervalMs();
    nothingHeldSince =
      sent.length + answer.partitions.length > 0 ? undefined : (nothingHeldSince ?? sentAt.monotonicMs);
    holder.assigned(answer, sent, lease);
    const sinceSentMs = clock.monotonic() - sentAt.monotonicMs;
    const holdsNothingForMs = nothingHeldSince === undefined ? undefined : clock.monotonic() - nothingHeldSince;
    return Math.max(0, nextHeartbeatMs(answer, { intervalMs: intervalMs(), holdsNothingForMs, random }) - sinceSentMs);
  };

  /** What to do after a failed heartbeat: the time until the next, or the end. */
  const recover = (error: ConsumerError, tries: number): number => {
    if (reactionTo(error.code) === 'release') {
      const held = holder.holding().length > 0;
      lease?.end(error);
      // Refused although nothing was held: do not ask again in a tight loop.
      return held ? 0 : intervalMs();
    }
    const delayMs = retryDelayMs(error, tries, random);
    if (delayMs === undefined) throw error;
    const soonMs = Math.max(error.retryAfterMs ?? 0, Math.min(delayMs, intervalMs()));
    emit({
      kind: 'call-retried',
      call: 'heartbeat',
      code: error.code,
      message: error.message,
      attempt: tries,
      delayMs: soonMs,
    });
    return soonMs;
  };

  const pause = (delayMs: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        cancel();
        signal.removeEventListener('abort', end);
        wakeUp = undefined;
        resolve();
      };
      const cancel = clock.schedule(wakePending || stopped || signal.aborted ? 0 : delayMs, end);
      signal.addEventListener('abort', end, { once: true });
      wakeUp = end;
    });

  const beatUntilStopped = async (signal: AbortSignal): Promise<void> => {
    let failures = 0;
    while (!stopped && !signal.aborted) {
      wakePending = false;
      let delayMs: number;
      try {
        delayMs = await beat(signal);
        failures = 0;
      } catch (thrown) {
        if (stopped || signal.aborted) break;
        delayMs = recover(wrap(thrown), ++failures);
      }
      if (!stopped) await pause(delayMs, signal);
    }
  };

  return {
    get sessionTimeoutMs() {
      return sessionTimeoutMs;
    },
    get lastHeartbeatMs() {
      return lastHeartbeatMs;
    },
    wake,
    async run(signal) {
      const unwatch = watchEventLoop({
        clock,
        intervalMs: () => heartbeatIntervalMs(sessionTimeoutMs, options.heartbeatMs, options.mostHeartbeatMs),
        onBlocked: (blockedMs) => emit({ kind: 'event-loop-blocked', blockedMs }),
      });
      try {
        await beatUntilStopped(signal);
      } finally {
        unwatch();
      }
    },
    endLease(error) {
      lease?.end(error);
    },
    stop() {
      stopped = true;
      wakeUp?.();
    },
    close() {
      closed = true;
      lease?.end(new ConsumerError('lease-lost', 'This member has left its group.'));
    },
  };
}

import { setMaxListeners } from 'node:events';
import { ConsumerError } from '../errors/consumer-error.js';
import type { Clock } from '../flow/clock.js';

/** The same moment on both clocks. */
export interface Instant {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

export function instant(clock: Clock): Instant {
  return { wallMs: clock.now(), monotonicMs: clock.monotonic() };
}

/** The time-limited right to work on partitions. Over once, it stays over. */
export interface Lease {
  /** Aborts, with the `lease-lost` error, when the lease is over. */
  readonly signal: AbortSignal;
  /** Compares both clocks itself, because timers fire late after a pause; ends the lease if its time has passed. */
  valid(): boolean;
  remainingMs(): number;
}

export interface RenewableLease extends Lease {
  /** Extends it to `sessionTimeoutMs` after the heartbeat was *sent*, less the margin. */
  renew(sentAt: Instant, sessionTimeoutMs: number): void;
  /** Ends it now. */
  end(error: ConsumerError): void;
}

/** How much earlier than the service we stop, so that two members never work on one partition. */
export function leaseMarginMs(sessionTimeoutMs: number): number {
  return Math.max(1_000, sessionTimeoutMs / 10);
}

export function createLease(clock: Clock, sentAt: Instant, sessionTimeoutMs: number): RenewableLease {
  const controller = new AbortController();
  // Each partition listens to it.
  setMaxListeners(0, controller.signal);
  let deadline: Instant;
  let cancelTimer: () => void = () => undefined;

  // The monotonic clock stands still while a machine is suspended, the wall clock may be set back: whichever says
  // that the time is over is believed.
  const remainingMs = (): number => Math.min(deadline.wallMs - clock.now(), deadline.monotonicMs - clock.monotonic());

  const end = (error: ConsumerError): void => {
    cancelTimer();
    controller.abort(error);
  };

  const check = (): boolean => {
    if (controller.signal.aborted) return false;
    if (remainingMs() > 0) return true;
    end(
      new ConsumerError(
        'lease-lost',
        'No heartbeat was answered in time, so the group may have given the partitions to another member.',
      ),
    );
    return false;
  };

  const arm = (): void => {
    cancelTimer();
    cancelTimer = clock.schedule(Math.max(1, remainingMs()), () => {
      if (check()) arm();
    });
  };

  const renew = (at: Instant, sessionMs: number): void => {
    if (controller.signal.aborted) return;
    const keepMs = sessionMs - leaseMarginMs(sessionMs);
    deadline = { wallMs: at.wallMs + keepMs, monotonicMs: at.monotonicMs + keepMs };
    if (check()) arm();
  };

  deadline = sentAt;
  renew(sentAt, sessionTimeoutMs);
  return { signal: controller.signal, valid: check, remainingMs: () => Math.max(0, remainingMs()), renew, end };
}

/** The lease of somebody who needs none: standalone mode. */
export function endlessLease(): Lease {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  return { signal, valid: () => true, remainingMs: () => Number.POSITIVE_INFINITY };
}

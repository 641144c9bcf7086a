import type { CallOptions, Clock } from '@polylog/core/driver';

/** The session timeout of a group, as last heard of the service: another library in the group may change it at any time. */
export interface SessionTimeout {
  readonly ms: number;
  /**
   * To be called beside each heartbeat: asks anew where that is due. Rejects only with the signal's reason: refused, late
   * or senseless, the old value stays in force and the next heartbeat asks again, for the heartbeat must not fail for it.
   */
  refresh(o: CallOptions): Promise<void>;
}

export interface SessionTimeoutOptions {
  readonly clock: Clock;
  /** In force at the join. */
  readonly initialMs: number;
  /** The part of a session after which it is asked for again: 0.5 is twice a session. */
  readonly everySessions: number;
  /** Undefined where the group is not found; the heartbeat beside it says so, in the service's own words. */
  readonly ask: (o: CallOptions) => Promise<number | undefined>;
}

/** A slow answer must not hold up that of a heartbeat for long. */
const LONGEST_MS = 2_000;
const SHORTEST_MS = 100;

export function createSessionTimeout({ clock, initialMs, everySessions, ask }: SessionTimeoutOptions): SessionTimeout {
  let ms = initialMs;
  let askedAt = clock.monotonic();
  return {
    get ms() {
      return ms;
    },
    async refresh({ signal, timeoutMs = LONGEST_MS }) {
      if (clock.monotonic() - askedAt < ms * everySessions) return;
      const sentAt = clock.monotonic();
      try {
        const limit = Math.min(timeoutMs, LONGEST_MS, Math.max(ms / 6, SHORTEST_MS));
        ms = (await ask({ signal, timeoutMs: limit })) ?? ms;
        askedAt = sentAt;
      } catch {
        signal.throwIfAborted();
      }
    },
  };
}

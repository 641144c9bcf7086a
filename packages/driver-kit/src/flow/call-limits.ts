import { type Clock, ConsumerError } from '@polylog/core/driver';

/** Keeps the calls of this process below what a service allows an account. */
export interface CallLimits {
  /**
   * To be called before a call of `name` goes out. Where as many have within the last second as may, it throws
   * `throttled` with the time until the next one may: nobody waits in here, whoever repeats the call does. `account` is whatever the
   * service counts by: endpoint, region, key.
   */
  take(account: string, name: string): void;
}

/** What went out within the last second, oldest first; for the whole process, but simulated time has its own. */
const sentBy = new WeakMap<Clock, Map<string, number[]>>();
/** Accounts and names that are remembered before the ones at rest are forgotten: temporary keys change for ever. */
const MANY = 256;
const SECOND_MS = 1_000;

/** At most `perSecond` calls of a name in any second, of all who share the clock: a process, as a rule. */
export function createCallLimits({ perSecond, clock }: { perSecond: number; clock: Clock }): CallLimits {
  const calls = sentBy.get(clock) ?? new Map<string, number[]>();
  sentBy.set(clock, calls);
  return {
    take(account, name) {
      const now = clock.monotonic();
      const recent = (sent: readonly number[]): number[] => sent.filter((at) => now - at < SECOND_MS);
      const key = `${account}\n${name}`;
      const sent = recent(calls.get(key) ?? []);
      const blocking = sent.at(-perSecond);
      if (sent.length >= perSecond && blocking !== undefined) {
        const retryAfterMs = Math.max(1, Math.ceil(blocking + SECOND_MS - now));
        throw new ConsumerError(
          'throttled',
          `${name} went out ${sent.length} times within a second, and the service allows an account ${perSecond}; the next one may in ${retryAfterMs} ms.`,
          { retryAfterMs },
        );
      }
      if (calls.size >= MANY) for (const [other, times] of calls) if (recent(times).length === 0) calls.delete(other);
      calls.set(key, [...sent, now]);
    },
  };
}

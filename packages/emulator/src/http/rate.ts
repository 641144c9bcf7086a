/** Whether one more under a key is over a limit; without one, never. */
export type Rate = (key: string, limit: number | undefined, nowMs: number) => boolean;

/** Counts in whole seconds of the service's clock, as quotas are counted. */
export function createRate(): Rate {
  const counts = new Map<string, { second: number; count: number }>();
  return (key, limit, nowMs) => {
    if (limit === undefined) return false;
    const second = Math.floor(nowMs / 1000);
    const entry = counts.get(key);
    const count = entry?.second === second ? entry.count + 1 : 1;
    counts.set(key, { second, count });
    return count > limit;
  };
}

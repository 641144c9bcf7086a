import type { Clock } from '@polylog/core/driver';

/**
 * Parts of an answer that were learnt before another part failed. With more parts than calls a second no try gets through
 * all of them: the next one goes on where the last one ended.
 */
export interface KeptParts<T> {
  /** What was learnt under this key not long ago; else asks, and keeps the answer. */
  of(key: string, ask: () => Promise<T>): Promise<T>;
  /** The whole is known: the next question is a new one. */
  clear(): void;
}

/** `forMs`: for how long a part is good for the next try. */
export function createKeptParts<T>(clock: Clock, forMs: number): KeptParts<T> {
  const parts = new Map<string, { readonly value: T; readonly at: number }>();
  return {
    async of(key, ask) {
      const known = parts.get(key);
      if (known !== undefined && clock.monotonic() - known.at < forMs) return known.value;
      const at = clock.monotonic();
      const value = await ask();
      parts.set(key, { value, at });
      return value;
    },
    clear: () => parts.clear(),
  };
}

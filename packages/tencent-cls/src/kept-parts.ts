import type { Clock } from '@polylog/core/driver';

/**
 * Parts of an answer that were learnt before another part failed. With more parts than calls a second no try gets through
 * all of them: the next one goes on where the last one ended.
 */
export interface KeptParts<T> {
  /** What was learnt under this key not long ago; else asks, and keeps the answer. */
  of(key: string, ask: () => Promise<T>): Promise<T>;
  /** The whole of these is known: the next question about them is a new one. Others may still be put together. */
  forget(keys: Iterable<string>): void;
  /** Nothing of what is known holds any more, nor what is being asked for. */
  clear(): void;
}

/** `forMs`: for how long a part is good for the next try. */
export function createKeptParts<T>(clock: Clock, forMs: number): KeptParts<T> {
  /** What was asked for before the last `clear` is not kept, however late its answer comes. */
  let clears = 0;
  const parts = new Map<string, { readonly value: T; readonly at: number }>();
  return {
    async of(key, ask) {
      const known = parts.get(key);
      if (known !== undefined && clock.monotonic() - known.at < forMs) return known.value;
      const at = clock.monotonic();
      const before = clears;
      const value = await ask();
      if (before === clears) parts.set(key, { value, at });
      return value;
    },
    forget(keys) {
      for (const key of keys) parts.delete(key);
    },
    clear() {
      clears++;
      parts.clear();
    },
  };
}

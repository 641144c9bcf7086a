import type { MemoryEntry } from '@polylog/core/testing';

/** Entries whose field `n` counts from `from`. */
export function numbered(from: number, count: number): MemoryEntry[] {
  return Array.from({ length: count }, (_, i) => ({ fields: { n: String(from + i) } }));
}

/** What `observeConsumer` writes down for them. */
export function handledOf(partition: string, from: number, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${partition}:${from + i}`);
}

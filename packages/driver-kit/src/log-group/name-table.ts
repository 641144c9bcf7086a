import { flatText } from './text-region.js';

export interface NameTable {
  /** The field name that stands there, as one and the same string each time. */
  at(bytes: Buffer, start: number, end: number): string;
}

interface Entry {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What followed the last time. */
  next: Entry | undefined;
}

/** A body with ever new names must not fill the memory. */
const MOST_ENTRIES = 4096;

/**
 * Field names repeat, mostly in the same order: so the one that followed last time is tried first, by its bytes, and a
 * string is made only where the guess was wrong.
 */
export function createNameTable(): NameTable {
  const entries = new Map<string, Entry>();
  let last: Entry = { name: '', bytes: new Uint8Array(), next: undefined };

  return {
    at(bytes, start, end) {
      const guess = last.next;
      if (guess !== undefined && sameBytes(bytes, start, end, guess.bytes)) {
        last = guess;
        return guess.name;
      }
      const name = flatText(bytes, start, end);
      let entry = entries.get(name);
      if (entry === undefined) {
        if (entries.size >= MOST_ENTRIES) return name;
        entry = { name, bytes: Uint8Array.prototype.slice.call(bytes, start, end), next: undefined };
        entries.set(name, entry);
      }
      last.next = entry;
      last = entry;
      return entry.name;
    },
  };
}

export function sameBytes(bytes: Uint8Array, start: number, end: number, wanted: Uint8Array): boolean {
  if (end - start !== wanted.length) return false;
  for (let i = 0; i < wanted.length; i++) if (bytes[start + i] !== wanted[i]) return false;
  return true;
}

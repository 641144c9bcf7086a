import { type Pattern, patternOf, sameBytes } from './same-bytes.js';
import { utf8Text } from './slice-text.js';

/** A field name that was met in a body. */
export interface NameEntry {
  /** One and the same string each time. */
  readonly name: string;
  readonly pattern: Pattern;
  /**
   * Whether a plain object takes a property of that name by assignment: not where every object inherits one
   * (`constructor`, `__proto__`), nor where the table was full, so that `lastRecord` says nothing.
   */
  readonly assignable: boolean;
  /** For whoever reads whole records: the number of the one in which the name was met last. */
  lastRecord: number;
  /** What followed the last time. */
  next: NameEntry | undefined;
}

/** A body with ever new names must not fill the memory. */
const MOST_ENTRIES = 4096;

/**
 * Field names repeat, mostly in the same order: so the one that followed last time is tried first, by its bytes, and a
 * string is made only where the guess was wrong.
 */
export class NameTable {
  /** Stands before the first name of every record. */
  readonly start: NameEntry = entryOf('', patternOf(new Uint8Array()), false);
  readonly #entries = new Map<string, NameEntry>();

  /** The field name that stands there, behind `previous` in the same record. */
  after(previous: NameEntry, { bytes, view }: Memory, start: number, end: number): NameEntry {
    const guess = previous.next;
    if (guess !== undefined && sameBytes(view, start, end, guess.pattern)) return guess;
    return this.#find(previous, bytes, start, end);
  }

  #find(previous: NameEntry, bytes: Buffer, start: number, end: number): NameEntry {
    const name = utf8Text(bytes, start, end);
    let entry = this.#entries.get(name);
    if (entry === undefined) {
      const full = this.#entries.size >= MOST_ENTRIES;
      entry = entryOf(name, patternOf(bytes.subarray(start, end)), !full && !(name in {}));
      if (full) return entry;
      this.#entries.set(name, entry);
    }
    previous.next = entry;
    return entry;
  }
}

/** A body, in the two forms in which it is read. */
interface Memory {
  readonly bytes: Buffer;
  readonly view: DataView;
}

function entryOf(name: string, pattern: Pattern, assignable: boolean): NameEntry {
  return { name, pattern, assignable, lastRecord: 0, next: undefined };
}

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
  readonly #entries = new Map<string, NameEntry>();
  #last = entryOf('', patternOf(new Uint8Array()), false);

  /** The field name that stands there. */
  at({ bytes, view }: { readonly bytes: Buffer; readonly view: DataView }, start: number, end: number): NameEntry {
    const guess = this.#last.next;
    if (guess === undefined || !sameBytes(view, start, end, guess.pattern)) return this.#find(bytes, start, end);
    this.#last = guess;
    return guess;
  }

  #find(bytes: Buffer, start: number, end: number): NameEntry {
    const name = utf8Text(bytes, start, end);
    let entry = this.#entries.get(name);
    if (entry === undefined) {
      const full = this.#entries.size >= MOST_ENTRIES;
      entry = entryOf(name, patternOf(bytes.subarray(start, end)), !full && !(name in {}));
      if (full) return entry;
      this.#entries.set(name, entry);
    }
    this.#last.next = entry;
    this.#last = entry;
    return entry;
  }
}

function entryOf(name: string, pattern: Pattern, assignable: boolean): NameEntry {
  return { name, pattern, assignable, lastRecord: 0, next: undefined };
}

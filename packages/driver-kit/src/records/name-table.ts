import type { Memory } from './memory.js';
import { type Pattern, patternOf, sameBytes } from './same-bytes.js';
import { utf8Text } from './slice-text.js';

/** A field name that was met in a body. */
export interface NameEntry {
  /** One and the same string each time, and one that V8 has made unique, as it does with names of properties. */
  readonly name: string;
  /** How it was written: itself, or with what frames it. */
  readonly pattern: Pattern;
  /** How many names were there before. */
  readonly number: number;
  /** Which name it was in the record where it was met first, from 1. */
  readonly place: number;
  /**
   * Whether a plain object takes a property of that name by assignment: not where every object inherits one
   * (`constructor`, `__proto__`), nor where the name is not kept, so that `lastRecord` says nothing.
   */
  readonly assignable: boolean;
  /** For whoever reads whole records: the number of the one in which the name was met last, or of one long ago. */
  lastRecord: number;
  /** What followed the last time. */
  next: NameEntry | undefined;
}

/** Bodies with ever new names, or with huge ones, must not fill the memory. */
const MOST_ENTRIES = 4096;
/** In characters as they read, not as they are written: one name may be written in several ways, and is one entry or none. */
const LONGEST_NAME = 256;

/**
 * Field names repeat, mostly in the same order, from record to record and from body to body: so the one that followed last
 * time is tried first, by its bytes, and a string is made only where the guess was wrong.
 */
export class NameTable {
  readonly #start: NameEntry = entryOf('', patternOf(new Uint8Array()), { number: 0, place: 0, assignable: false });
  readonly #entries = new Map<string, NameEntry>();
  #isFull = false;
  #records = 0;
  /** How many fields a whole record may well have: the place of the last name of the one before. */
  likelyFields = 0;

  /**
   * What stands before the first name of every record. A table that has become full is emptied here, never between the
   * names of a record, of which `lastRecord` must not be forgotten.
   */
  begin(): NameEntry {
    if (this.#isFull) {
      this.#entries.clear();
      this.#start.next = undefined;
      this.#isFull = false;
    }
    return this.#start;
  }

  /** A number for the record that is read now, for {@link NameEntry.lastRecord}. Small for ever, as V8 likes numbers. */
  nextRecord(): number {
    this.#records = (this.#records + 1) & 0x3fff_ffff;
    return this.#records;
  }

  /** The field name that stands there, behind `previous` in the same record. */
  after(previous: NameEntry, { bytes, view }: Memory, start: number, end: number): NameEntry {
    const guess = previous.next;
    if (guess !== undefined && sameBytes(view, start, end, guess.pattern)) return guess;
    return this.learn(previous, utf8Text(bytes, start, end), bytes.subarray(start, end));
  }

  /** The field name that stands behind `previous` in the same record where the guess was wrong, and how it is written. */
  learn(previous: NameEntry, name: string, written: Uint8Array): NameEntry {
    let entry = this.#entries.get(name);
    if (entry === undefined) {
      this.#isFull ||= this.#entries.size >= MOST_ENTRIES;
      const kept = name.length <= LONGEST_NAME && !this.#isFull;
      entry = entryOf(uniqueString(name), patternOf(written), {
        number: this.#entries.size,
        place: previous.place + 1,
        assignable: kept && !(name in {}),
      });
      if (!kept) return entry;
      this.#entries.set(entry.name, entry);
    }
    previous.next = entry;
    return entry;
  }
}

function entryOf(
  name: string,
  pattern: Pattern,
  { number, place, assignable }: Pick<NameEntry, 'number' | 'place' | 'assignable'>,
): NameEntry {
  return { name, pattern, number, place, assignable, lastRecord: 0, next: undefined };
}

/** Where a property is written, V8 remembers the way to it only for a name that is the very same string as the last time. */
function uniqueString(text: string): string {
  return Object.keys({ [text]: undefined })[0] ?? text;
}

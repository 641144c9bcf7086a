import { type Pattern, patternOf } from './same-bytes.js';

/** Enough for every name a program asks for; one that asks for ever new names must not fill the memory. */
const MOST_KEPT = 1024;
const LONGEST_KEPT = 256;
/** The few names that a processor asks of every record: to compare with these is cheaper than to look into the map. */
const LATELY = 4;

const REPLACEMENT_CHARACTER = Buffer.from('\uFFFD');

/** The bytes by which a field of that name is found; undefined where the name cannot be told from others by its bytes. */
export type NamePatterns = (name: string) => Pattern | undefined;

/** `write` says how a name is written; nothing of one that may be written in several ways. */
export function createNamePatterns(write: (name: string) => string | undefined): NamePatterns {
  const patterns = new Map<string, Pattern>();
  const lateNames: (string | undefined)[] = new Array(LATELY).fill(undefined);
  const latePatterns: (Pattern | undefined)[] = new Array(LATELY).fill(undefined);
  let nextLate = 0;

  function make(name: string): Pattern | undefined {
    const written = write(name);
    const bytes = written === undefined ? undefined : Buffer.from(written);
    // U+FFFD stands for any byte that is not UTF-8, and for half a surrogate pair.
    if (bytes === undefined || bytes.includes(REPLACEMENT_CHARACTER)) return undefined;
    const pattern = patternOf(bytes);
    if (name.length > LONGEST_KEPT) return pattern;
    if (patterns.size >= MOST_KEPT) patterns.clear();
    // A copy: the name itself may be cut from a body, which it would keep.
    patterns.set(Buffer.from(name).toString(), pattern);
    return pattern;
  }

  return (name) => {
    for (let i = 0; i < LATELY; i++) if (lateNames[i] === name) return latePatterns[i];
    const pattern = patterns.get(name) ?? make(name);
    if (name.length > LONGEST_KEPT) return pattern;
    lateNames[nextLate] = name;
    latePatterns[nextLate] = pattern;
    nextLate = (nextLate + 1) % LATELY;
    return pattern;
  };
}

import { type Pattern, patternOf } from './same-bytes.js';

const REPLACEMENT_CHARACTER = Buffer.from('\uFFFD');

/** Enough for every name a program asks for; one that asks for ever new names must not fill the memory. */
const MOST_KEPT = 1024;
const LONGEST_KEPT = 256;
const encoded = new Map<string, Pattern>();

/** The few names that a processor asks of every record: to compare with these is cheaper than to look into the map. */
const LATELY = 4;
const lateNames: (string | undefined)[] = new Array(LATELY).fill(undefined);
const latePatterns: (Pattern | undefined)[] = new Array(LATELY).fill(undefined);
let nextLate = 0;

/**
 * The bytes by which a field of that name is found. `undefined` where the name cannot be told from others by its bytes:
 * U+FFFD stands for any byte that is not UTF-8, and for half a surrogate pair.
 */
export function encodedName(name: string): Pattern | undefined {
  for (let i = 0; i < LATELY; i++) if (lateNames[i] === name) return latePatterns[i];
  const pattern = encoded.get(name) ?? encode(name);
  if (name.length > LONGEST_KEPT) return pattern;
  lateNames[nextLate] = name;
  latePatterns[nextLate] = pattern;
  nextLate = (nextLate + 1) % LATELY;
  return pattern;
}

function encode(name: string): Pattern | undefined {
  const bytes = Buffer.from(name);
  if (bytes.includes(REPLACEMENT_CHARACTER)) return undefined;
  const pattern = patternOf(bytes);
  if (name.length > LONGEST_KEPT) return pattern;
  if (encoded.size >= MOST_KEPT) encoded.clear();
  // A copy: the name itself may be cut from a log group, which it would keep.
  encoded.set(bytes.toString(), pattern);
  return pattern;
}

import { type Pattern, patternOf } from './same-bytes.js';

const REPLACEMENT_CHARACTER = Buffer.from('\uFFFD');

/** Enough for every name a program asks for; one that asks for ever new names must not fill the memory. */
const MOST_KEPT = 1024;
let lastName: string | undefined;
let lastPattern: Pattern | undefined;
const encoded = new Map<string, Pattern>();

/**
 * The bytes by which a field of that name is found. `undefined` where the name cannot be told from others by its bytes:
 * U+FFFD stands for any byte that is not UTF-8, and for half a surrogate pair.
 */
export function encodedName(name: string): Pattern | undefined {
  if (name === lastName) return lastPattern;
  const known = encoded.get(name);
  if (known !== undefined) {
    lastName = name;
    lastPattern = known;
    return known;
  }
  const bytes = Buffer.from(name);
  if (bytes.includes(REPLACEMENT_CHARACTER)) return undefined;
  if (encoded.size >= MOST_KEPT) encoded.clear();
  const pattern = patternOf(bytes);
  encoded.set(name, pattern);
  return pattern;
}

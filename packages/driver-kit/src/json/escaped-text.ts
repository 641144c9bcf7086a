import { latin1Text, utf8Text } from '../records/slice-text.js';
import type { JsonScanner } from './json-scanner.js';
import { firstMark, marksIn } from './plain-text.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;

/** A longer text gains nothing from being read here. */
const MOST_BYTES = 8192;
/** A byte is a character here, up to U+00FF. */
const scratch: Buffer = Buffer.alloc(MOST_BYTES + 8);
const scratchView = new DataView(scratch.buffer, scratch.byteOffset, scratch.byteLength);

/** What the letter of an escape of two characters stands for; 0 for any other. */
const MEANINGS = new Uint8Array(256);
for (const [letter, meaning] of ['""', '\\\\', '//', 'b\b', 'f\f', 'n\n', 'r\r', 't\t']) {
  MEANINGS[(letter as string).charCodeAt(0)] = (meaning as string).charCodeAt(0);
}

/**
 * Reads a text at whose first character the scanner stands, in JSON that was checked; the scanner goes on to the quote behind
 * it. Made for texts with escapes: one walk finds their end and takes them out, where `JSON.parse` would need both ends first.
 */
export function readEscapedText(scanner: JsonScanner): string {
  const { bytes, view, at: start } = scanner;
  const last = Math.min(start + MOST_BYTES, bytes.length - 4);
  let to = 0;
  for (let at = start; at <= last; ) {
    const word = view.getInt32(at, true);
    scratchView.setInt32(to, word, true);
    const marks = marksIn(word);
    if (marks === 0) {
      at += 4;
      to += 4;
      continue;
    }
    const plainBytes = firstMark(marks);
    at += plainBytes;
    to += plainBytes;
    if (bytes[at] === QUOTE) {
      scanner.at = at;
      return latin1Text(scratch, 0, to);
    }
    const letter = bytes[at + 1] as number;
    const meaning = bytes[at] === BACKSLASH ? (MEANINGS[letter] as number) : 0;
    if (meaning !== 0) {
      scratch[to++] = meaning;
      at += 2;
    } else if (bytes[at] === BACKSLASH && letter === LETTER_U && isZero(bytes, at + 2)) {
      scratch[to++] = 16 * hexadecimal(bytes[at + 4]) + hexadecimal(bytes[at + 5]);
      at += 6;
    } else break;
  }
  scanner.passCharacters();
  return JSON.parse(utf8Text(bytes, start - 1, scanner.at + 1)) as string;
}

/** Whether two digits are 00. */
const isZero = (bytes: Uint8Array, at: number): boolean => bytes[at] === 0x30 && bytes[at + 1] === 0x30;

function hexadecimal(digit = 0): number {
  return digit <= 0x39 ? digit - 0x30 : (digit | 0x20) - 0x57;
}

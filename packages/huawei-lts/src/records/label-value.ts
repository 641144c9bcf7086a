import { type JsonScanner, LONGEST_NUMBER, numberEnd, plainTextEnd } from '@polylog/driver-kit';
import { QUOTE } from './characters.js';

/** Values stand in the object of labels. */
const VALUE_DEPTH = 1;

/**
 * Where the value of a label ends that begins at `at`. Texts that stand as they read and numbers, as nearly all are, are
 * passed over here, everything else is left to the scanner; throws `corrupt-data` for what is no value.
 */
export function labelValueEnd(scanner: JsonScanner, at: number): number {
  const { bytes, view } = scanner;
  if (bytes[at] === QUOTE) {
    const end = plainTextEnd(bytes, view, at + 1);
    if (bytes[end] === QUOTE) return end + 1;
  } else {
    const end = numberEnd(bytes, at);
    if (end > at && end - at <= LONGEST_NUMBER) return end;
  }
  scanner.at = at;
  scanner.skip(VALUE_DEPTH);
  return scanner.at;
}

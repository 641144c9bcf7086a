import { type JsonScanner, plainTextEnd } from '@polylog/driver-kit';
import { COLON, COMMA, QUOTE } from './characters.js';
import { labelValueEnd } from './label-value.js';

/**
 * Passes over the labels of a log, which begin at the scanner's place. What does not stand as every encoder writes it is left
 * to the scanner; throws `corrupt-data` for what is no object.
 */
export function passLabels(scanner: JsonScanner): void {
  const { bytes, view } = scanner;
  if (!scanner.nextMember(true)) return;
  for (let at = scanner.at; ; ) {
    const nameEnd = plainTextEnd(view, at + 1);
    if (bytes[nameEnd] === QUOTE && bytes[nameEnd + 1] === COLON) at = nameEnd + 2;
    else {
      scanner.at = at;
      scanner.passName();
      at = scanner.at;
    }
    at = labelValueEnd(scanner, at);
    if (bytes[at] === COMMA && bytes[at + 1] === QUOTE) at++;
    else {
      scanner.at = at;
      if (!scanner.nextMember(false)) return;
      at = scanner.at;
    }
  }
}

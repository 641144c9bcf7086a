import { bytesFollow, createNamePatterns, type LogPlace, plainTextEnd } from '@polylog/driver-kit';
import type { OpenBody } from './body.js';
import { COLON, COMMA, QUOTE } from './characters.js';
import { labelValueEnd } from './label-value.js';

/** What cannot stand in a name as it is. */
const NEEDS_ESCAPES = /["\\\p{Cc}]/u;

const writtenName = createNamePatterns((name) => (NEEDS_ESCAPES.test(name) ? undefined : `"${name}"`));

/** Looks for the first label of that name; the scanner then stands at its value. */
export function findLabel({ bytes, view, scanner }: OpenBody, { start, end }: LogPlace, name: string): boolean {
  scanner.at = start;
  if (start === end || !scanner.nextMember(true)) return false;
  const wanted = writtenName(name);
  for (let at = scanner.at; ; ) {
    if (wanted !== undefined && bytesFollow(bytes, view, at, wanted)) {
      scanner.at = at;
      scanner.passName();
      return true;
    }
    const nameEnd = plainTextEnd(bytes, view, at + 1);
    if (wanted !== undefined && bytes[nameEnd] === QUOTE && bytes[nameEnd + 1] === COLON) at = nameEnd + 2;
    else {
      // It may be the one, only written in another way.
      scanner.at = at;
      if (scanner.name(Number.POSITIVE_INFINITY) === name) return true;
      at = scanner.at;
    }
    at = labelValueEnd(scanner, at);
    if (bytes[at] === COMMA && bytes[at + 1] === QUOTE) at++;
    else {
      scanner.at = at;
      if (!scanner.nextMember(false)) return false;
      at = scanner.at;
    }
  }
}

import {
  bytesFollow,
  cutOne,
  defineFirst,
  LARGEST_RECORD_BYTES,
  type LogPlace,
  latin1Text,
  numberEnd,
  plainObject,
  plainTextEnd,
  type TextStretch,
  writeProperty,
} from '@polylog/driver-kit';
import type { OpenBody } from './body.js';
import { COMMA, QUOTE } from './characters.js';
import { readName } from './read-name.js';

/**
 * All labels of a log; of those with the same name the first. Written out for what encoders write: with everything in local
 * variables, and few enough calls for the compiler to take them all in.
 */
export function readObject(body: OpenBody, stretch: TextStretch, { start, end }: LogPlace): Record<string, string> {
  const { bytes, view, scanner, names } = body;
  const object = plainObject(names.likelyFields);
  scanner.at = start;
  if (start === end || !scanner.nextMember(true)) return object;
  const { start: stretchStart, cutsBelow } = stretch;
  const hasOwnText = end - start <= LARGEST_RECORD_BYTES;
  let ownText = hasOwnText && stretch.ownTexts ? latin1Text(bytes, start, end) : undefined;
  const stretchText = ownText === undefined && cutsBelow > 0 ? stretch.text(bytes) : '';
  const record = names.nextRecord();
  let entry = names.begin();
  for (let at = scanner.at; ; ) {
    const guess = entry.next;
    if (guess !== undefined && bytesFollow(bytes, view, at, guess.pattern)) {
      entry = guess;
      at += guess.pattern.length;
    } else {
      scanner.at = at;
      entry = readName(body, entry);
      at = scanner.at;
    }
    const isText = bytes[at] === QUOTE;
    const valueStart = isText ? at + 1 : at;
    const valueEnd = isText ? plainTextEnd(bytes, view, valueStart) : numberEnd(bytes, at);
    let value: string;
    if (isText ? bytes[valueEnd] !== QUOTE : valueEnd === valueStart) {
      scanner.at = at;
      scanner.readValue();
      at = scanner.at;
      value = scanner.escaped ?? cutOne(body, stretch, scanner.valueStart, scanner.valueEnd);
    } else {
      at = isText ? valueEnd + 1 : valueEnd;
      if (ownText === undefined && valueEnd - valueStart < cutsBelow) {
        value = stretchText.substring(valueStart - stretchStart, valueEnd - stretchStart);
      } else if (hasOwnText) {
        if (ownText === undefined) {
          ownText = latin1Text(bytes, start, end);
          stretch.ownTexts = true;
        }
        value = ownText.substring(valueStart - start, valueEnd - start);
      } else value = latin1Text(bytes, valueStart, valueEnd);
    }
    if (entry.assignable && entry.lastRecord !== record) writeProperty(object, entry, value);
    else defineFirst(object, entry.name, value);
    entry.lastRecord = record;
    if (bytes[at] === COMMA && bytes[at + 1] === QUOTE) at++;
    else {
      scanner.at = at;
      if (!scanner.nextMember(false)) break;
      at = scanner.at;
    }
  }
  names.likelyFields = entry.place;
  return object;
}

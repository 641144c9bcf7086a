import type { LogPlace } from '../records/log-place.js';
import { plainObject } from '../records/plain-object.js';
import { isAscii, LARGEST_RECORD_BYTES, RecordTexts } from '../records/record-texts.js';
import { latin1Text, utf8Text } from '../records/slice-text.js';
import { defineFirst, writeProperty } from '../records/write-property.js';
import type { OpenBody } from './body.js';
import { contentsOf, nextContent } from './content.js';
import type { Group } from './group.js';
import { isShort, payloadBytes, payloadStart, plainKeyEnd, plainKeyStart } from './plain-content.js';
import { contentsStart, ODD } from './plain-log.js';

/** All fields of a log; of those with the same name the first. */
export function readObject(body: OpenBody, group: Group, log: LogPlace): Record<string, string> {
  return group.tail !== ODD && log.end - log.start <= LARGEST_RECORD_BYTES
    ? readPlain(body, group, log)
    : readAny(body, group, log);
}

/**
 * What {@link readAny} does, written out: with everything in local variables, and few enough calls for the compiler to
 * take them all in, whole records are read half as fast again.
 */
function readPlain(body: OpenBody, group: Group, { start, end }: LogPlace): Record<string, string> {
  const { bytes, view, names } = body;
  const { start: groupStart, cutsBelow } = group;
  let ownText = group.ownTexts ? latin1Text(bytes, start, end) : undefined;
  const groupText = ownText === undefined && cutsBelow > 0 ? group.text(bytes) : '';
  const object = plainObject(names.likelyFields);
  const record = names.nextRecord();
  let entry = names.begin();
  const contentsEnd = end - group.tail;
  for (let at = contentsStart(bytes, view, start, end); at < contentsEnd; ) {
    const head = view.getInt32(at, true);
    let keyStart = at + 4;
    let keyEnd = keyStart + (head >>> 24);
    let valueStart = keyEnd + 2;
    if (isShort(head)) {
      at += 2 + ((head >> 8) & 127);
    } else {
      keyStart = plainKeyStart(bytes, at);
      keyEnd = plainKeyEnd(bytes, keyStart);
      valueStart = payloadStart(bytes, keyEnd);
      at = valueStart + payloadBytes(bytes, keyEnd);
    }
    let value: string;
    if (!isAscii(view, valueStart, at)) {
      value = utf8Text(bytes, valueStart, at);
    } else if (ownText === undefined && at - valueStart < cutsBelow) {
      value = groupText.substring(valueStart - groupStart, at - groupStart);
    } else {
      if (ownText === undefined) {
        ownText = latin1Text(bytes, start, end);
        group.ownTexts = true;
      }
      value = ownText.substring(valueStart - start, at - start);
    }
    entry = names.after(entry, body, keyStart, keyEnd);
    if (entry.assignable && entry.lastRecord !== record) writeProperty(object, entry, value);
    else defineFirst(object, entry.name, value);
    entry.lastRecord = record;
  }
  names.likelyFields = entry.place;
  return object;
}

function readAny(body: OpenBody, group: Group, log: LogPlace): Record<string, string> {
  const { names, wire } = body;
  let entry = names.begin();
  const texts = new RecordTexts(group, log);
  const object: Record<string, string> = {};
  wire.at = contentsOf(body, group, log);
  while (nextContent(wire, group, log)) {
    const value = texts.cut(body, wire.valueStart, wire.valueEnd);
    entry = names.after(entry, body, wire.keyStart, wire.keyEnd);
    defineFirst(object, entry.name, value);
  }
  return object;
}

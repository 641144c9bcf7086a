import type { LogPlace } from '../records/log-place.js';
import { createNamePatterns } from '../records/name-patterns.js';
import { type Pattern, sameBytes } from '../records/same-bytes.js';
import { utf8Text } from '../records/slice-text.js';
import type { OpenBody } from './body.js';
import { contentsOf, nextContent } from './content.js';
import type { Group } from './group.js';
import { isShort, payloadBytes, payloadStart, plainKeyEnd, plainKeyStart } from './plain-content.js';
import { contentsStart, ODD } from './plain-log.js';

const encodedName = createNamePatterns((name) => name);

/** Looks for the first field of that name; `body.wire` then tells where its value stands. */
export function findField(body: OpenBody, group: Group, log: LogPlace, name: string): boolean {
  const wanted = encodedName(name);
  return wanted !== undefined && group.tail !== ODD
    ? findPlain(body, group, log, wanted)
    : findAny(body, group, log, name, wanted);
}

function findPlain(
  { bytes, view, wire }: OpenBody,
  { tail }: Group,
  { start, end }: LogPlace,
  wanted: Pattern,
): boolean {
  const contentsEnd = end - tail;
  for (let at = contentsStart(bytes, view, start, end); at < contentsEnd; ) {
    const head = view.getInt32(at, true);
    let keyStart = at + 4;
    let keyEnd = keyStart + (head >>> 24);
    let valueStart = keyEnd + 2;
    let valueEnd = at + 2 + ((head >> 8) & 127);
    if (!isShort(head)) {
      keyStart = plainKeyStart(bytes, at);
      keyEnd = plainKeyEnd(bytes, keyStart);
      valueStart = payloadStart(bytes, keyEnd);
      valueEnd = valueStart + payloadBytes(bytes, keyEnd);
    }
    if (sameBytes(view, keyStart, keyEnd, wanted)) {
      wire.valueStart = valueStart;
      wire.valueEnd = valueEnd;
      return true;
    }
    at = valueEnd;
  }
  return false;
}

/** `wanted` is undefined where the name cannot be told from others by its bytes. */
function findAny(body: OpenBody, group: Group, log: LogPlace, name: string, wanted: Pattern | undefined): boolean {
  const { bytes, view, wire } = body;
  wire.at = contentsOf(body, group, log);
  while (nextContent(wire, group, log)) {
    const { keyStart, keyEnd } = wire;
    if (wanted ? sameBytes(view, keyStart, keyEnd, wanted) : utf8Text(bytes, keyStart, keyEnd) === name) return true;
  }
  return false;
}

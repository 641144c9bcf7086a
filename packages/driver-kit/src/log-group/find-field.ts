import type { OpenBody } from './body.js';
import { nextContent, toContents } from './content.js';
import { encodedName } from './field-name.js';
import type { Group } from './group.js';
import type { LogPlace } from './log-place.js';
import { payloadBytes, payloadStart, plainKeyEnd, plainKeyStart } from './plain-content.js';
import { contentsStart, ODD } from './plain-log.js';
import { type Pattern, sameBytes } from './same-bytes.js';
import { utf8Text } from './slice-text.js';

/** Looks for the first field of that name; `body.wire` then tells where its value stands. */
export function findField(body: OpenBody, group: Group, log: LogPlace, name: string): boolean {
  const wanted = encodedName(name);
  return wanted !== undefined && group.tail !== ODD
    ? findPlain(body, log.start, log.end - group.tail, wanted)
    : findAny(body, group, log, name, wanted);
}

function findPlain({ bytes, view, wire }: OpenBody, start: number, end: number, wanted: Pattern): boolean {
  for (let at = contentsStart(bytes, start); at < end; ) {
    const keyStart = plainKeyStart(bytes, at);
    const keyEnd = plainKeyEnd(bytes, keyStart);
    const valueStart = payloadStart(bytes, keyEnd);
    const valueEnd = valueStart + payloadBytes(bytes, keyEnd);
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
  toContents(wire, group, log);
  while (nextContent(wire, group, log)) {
    const { keyStart, keyEnd } = wire;
    if (wanted ? sameBytes(view, keyStart, keyEnd, wanted) : utf8Text(bytes, keyStart, keyEnd) === name) return true;
  }
  return false;
}

import type { OpenBody } from './body.js';
import { nextContent } from './content.js';
import { encodedName } from './field-name.js';
import type { LogPlace } from './log-place.js';
import { CONTENT, payloadBytes, payloadStart, plainKeyEnd, plainKeyStart, plainOtherEnd } from './plain-content.js';
import { type Pattern, sameBytes } from './same-bytes.js';
import { utf8Text } from './slice-text.js';

/** Looks for the first field of that name; `body.wire` then tells where its value stands. */
export function findField(body: OpenBody, log: LogPlace, name: string): boolean {
  const wanted = encodedName(name);
  return wanted !== undefined && log.plain ? findPlain(body, log, wanted) : findAny(body, log, name, wanted);
}

function findPlain({ bytes, view, wire }: OpenBody, { start, end }: LogPlace, wanted: Pattern): boolean {
  for (let at = start; at < end; ) {
    if (bytes[at] !== CONTENT) {
      at = plainOtherEnd(bytes, at);
      continue;
    }
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
function findAny(body: OpenBody, log: LogPlace, name: string, wanted: Pattern | undefined): boolean {
  const { bytes, view, wire } = body;
  wire.at = log.start;
  while (nextContent(wire, log)) {
    const { keyStart, keyEnd } = wire;
    if (wanted ? sameBytes(view, keyStart, keyEnd, wanted) : utf8Text(bytes, keyStart, keyEnd) === name) return true;
  }
  return false;
}

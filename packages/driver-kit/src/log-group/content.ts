import type { LogPlace } from './log-place.js';
import { CONTENT, payloadBytes, payloadStart, plainKeyEnd, plainKeyStart, plainOtherEnd } from './plain-content.js';
import type { Wire } from './wire.js';

/** Moves from wherever `wire` stands in the log to the next content, and reads it as a pair; false at the log's end. */
export function nextContent(wire: Wire, log: LogPlace): boolean {
  return log.plain ? nextPlain(wire, log.end) : nextOfAnyForm(wire, log.end);
}

function nextPlain(wire: Wire, end: number): boolean {
  const { bytes } = wire;
  let { at } = wire;
  while (at < end && bytes[at] !== CONTENT) at = plainOtherEnd(bytes, at);
  if (at >= end) return false;
  wire.keyStart = plainKeyStart(bytes, at);
  wire.keyEnd = plainKeyEnd(bytes, wire.keyStart);
  wire.valueStart = payloadStart(bytes, wire.keyEnd);
  wire.valueEnd = wire.valueStart + payloadBytes(bytes, wire.keyEnd);
  wire.at = wire.valueEnd;
  return true;
}

function nextOfAnyForm(wire: Wire, end: number): boolean {
  while (wire.at < end) {
    const tag = wire.tag(end);
    if (tag === CONTENT) {
      wire.pair(wire.span(end));
      return true;
    }
    wire.skip(tag, end);
  }
  return false;
}

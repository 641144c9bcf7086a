import type { LogPlace } from '../records/log-place.js';
import type { OpenBody } from './body.js';
import type { Group } from './group.js';
import { CONTENT, payloadBytes, payloadStart, plainKeyEnd, plainKeyStart } from './plain-content.js';
import { contentsStart, ODD } from './plain-log.js';
import type { Wire } from './wire.js';

/** Where the contents of a log may be read from. */
export function contentsOf({ bytes, view }: OpenBody, { tail }: Group, { start, end }: LogPlace): number {
  return tail === ODD ? start : contentsStart(bytes, view, start, end);
}

/** Moves on to the next content, and reads it as a pair; false at the log's end. */
export function nextContent(wire: Wire, { tail }: Group, { end }: LogPlace): boolean {
  return tail === ODD ? nextOfAnyForm(wire, end) : nextPlain(wire, end - tail);
}

function nextPlain(wire: Wire, end: number): boolean {
  const { bytes, at } = wire;
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

import type { LogGroupFieldMap } from './field-map.js';
import { corrupt, type Wire } from './wire.js';

/** Tags of what is the same on all services: group in list, log in group, time and content in log. */
export const GROUP = 0x0a;
export const LOG = 0x0a;
export const TIME = 0x08;
const CONTENT = 0x12;

export const textTag = (field: number): number => field * 8 + 2;
export const fixed32Tag = (field: number): number => field * 8 + 5;

/**
 * Walks the whole body once, so that no reading of a record can fail later, and counts. Makes no string and keeps
 * nothing. Throws `corrupt-data`.
 */
export function checkStructure(
  wire: Wire,
  end: number,
  fields: LogGroupFieldMap,
): { groupCount: number; recordCount: number } {
  const tagsTag = textTag(fields.tags);
  let groupCount = 0;
  let recordCount = 0;
  while (wire.at < end) {
    const tag = wire.tag(end);
    if (tag !== GROUP) {
      wire.skip(tag, end);
      continue;
    }
    groupCount++;
    const groupEnd = wire.span(end);
    while (wire.at < groupEnd) {
      const tag = wire.tag(groupEnd);
      if (tag === LOG) {
        recordCount++;
        checkLog(wire, wire.span(groupEnd));
      } else if (tag === tagsTag) {
        wire.pair(wire.span(groupEnd));
      } else {
        wire.skip(tag, groupEnd);
      }
    }
  }
  return { groupCount, recordCount };
}

function checkLog(wire: Wire, end: number): void {
  let timed = false;
  while (wire.at < end) {
    const tag = wire.tag(end);
    if (tag === CONTENT) {
      wire.pair(wire.span(end));
    } else {
      if (tag === TIME) timed = true;
      wire.skip(tag, end);
    }
  }
  if (!timed) throw corrupt('a log without a time ends', end);
}

/** Moves to the next content of a log and reads it; false at the log's end. */
export function nextContent(wire: Wire, end: number): boolean {
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

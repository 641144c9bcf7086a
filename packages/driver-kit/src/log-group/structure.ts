import type { LogGroupFieldMap } from './field-map.js';
import { CONTENT, plainContentEnd } from './plain-content.js';
import { corrupt, type Wire } from './wire.js';

/** Tags of what is the same on all services: group in list, log in group, time in log. */
export const GROUP = 0x0a;
export const LOG = 0x0a;
export const TIME = 0x08;

export const textTag = (field: number): number => field * 8 + 2;
export const fixed32Tag = (field: number): number => field * 8 + 5;

export interface Structure {
  readonly groupCount: number;
  readonly recordCount: number;
  /**
   * Indexes of the groups with a log that is not plain. A plain one has nothing but contents in the plain form (see
   * `plain-content.ts`) and fields whose tag is one byte and whose value is a varint or four bytes, such as the time.
   */
  readonly oddGroups: ReadonlySet<number>;
}

/**
 * Walks the whole body once, so that no reading of a record can fail later, and counts. Makes no string. Throws
 * `corrupt-data`.
 */
export function checkStructure(wire: Wire, end: number, fields: LogGroupFieldMap): Structure {
  const tagsTag = textTag(fields.tags);
  const oddGroups = new Set<number>();
  let groupCount = 0;
  let recordCount = 0;
  while (wire.at < end) {
    const tag = wire.tag(end);
    if (tag !== GROUP) {
      wire.skip(tag, end);
      continue;
    }
    const groupIndex = groupCount++;
    const groupEnd = wire.span(end);
    while (wire.at < groupEnd) {
      const tag = wire.tag(groupEnd);
      if (tag === LOG) {
        recordCount++;
        if (!checkLog(wire, wire.span(groupEnd))) oddGroups.add(groupIndex);
      } else if (tag === tagsTag) {
        wire.pair(wire.span(groupEnd));
      } else {
        wire.skip(tag, groupEnd);
      }
    }
  }
  return { groupCount, recordCount, oddGroups };
}

/** Whether it is plain. */
function checkLog(wire: Wire, end: number): boolean {
  const { bytes } = wire;
  let timed = false;
  let plain = true;
  for (let at = wire.at; at < end; ) {
    const contentEnd = plainContentEnd(bytes, at, end);
    if (contentEnd !== 0) {
      at = contentEnd;
      continue;
    }
    wire.at = at;
    const tag = wire.tag(end);
    if (tag === CONTENT) {
      plain = false;
      wire.pair(wire.span(end));
    } else {
      if (tag === TIME) timed = true;
      const type = tag & 7;
      if (wire.at !== at + 1 || (type !== 0 && type !== 5)) plain = false;
      wire.skip(tag, end);
    }
    at = wire.at;
  }
  wire.at = end;
  if (!timed) throw corrupt('a log without a time ends', end);
  return plain;
}

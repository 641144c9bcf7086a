import type { LogGroupFieldMap } from './field-map.js';
import { CONTENT } from './plain-content.js';
import { ODD, TIME, tailOf } from './plain-log.js';
import { corrupt, type Wire } from './wire.js';

/** Tags of what is the same on all services: group in list, log in group. */
export const GROUP = 0x0a;
export const LOG = 0x0a;

export const textTag = (field: number): number => field * 8 + 2;
const varintTag = (field: number): number => field * 8;
export const fixed32Tag = (field: number): number => field * 8 + 5;

export interface Structure {
  readonly groupCount: number;
  readonly recordCount: number;
  /** For each group the tail that all its logs have, or `ODD`; see `plain-log.ts`. */
  readonly tails: Uint8Array;
}

/** As much as V8 keeps within the object: most bodies of a log at rest have no group at all. */
const FIRST_TAILS = 64;

/** A larger number makes a tag of more than one byte, which the plain form does not know. */
const LARGEST_SHORT_FIELD = 15;

/**
 * Goes on to the first border between two groups at or behind the place `until`. Returns the structure once the whole body
 * has been walked over, before that undefined. Throws `corrupt-data`.
 */
export type StructureCheck = (until: number) => Structure | undefined;

/** One walk over the whole body, so that no reading of a record can fail later. Counts, and makes no string. */
export function createStructureCheck(
  wire: Wire,
  view: DataView,
  end: number,
  fields: LogGroupFieldMap,
): StructureCheck {
  let tails = new Uint8Array(FIRST_TAILS);
  let groupCount = 0;
  let recordCount = 0;
  return (until) => {
    while (wire.at < end) {
      if (wire.at >= until) return undefined;
      const tag = wire.tag(end);
      if (tag !== GROUP) {
        wire.skip(tag, end);
        continue;
      }
      const { logs, tail } = checkGroup(wire, view, wire.span(end), fields);
      recordCount += logs;
      if (groupCount === tails.length) tails = doubled(tails);
      tails[groupCount++] = tail;
    }
    return { groupCount, recordCount, tails };
  };
}

function checkGroup(wire: Wire, view: DataView, end: number, fields: LogGroupFieldMap): { logs: number; tail: number } {
  const tagsTag = textTag(fields.tags);
  const tailTag = tailTagOf(fields);
  const { bytes } = wire;
  let logs = 0;
  let tail = 0;
  while (wire.at < end) {
    const tag = wire.tag(end);
    if (tag === LOG) {
      const logEnd = wire.span(end);
      const itsTail = tailOf(bytes, view, wire.at, logEnd, tailTag);
      if (itsTail === ODD) checkOddLog(wire, logEnd);
      else wire.at = logEnd;
      if (logs++ === 0) tail = itsTail;
      else if (itsTail !== tail) tail = ODD;
    } else if (tag === tagsTag) {
      wire.pair(wire.span(end));
    } else {
      wire.skip(tag, end);
    }
  }
  return { logs, tail };
}

/** The tag of what may stand behind the contents of a plain log; -1 for nothing. */
function tailTagOf({ timeNs = Number.NaN, collectTime = Number.NaN }: LogGroupFieldMap): number {
  if (timeNs <= LARGEST_SHORT_FIELD) return fixed32Tag(timeNs);
  return collectTime <= LARGEST_SHORT_FIELD ? varintTag(collectTime) : -1;
}

function checkOddLog(wire: Wire, end: number): void {
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

function doubled(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(2 * bytes.length);
  more.set(bytes);
  return more;
}

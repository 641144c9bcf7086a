import type { LogGroupFieldMap } from './field-map.js';
import { fixed32Tag, TIME } from './structure.js';
import type { Wire } from './wire.js';

/** The time of the log that `wire` stands at, epoch nanoseconds. As in protobuf, the last one counts if one comes twice. */
export function readTimeNs(wire: Wire, end: number, fields: LogGroupFieldMap): bigint {
  const nsTag = fields.timeNs === undefined ? undefined : fixed32Tag(fields.timeNs);
  let time = 0n;
  let ns = 0;
  while (wire.at < end) {
    const tag = wire.tag(end);
    if (tag === TIME) time = fields.time === 'uint32-seconds' ? BigInt(wire.uint32(end)) : wire.int64(end);
    else if (tag === nsTag) ns = wire.fixed32(end);
    else wire.skip(tag, end);
  }
  return time * (fields.time === 'uint32-seconds' ? NS_PER_S : unitOf(time)) + BigInt(ns);
}

/** Rounded down, before 1970 too. */
export function toEpochMs(timeNs: bigint): number {
  const ms = timeNs / NS_PER_MS;
  return Number(timeNs % NS_PER_MS < 0n ? ms - 1n : ms);
}

const NS_PER_S = 1_000_000_000n;
const NS_PER_MS = 1_000_000n;

/** Nanoseconds in one unit of a time whose unit is not told: below these borders everything is a plausible date. */
function unitOf(time: bigint): bigint {
  const magnitude = time < 0n ? -time : time;
  if (magnitude < 10n ** 11n) return NS_PER_S;
  if (magnitude < 10n ** 14n) return NS_PER_MS;
  return magnitude < 10n ** 17n ? 1000n : 1n;
}

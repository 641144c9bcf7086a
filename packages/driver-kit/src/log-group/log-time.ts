import type { OpenBody } from './body.js';
import type { LogGroupFieldMap } from './field-map.js';
import type { LogPlace } from './log-place.js';
import { CONTENT, payloadBytes, payloadStart, plainOtherEnd } from './plain-content.js';
import { fixed32Tag, TIME } from './structure.js';

/** The time of a log, epoch nanoseconds. As in protobuf, the last one counts if one comes twice. */
export function readTimeNs({ wire }: OpenBody, { start, end }: LogPlace, fields: LogGroupFieldMap): bigint {
  const nsTag = fields.timeNs === undefined ? undefined : fixed32Tag(fields.timeNs);
  let time = 0n;
  let ns = 0;
  for (wire.at = start; wire.at < end; ) {
    const tag = wire.tag(end);
    if (tag === TIME) time = fields.time === 'uint32-seconds' ? BigInt(wire.uint32(end)) : wire.int64(end);
    else if (tag === nsTag) ns = wire.fixed32(end);
    else wire.skip(tag, end);
  }
  return time * (fields.time === 'uint32-seconds' ? NS_PER_S : unitOf(time)) + BigInt(ns);
}

/** The same in epoch milliseconds, rounded down, before 1970 too. Most ask for this one: plain logs get a short way. */
export function readEpochMs(body: OpenBody, log: LogPlace, fields: LogGroupFieldMap): number {
  if (log.plain && fields.time === 'uint32-seconds') return readPlainMs(body, log, fields.timeNs);
  return toEpochMs(readTimeNs(body, log, fields));
}

function readPlainMs({ bytes, view, wire }: OpenBody, { start, end }: LogPlace, nsField: number | undefined): number {
  const nsTag = nsField === undefined ? 0 : fixed32Tag(nsField);
  let seconds = 0;
  let ns = 0;
  for (let at = start; at < end; ) {
    const tag = bytes[at];
    if (tag === CONTENT) {
      at = payloadStart(bytes, at) + payloadBytes(bytes, at);
      continue;
    }
    if (tag === TIME) {
      wire.at = at + 1;
      seconds = wire.uint32(end);
    } else if (tag === nsTag) {
      ns = view.getUint32(at + 1, true);
    }
    at = plainOtherEnd(bytes, at);
  }
  return seconds * 1000 + Math.floor(ns / 1_000_000);
}

function toEpochMs(timeNs: bigint): number {
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

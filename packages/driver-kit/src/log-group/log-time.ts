import type { LogPlace } from '../records/log-place.js';
import { MILLISECONDS_BELOW, nsToEpochMs, SECONDS_BELOW, unitOf } from '../time/time-unit.js';
import type { OpenBody } from './body.js';
import type { Group } from './group.js';
import { ODD, plainSeconds, plainTime, TIME } from './plain-log.js';
import { fixed32Tag } from './structure.js';

/** The time of a log, epoch nanoseconds. As in protobuf, the last one counts if one comes twice. */
export function readTimeNs({ wire }: OpenBody, { options }: Group, { start, end }: LogPlace): bigint {
  const { fields } = options;
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
export function readEpochMs(body: OpenBody, group: Group, log: LogPlace): number {
  const { tail, options } = group;
  if (tail === ODD) return nsToEpochMs(readTimeNs(body, group, log));
  const { bytes, view } = body;
  if (options.fields.time !== 'uint32-seconds') {
    const time = plainTime(bytes, log.start);
    return time <= Number.MAX_SAFE_INTEGER ? msByMagnitude(time) : nsToEpochMs(readTimeNs(body, group, log));
  }
  const seconds = plainSeconds(bytes, view, log.start, log.end);
  return tail === 0 ? seconds * 1000 : seconds * 1000 + Math.floor(view.getUint32(log.end - 4, true) / 1_000_000);
}

const NS_PER_S = 1_000_000_000n;

/** Of a time from 0 to 2^53, which is too small to be in nanoseconds. */
function msByMagnitude(time: number): number {
  if (time < SECONDS_BELOW) return time * 1000;
  return time < MILLISECONDS_BELOW ? time : (time - (time % 1000)) / 1000;
}

import type { LogGroupInput } from '@polylog/driver-kit';
import type { Logstore } from '../logstore.js';
import type { LogTest } from './query/compile-query.js';
import { decodedGroup, logIn, type SearchedLog } from './searched-log.js';

/** A stretch of log time, to the nanosecond: the first that counts, and the first that does not any more. */
export interface TimeRange {
  readonly fromSeconds: number;
  readonly fromNs: number;
  readonly toSeconds: number;
  readonly toNs: number;
}

export interface Search extends TimeRange {
  /** Empty: any. */
  readonly topic: string;
  /** Its id; undefined: all. */
  readonly shard: number | undefined;
  readonly test: LogTest;
}

/** Where a log that was found is kept. Its content is read again when it is shown, so that a million of them fit. */
export interface LogPlace {
  readonly timeSeconds: number;
  readonly timeNsPart: number;
  readonly framed: Buffer;
  readonly index: number;
}

export interface Found {
  readonly place: LogPlace;
  readonly log: SearchedLog;
}

/** All logs that a search finds, as they are kept: shard by shard, put by put. */
export function* foundLogs(logstore: Logstore, search: Search, nowMs: number): Generator<Found> {
  const { topic, test } = search;
  for (const shard of logstore.shards(nowMs)) {
    if (search.shard !== undefined && shard.id !== search.shard) continue;
    for (const { framed } of shard.kept()) {
      const group = decodedGroup(framed);
      if (topic !== '' && group.topic !== topic) continue;
      for (let index = 0; index < group.logs.length; index += 1) {
        const { timeSeconds, timeNsPart = 0 } = group.logs[index] as LogGroupInput['logs'][number];
        if (!isWithin(search, timeSeconds, timeNsPart)) continue;
        const log = logIn(group, index);
        if (test(log)) yield { place: { timeSeconds, timeNsPart, framed, index }, log };
      }
    }
  }
}

/** The oldest first; in the order in which they are kept where times are equal. */
export function foundPlaces(logstore: Logstore, search: Search, nowMs: number): readonly LogPlace[] {
  const places: LogPlace[] = [];
  for (const { place } of foundLogs(logstore, search, nowMs)) places.push(place);
  return places.sort((a, b) => a.timeSeconds - b.timeSeconds || a.timeNsPart - b.timeNsPart);
}

/** The logs at some places; each log group is read once. */
export function logsAt(places: readonly LogPlace[]): readonly SearchedLog[] {
  const groups = new Map<Buffer, LogGroupInput>();
  return places.map(({ framed, index }) => {
    const group = groups.get(framed) ?? decodedGroup(framed);
    groups.set(framed, group);
    return logIn(group, index);
  });
}

/** The topics of a logstore, sorted; logs without one have none. */
export function topicsIn(logstore: Logstore, nowMs: number): readonly string[] {
  const topics = logstore
    .shards(nowMs)
    .flatMap((shard) => shard.kept())
    .map(({ framed }) => decodedGroup(framed).topic ?? '');
  return [...new Set(topics)].filter((topic) => topic !== '').sort();
}

function isWithin({ fromSeconds, fromNs, toSeconds, toNs }: TimeRange, seconds: number, ns: number): boolean {
  if (seconds < fromSeconds || (seconds === fromSeconds && ns < fromNs)) return false;
  return seconds < toSeconds || (seconds === toSeconds && ns < toNs);
}

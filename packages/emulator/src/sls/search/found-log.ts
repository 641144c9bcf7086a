import { decodeLogGroupList } from '@polylog/driver-kit';
import type { LogFilter } from '../../store/filter.js';
import { fields, scanLogGroup, slsGroup } from '../../store/log-group-scan.js';
import type { Logstore } from '../logstore.js';

/** A stored log as queries hand it out: everything is text. */
export interface FoundLog {
  readonly timeSeconds: number;
  readonly topic: string;
  readonly row: Readonly<Record<string, string>>;
}

export interface Search {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Empty: any. */
  readonly topic: string;
  readonly filter: LogFilter;
}

/** All logs of a logstore that a search finds, the oldest first, in the order in which they came where times are equal. */
export function findLogs(logstore: Logstore, search: Search, nowMs: number): readonly FoundLog[] {
  return logstore
    .shards(nowMs)
    .flatMap((shard) => shard.kept())
    .flatMap(({ framed }) => logsIn(framed, search))
    .sort((a, b) => a.timeSeconds - b.timeSeconds);
}

/** The topics of a logstore, sorted; logs without one have none. */
export function topicsIn(logstore: Logstore, nowMs: number): readonly string[] {
  const topics = logstore
    .shards(nowMs)
    .flatMap((shard) => shard.kept())
    .map(({ framed }) => decodeLogGroupList(framed)[0]?.topic ?? '');
  return [...new Set(topics)].filter((topic) => topic !== '').sort();
}

function logsIn(framed: Buffer, { fromSeconds, toSeconds, topic, filter }: Search): readonly FoundLog[] {
  const [group] = decodeLogGroupList(framed);
  if (!group || (topic !== '' && group.topic !== topic)) return [];
  const [field] = fields(framed);
  const scanned = scanLogGroup(field?.bytes ?? Buffer.alloc(0), slsGroup);
  return group.logs.flatMap((log, index) => {
    const { timeSeconds, timeNsPart } = log;
    if (timeSeconds < fromSeconds || timeSeconds >= toSeconds) return [];
    if (!filter(scanned[index]!)) return [];
    const row = Object.fromEntries([
      ...log.contents.map(([name, value]) => [name, textOf(value)] as const),
      ...(group.tags ?? []).map(([name, value]) => [`__tag__:${name}`, textOf(value)] as const),
      ['__time__', String(timeSeconds)],
      ...(timeNsPart === undefined ? [] : [['__time_ns_part__', String(timeNsPart)] as const]),
      ['__topic__', group.topic ?? ''],
      ['__source__', group.source ?? ''],
    ]);
    return [{ timeSeconds, topic: group.topic ?? '', row }];
  });
}

/** JSON has no other text: what is not UTF-8 is shown as such. */
function textOf(value: string | Uint8Array): string {
  return typeof value === 'string' ? value : Buffer.from(value).toString('utf8');
}

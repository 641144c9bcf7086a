import { encodeLogGroup, frameLogGroup, type LogGroupInput, type LogInput } from '@polylog/driver-kit';
import type { Draw } from '../draw.js';
import { type FieldMapName, fieldMaps } from './field-maps.js';
import type { Reference, ReferenceGroup, ReferencePair } from './reference.js';
import { someName, someTagName, someValue } from './texts.js';

/** Log groups as collectors send them, written by our encoder (SLS) or by protobufjs. */
export function validLogGroups(draw: Draw, map: FieldMapName, reference: Reference): Buffer {
  const groups = groupsOf(draw);
  if (map === 'sls' && draw.chance(0.7)) return encodedSls(groups);
  return reference.encode({ Groups: groups.map((group) => referenceGroup(draw, group, map)) });
}

/** The same group as protobufjs is given it. */
export function referenceGroup(draw: Draw, group: LogGroupInput, map: FieldMapName): ReferenceGroup {
  return {
    Logs: group.logs.map((log) => ({
      Time: map === 'sls' ? log.timeSeconds : inSomeUnit(draw, log.timeSeconds),
      Contents: log.contents.map(pairOf),
      ...(log.timeNsPart === undefined ? {} : { TimeNs: log.timeNsPart, CollectTime: log.timeNsPart * 1000 }),
    })),
    Tags: (group.tags ?? []).map(pairOf),
    ...textsOf(group, map),
  };
}

function groupsOf(draw: Draw): LogGroupInput[] {
  const kind = draw.below(1000);
  if (kind === 0) return [{ logs: [hugeLog(draw)] }];
  // More than the reader has room for at first.
  if (kind === 1) return Array.from({ length: draw.between(1_020, 2_100) }, () => ({ logs: usualLogs(draw, small) }));
  return Array.from({ length: draw.pick([0, 1, 1, 1, 2, 3]) }, () => groupOf(draw));
}

export function encodedSls(groups: readonly LogGroupInput[]): Buffer {
  return Buffer.concat(groups.map((group) => frameLogGroup(encodeLogGroup(group))));
}

export function groupOf(draw: Draw): LogGroupInput {
  const kind = draw.below(1000);
  const logs = kind === 0 ? manyNames(draw) : kind === 1 ? longLogs(draw) : usualLogs(draw);
  return {
    logs,
    ...(draw.chance(0.6) ? { topic: draw.pick(['', 'app', '主题', 'nginx-access']) } : {}),
    ...(draw.chance(0.6) ? { source: draw.pick(['', '10.0.0.7', 'fe80::1']) } : {}),
    ...(draw.chance(0.1) ? { category: 'store', machineUuid: '' } : {}),
    tags: Array.from({ length: draw.pick([0, 0, 1, 2, 4]) }, () => [someTagName(draw), someValue(draw)] as const),
  };
}

const LATEST_SECOND = 2 ** 32 - 1;

function usualLogs(draw: Draw, shape = draw.pick([access, access, small, mixed, mixed, mixed])): LogInput[] {
  return Array.from({ length: draw.pick([0, 1, 1, 2, 3, 5]) }, () => ({
    timeSeconds: draw.pick([0, 1, 1_772_510_706, LATEST_SECOND, draw.below(2 ** draw.between(1, 32))]),
    ...(draw.chance(0.4) ? { timeNsPart: draw.pick([0, 123_456_789, 999_999_999, LATEST_SECOND]) } : {}),
    contents: shape(draw),
  }));
}

type Contents = LogInput['contents'];

function access(draw: Draw): Contents {
  return [
    ['remote_addr', `10.0.${draw.below(256)}.${draw.below(256)}`],
    ['request_uri', `/api/v1/orders/${draw.below(1e6)}`],
    ['status', String(draw.pick([200, 200, 304, 404, 500]))],
    ['body_bytes_sent', String(draw.below(1e5))],
    ['http_user_agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36'],
  ];
}

function small(draw: Draw): Contents {
  return [['a', String(draw.below(10))]];
}

function mixed(draw: Draw): Contents {
  const contents = Array.from({ length: draw.below(6) }, () => [someName(draw), someValue(draw)] as const);
  const [first] = contents;
  return first !== undefined && draw.chance(0.2) ? [...contents, [first[0], someValue(draw)]] : contents;
}

/** More names than the reader remembers. */
function manyNames(draw: Draw): LogInput[] {
  const contents = Array.from({ length: 5_000 }, (_, index) => [`n${index}`, String(draw.below(9))] as const);
  return [{ timeSeconds: 1, contents }];
}

/** Records above 8 KiB, and a group above 256 KiB, which get no string of their own. */
function longLogs(draw: Draw): LogInput[] {
  const text = draw.pick(['y', 'é', '日']).repeat(draw.pick([9_000, 90_000]));
  return [1, 2, 3].map((timeSeconds) => ({ timeSeconds, contents: [['content', text], ...mixed(draw)] }));
}

/** Around 2 MiB, where a length takes its fourth byte. */
function hugeLog(draw: Draw): LogInput {
  return { timeSeconds: 1, contents: [['content', 'z'.repeat(2 ** 21 - draw.between(-2, 20))], ...mixed(draw)] };
}

function pairOf([name, value]: readonly [string, string | Uint8Array]): ReferencePair {
  return { Key: name, Value: Buffer.from(value as string) };
}

function textsOf({ topic, source }: LogGroupInput, map: FieldMapName): Record<`Text${number}`, string> {
  const fields = fieldMaps[map];
  const texts: Record<`Text${number}`, string> = {};
  for (const [place, text] of [
    [fields.topic, topic],
    [fields.source, source],
    [fields.host, source],
    [fields.path, topic],
  ] as const) {
    if (place !== undefined && 'field' in place && text !== undefined) texts[`Text${place.field}`] = text;
  }
  for (const { field } of fields.textTags ?? []) if (source !== undefined) texts[`Text${field}`] = source;
  return texts;
}

function inSomeUnit(draw: Draw, seconds: number): number {
  return seconds * draw.pick([1, 1000, 1e6, 1e6 + 1, 1e9, -1, -1e6]);
}

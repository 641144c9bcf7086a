import type { LogGroupFieldMap, MetadataPlace } from '@polylog/driver-kit';
import type { ReferenceGroup, ReferenceList, ReferenceLog } from './reference.js';

/** What a record must answer, by whoever else reads the same bytes. */
export interface ExpectedRecord {
  readonly id: string;
  readonly timeNs: bigint;
  readonly entries: readonly Entry[];
  /** The first value of each name. */
  readonly values: ReadonlyMap<string, ExpectedValue>;
  readonly body: string | undefined;
  readonly metadata: ExpectedMetadata;
}

export interface ExpectedValue {
  readonly text: string;
  /** As it came. */
  readonly bytes: Buffer;
}

export type Entry = readonly [name: string, value: string];

export interface ExpectedMetadata {
  readonly topic: string | undefined;
  readonly source: string | undefined;
  readonly host: string | undefined;
  readonly path: string | undefined;
  readonly tags: readonly Entry[];
}

export function expectedRecords(list: ReferenceList, map: LogGroupFieldMap): ExpectedRecord[] {
  return (list.Groups ?? []).flatMap((group, groupIndex) => {
    const metadata = metadataOf(group, map);
    return (group.Logs ?? []).map((log, index) => {
      const contents = log.Contents ?? [];
      const values = new Map<string, ExpectedValue>();
      for (const { Key, Value } of contents) {
        if (!values.has(Key)) values.set(Key, { text: Value.toString(), bytes: Value });
      }
      return {
        id: recordId(groupIndex, index),
        timeNs: timeOf(log, map),
        entries: contents.map(({ Key, Value }) => [Key, Value.toString()]),
        values,
        body: values.get(map.body)?.text,
        metadata,
      };
    });
  });
}

export const recordId = (groupIndex: number, index: number): string => `${groupIndex}/${index}`;

function metadataOf(group: ReferenceGroup, map: LogGroupFieldMap): ExpectedMetadata {
  const tags = new Map<string, string>();
  for (const { Key, Value } of group.Tags ?? []) if (!tags.has(Key)) tags.set(Key, Value.toString());
  const textIn = (field: number): string | undefined =>
    Object.hasOwn(group, `Text${field}`) ? group[`Text${field}`] : undefined;
  for (const { field, tag } of map.textTags ?? []) {
    const text = textIn(field);
    if (text !== undefined && !tags.has(tag)) tags.set(tag, text);
  }
  const at = (place: MetadataPlace | undefined): string | undefined => {
    if (place === undefined) return undefined;
    return 'tag' in place ? tags.get(place.tag) : textIn(place.field);
  };
  return { topic: at(map.topic), source: at(map.source), host: at(map.host), path: at(map.path), tags: [...tags] };
}

const NS_PER_S = 1_000_000_000n;

function timeOf({ Time, TimeNs = 0 }: ReferenceLog, map: LogGroupFieldMap): bigint {
  const time = BigInt(Time.toString());
  return map.time === 'uint32-seconds' ? time * NS_PER_S + BigInt(TimeNs) : time * unitNs(time);
}

/** A time without a unit is in the one that makes it a date between 1973 and 5138: seconds, milli-, micro- or nanoseconds. */
function unitNs(time: bigint): bigint {
  const digits = String(time).replace('-', '').length;
  return digits <= 11 ? NS_PER_S : digits <= 14 ? 1_000_000n : digits <= 17 ? 1000n : 1n;
}

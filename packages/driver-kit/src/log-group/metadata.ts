import { utf8Text } from '../records/slice-text.js';
import type { OpenBody } from './body.js';
import type { LogGroupFieldMap, MetadataPlace } from './field-map.js';
import { textTag } from './structure.js';

export interface GroupMetadata {
  readonly topic: string | undefined;
  readonly source: string | undefined;
  readonly host: string | undefined;
  readonly path: string | undefined;
  readonly tags: ReadonlyMap<string, string>;
}

const NONE: NonNullable<LogGroupFieldMap['textTags']> = [];

/**
 * Reads what stands in a group beside its logs (behind them, as everybody writes it). Of a field that comes twice the
 * last one counts, as in protobuf; of a tag the first one, as with the fields of a record.
 */
export function readMetadata(
  { bytes, wire }: OpenBody,
  start: number,
  end: number,
  fields: LogGroupFieldMap,
): GroupMetadata {
  const tagsTag = textTag(fields.tags);
  const tags = new Map<string, string>();
  const texts = new Map<number, string | undefined>();
  for (const place of [fields.topic, fields.source, fields.host, fields.path]) {
    if (place !== undefined && 'field' in place) texts.set(textTag(place.field), undefined);
  }
  for (const { field } of fields.textTags ?? NONE) texts.set(textTag(field), undefined);
  for (wire.at = start; wire.at < end; ) {
    const tag = wire.tag(end);
    if (tag === tagsTag) {
      wire.pair(wire.span(end));
      const name = utf8Text(bytes, wire.keyStart, wire.keyEnd);
      if (!tags.has(name)) tags.set(name, utf8Text(bytes, wire.valueStart, wire.valueEnd));
    } else if (texts.has(tag)) {
      const textEnd = wire.span(end);
      texts.set(tag, utf8Text(bytes, wire.at, textEnd));
      wire.at = textEnd;
    } else {
      wire.skip(tag, end);
    }
  }
  for (const { field, tag } of fields.textTags ?? NONE) {
    const text = texts.get(textTag(field));
    if (text !== undefined && !tags.has(tag)) tags.set(tag, text);
  }
  const at = (place: MetadataPlace | undefined): string | undefined => {
    if (place === undefined) return undefined;
    return 'tag' in place ? tags.get(place.tag) : texts.get(textTag(place.field));
  };
  return { topic: at(fields.topic), source: at(fields.source), host: at(fields.host), path: at(fields.path), tags };
}

import { mapProducer, type PortableRecord, type Producer } from '@polylog/core/driver';
import { recordTimeNs } from '@polylog/driver-kit';
import { structuredLogOf } from '../client/log-input.js';
import { COLLECTED_LABEL, CONTENT_LABELS, LINE_NUMBER_LABEL, TIME_LABEL } from '../records/service-labels.js';
import type { LtsProducerRecord } from './lts-producer.js';

const [TEXT_LABEL] = CONTENT_LABELS;

/**
 * A record with a body is a log that is a text, its fields the labels of it: so it comes out again. One without is a structured
 * log. What was pulled may be written again: its text stands among its fields, too, and the times that the service told of it are
 * left out, for it tells them anew.
 */
export function portableRecords(producer: Producer<LtsProducerRecord>): Producer<PortableRecord> {
  return mapProducer(producer, portableRecord);
}

/** Throws `invalid-argument`. A field that the service would not give back as it is stays, for the producer to refuse. */
export function portableRecord({ body, ...record }: PortableRecord): LtsProducerRecord {
  const { time, key } = record;
  const fields = withoutToldTimes(record);
  if (body === undefined) return { ...record, fields };
  const labels = new Map(textsOf(fields));
  const [[, written] = ['', '']] = textsOf([['body', body]]);
  const text = labels.get(TEXT_LABEL) ?? written;
  labels.delete(TEXT_LABEL);
  return {
    text,
    labels: Object.fromEntries(labels),
    ...(time !== undefined && { time }),
    ...(key !== undefined && { key }),
  };
}

const textsOf = (fields: PortableRecord['fields']): Pairs => structuredLogOf({ fields }, 0n).contents;

type Pairs = readonly (readonly [name: string, value: string])[];

/**
 * Whether these times are the service's, the one of the log itself says: it is the record's own. The others cannot be told
 * from what they say, because they are of the log's first reception.
 */
function withoutToldTimes({ time, fields }: PortableRecord): PortableRecord['fields'] {
  if (time === undefined || typeof fields !== 'object' || fields === null) return fields;
  const pairs: readonly FieldPair[] = Array.isArray(fields) ? fields : Object.entries(fields);
  const timeNs = recordTimeNs(time);
  const own = new Map([
    [TIME_LABEL, String(timeNs / 1_000_000n)],
    [LINE_NUMBER_LABEL, String(timeNs)],
  ]);
  const isOwn = (pair: FieldPair): boolean => own.has(pair?.[0]) && own.get(pair[0]) === pair[1];
  if (!pairs.some(isOwn)) return fields;
  const isTold = (pair: FieldPair): boolean =>
    isOwn(pair) || (told.includes(pair?.[0]) && DIGITS.test(String(pair[1])));
  return pairs.filter((pair) => !isTold(pair));
}

type FieldPair = Extract<PortableRecord['fields'], readonly unknown[]>[number];

/** Those that are about the reception. */
const told: readonly string[] = [COLLECTED_LABEL, LINE_NUMBER_LABEL];

const DIGITS = /^\d+$/;

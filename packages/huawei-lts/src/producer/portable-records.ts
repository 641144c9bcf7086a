import { mapProducer, type PortableRecord, type Producer } from '@polylog/core/driver';
import { structuredLogOf } from '../client/log-input.js';
import { COLLECTED_LABEL, CONTENT_LABELS, LINE_NUMBER_LABEL, TIME_LABEL } from '../records/service-labels.js';
import type { LtsProducerRecord } from './lts-producer.js';

const TIME_LABELS = [TIME_LABEL, LINE_NUMBER_LABEL, COLLECTED_LABEL];

/**
 * A record with a body is a log that is a text, its fields the labels of it: so it comes out again. One without is a structured
 * log. What was pulled may be written again: its text and its times, which the service tells among the labels, too, and tells anew
 * of what is written, are not taken for fields where the record has them itself.
 */
export function portableRecords(producer: Producer<LtsProducerRecord>): Producer<PortableRecord> {
  return mapProducer(producer, ({ body, ...record }: PortableRecord): LtsProducerRecord => {
    const { time, key } = record;
    const told = [time === undefined ? [] : TIME_LABELS, body === undefined ? [] : [CONTENT_LABELS[0]]].flat();
    const fields = without(record.fields, told);
    if (body === undefined) return { ...record, fields };
    const [[, text] = ['', '']] = structuredLogOf({ fields: [['body', body]] }, 0n).contents;
    return {
      text,
      labels: Object.fromEntries(structuredLogOf({ fields }, 0n).contents),
      ...(time !== undefined && { time }),
      ...(key !== undefined && { key }),
    };
  });
}

/** What are no fields stays, for the producer to refuse. */
function without(fields: PortableRecord['fields'], names: readonly string[]): PortableRecord['fields'] {
  if (typeof fields !== 'object' || fields === null) return fields;
  const pairs = Array.isArray(fields) ? (fields as Pairs) : Object.entries(fields);
  return pairs.filter((pair) => !names.includes(pair?.[0]));
}

type Pairs = Extract<PortableRecord['fields'], readonly unknown[]>;

import { mapProducer, type PortableRecord, type Producer } from '@polylog/core/driver';
import { structuredLogOf } from '../client/log-input.js';
import { CONTENT_LABELS } from '../records/service-labels.js';
import type { LtsProducerRecord } from './lts-producer.js';

/** A record with a body is a log that is a text, its fields the labels of it: so it comes out again. One without is a structured log. */
export function portableRecords(producer: Producer<LtsProducerRecord>): Producer<PortableRecord> {
  return mapProducer(producer, ({ body, ...record }: PortableRecord): LtsProducerRecord => {
    if (body === undefined) return record;
    const { fields, time, key } = record;
    const [[, text] = ['', '']] = structuredLogOf({ fields: [['body', body]] }, 0n).contents;
    const labels = structuredLogOf({ fields }, 0n).contents;
    return {
      text,
      // What was pulled has it among its labels once more.
      labels: Object.fromEntries(labels.filter(([name]) => name !== CONTENT_LABELS[0])),
      ...(time !== undefined && { time }),
      ...(key !== undefined && { key }),
    };
  });
}

import {
  type FieldValue,
  mapProducer,
  type PortableRecord,
  type Producer,
  type ProducerRecord,
} from '@polylog/core/driver';

/** A producer of portable records for a service where a record's body is a field of this name. It comes first; where there is a field of that name already, that one counts. */
export function bodyAsField(producer: Producer, name: string): Producer<PortableRecord> {
  return mapProducer(producer, ({ body, ...record }: PortableRecord): ProducerRecord => {
    const { fields } = record;
    if (body === undefined || typeof fields !== 'object' || fields === null) return record;
    const pairs = Array.isArray(fields) ? (fields as readonly Field[]) : Object.entries(fields);
    return pairs.some((pair) => pair?.[0] === name) ? record : { ...record, fields: [[name, body], ...pairs] };
  });
}

type Field = readonly [name: string, value: FieldValue];

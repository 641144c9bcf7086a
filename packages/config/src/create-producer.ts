import {
  ConsumerError,
  type FieldValue,
  type Producer,
  type ProducerContext,
  type ProducerRecord,
} from '@polylog/core/driver';
import { type Config, stateOf } from './config.js';
import { fieldsToProvider } from './fields/fields-to-provider.js';
import { notOffered } from './not-offered.js';

/** A record whose fields go by the portable names of `fields`. */
export interface ConfiguredRecord extends ProducerRecord {
  /**
   * The raw line: what `LogRecord.body` gives to whoever reads it. It is the first field, under the provider's name for it;
   * where `fields` has a field of that name, too, that one counts.
   */
  readonly body?: string | Uint8Array;
}

/**
 * A producer for the log that the configuration names, each time a new one: the same records for every cloud. `stream` says
 * which log, where a section has several. Sends nothing yet. Throws `unsupported` where the adapter has none, and
 * `invalid-argument` for a stream that the section does not name.
 */
export function createProducer(config: Config, context: ProducerContext = {}): Producer<ConfiguredRecord> {
  const { section, values, fields: names } = stateOf(config);
  const producer = section.createProducer?.(values, context) ?? notOffered(section, 'createProducer', 'write records');

  function translated(record: ConfiguredRecord): ProducerRecord {
    const { body, ...rest } = record;
    const fields = names === undefined ? rest.fields : fieldsToProvider(rest.fields, names);
    if (body === undefined) return { ...rest, fields };
    if (section.bodyField === undefined)
      throw new ConsumerError('unsupported', `${section.provider} has no field that is a record's body. Name a field.`);
    return { ...rest, fields: withBody(section.bodyField, body, fields) };
  }

  return {
    send(record, options) {
      let sent: ProducerRecord;
      try {
        sent = translated(record);
      } catch (error) {
        const refused = Promise.reject(error);
        // As a producer's own: nobody has to look at it.
        refused.catch(() => undefined);
        return refused;
      }
      return producer.send(sent, options);
    },
    ready: (options) => producer.ready(options),
    flush: (options) => producer.flush(options),
    close: (options) => producer.close(options),
    get usedBytes() {
      return producer.usedBytes;
    },
    [Symbol.asyncDispose]: () => producer[Symbol.asyncDispose](),
  };
}

type Field = readonly [name: string, value: FieldValue];

function withBody(name: string, body: string | Uint8Array, fields: ProducerRecord['fields']): ProducerRecord['fields'] {
  if (typeof fields !== 'object' || fields === null) return fields;
  const pairs = Array.isArray(fields) ? (fields as readonly Field[]) : Object.entries(fields);
  return pairs.some((pair) => pair?.[0] === name) ? fields : [[name, body], ...pairs];
}

import { mapProducer, type PortableRecord, type Producer, type ProducerContext } from '@polylog/core/driver';
import { type Config, stateOf } from './config.js';
import { fieldsToProvider } from './fields/fields-to-provider.js';
import { notOffered } from './not-offered.js';

/**
 * A producer for the log that the configuration names, each time a new one: the same records for every cloud, their fields
 * under the portable names of `fields`. `stream` says which log, where a section has several. Sends nothing yet. Throws
 * `unsupported` where the adapter has none, and `invalid-argument` for a stream that the section does not name.
 */
export function createProducer(config: Config, context: ProducerContext = {}): Producer<PortableRecord> {
  const { section, values, fields: names } = stateOf(config);
  const producer = section.createProducer?.(values, context) ?? notOffered(section, 'createProducer', 'write records');
  if (names === undefined) return producer;
  return mapProducer(producer, (record: PortableRecord) => ({
    ...record,
    fields: fieldsToProvider(record.fields, names),
  }));
}

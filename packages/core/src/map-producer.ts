import type { Producer } from './producer.js';

/** A producer that takes other records: each is translated when it is sent. What the translation throws is that record's refusal. */
export function mapProducer<NewR extends object, Known extends object>(
  producer: Producer<Known>,
  translate: (record: NewR) => Known,
): Producer<NewR> {
  return {
    send(record, options) {
      let known: Known;
      try {
        known = translate(record);
      } catch (error) {
        const refused = Promise.reject(error);
        // As a producer's own: nobody has to look at it.
        refused.catch(() => undefined);
        return refused;
      }
      return producer.send(known, options);
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

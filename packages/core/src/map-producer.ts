import type { Producer } from './producer.js';

/**
 * A producer that takes other records: each is translated when it is sent. What the translation throws is that record's refusal;
 * what is no object goes on as it is, to be refused.
 */
export function mapProducer<NewR extends object, Known extends object>(
  producer: Producer<Known>,
  translate: (record: NewR) => Known,
): Producer<NewR> {
  return {
    send: (record, options) => producer.send(translated(translate, record), options),
    ready: (options) => producer.ready(options),
    flush: (options) => producer.flush(options),
    close: (options) => producer.close(options),
    get usedBytes() {
      return producer.usedBytes;
    },
    [Symbol.asyncDispose]: () => producer[Symbol.asyncDispose](),
  };
}

/** Known to all installed copies of this module. */
const refusal = Symbol.for('@polylog/core/refusal');

/**
 * Why a record could not be translated, where that is what it stands for. Such a one is sent on, so that the producer alone rejects
 * what is refused, counts it and tells of it: a producer throws what this answers.
 */
export function untranslated(record: object): { readonly error: unknown } | undefined {
  return (record as { readonly [refusal]?: { readonly error: unknown } })[refusal];
}

function translated<NewR extends object, Known extends object>(
  translate: (record: NewR) => Known,
  record: NewR,
): Known {
  const asItIs = record as object as Known;
  if (typeof record !== 'object' || record === null || untranslated(record) !== undefined) return asItIs;
  try {
    return translate(record);
  } catch (error) {
    return { [refusal]: { error } } as object as Known;
  }
}

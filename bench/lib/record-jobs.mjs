/** @typedef {Iterable<import('@polylog/core').LogRecord>} Records */

/** Somewhere for what was read to go, so that no compiler leaves the reading out. */
export const sink = { last: undefined, characters: 0 };

/**
 * What a user may do with the records of a batch, by the method that it stands on.
 *
 * @type {Record<string, (records: Records, oneField: string) => void>}
 */
export const recordJobs = {
  toObject(records) {
    for (const record of records) {
      sink.last = record.toObject();
      sink.characters += record.epochMs;
    }
  },
  /** Also what the log group says of all its records, which those who read whole messages have anyway. */
  metadata(records) {
    for (const record of records) {
      sink.last = record.toObject();
      sink.characters +=
        record.epochMs + record.tags.size + (record.topic ?? record.path).length + record.source.length;
    }
  },
  entries(records) {
    let characters = 0;
    for (const record of records) {
      for (const [name, value] of record.entries()) characters += name.length + value.length;
      characters += record.epochMs;
    }
    sink.characters += characters;
  },
  get(records, oneField) {
    let characters = 0;
    for (const record of records) characters += record.get(oneField).length;
    sink.characters += characters;
  },
};

const everyField = (record) => Object.entries(record.toObject());
const fieldsOf = {
  toObject: everyField,
  metadata: everyField,
  entries: (record) => record.entries(),
  get: (record, oneField) => [[oneField, record.get(oneField)]],
};

/**
 * @param {ReturnType<typeof import('./checksum.mjs').createChecksum>} checksum
 * @param {Records} records
 * @param {keyof typeof fieldsOf} job
 * @param {string} oneField
 */
export function addRecords(checksum, records, job, oneField) {
  for (const record of records) {
    checksum.record(Math.floor(record.epochMs / 1000));
    for (const [name, value] of fieldsOf[job](record, oneField)) checksum.field(name, value);
    checksum.endRecord();
  }
}

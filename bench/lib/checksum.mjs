import { crc32 } from 'node:zlib';

/**
 * One number over what was read, which candidates in all languages work out alike. A field counts by the CRC-32 of name,
 * a zero byte, value (UTF-8); a record by its seconds plus its fields, in any order, since maps have none; the whole by
 * its records, in order: `sum = sum * 31 + record`. All modulo 2^32. A bench that reads one field names it too.
 */
export function createChecksum() {
  let [sum, record, records, fields] = [0, 0, 0, 0];
  return {
    record(/** @type {number} */ timeSeconds) {
      record = timeSeconds | 0;
      records++;
    },
    field(/** @type {string} */ name, /** @type {string} */ value) {
      record = (record + crc32(`${name}\0${value}`)) | 0;
      fields++;
    },
    endRecord() {
      sum = (Math.imul(sum, 31) + record) | 0;
    },
    text: () => `${records} records, ${fields} fields, ${(sum >>> 0).toString(16).padStart(8, '0')}`,
  };
}

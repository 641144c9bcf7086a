import { parseJson } from '@polylog/driver-kit';
import { int64 } from '../http/int64.js';
import { LtsError } from './error.js';

export type Fields = Readonly<Record<string, unknown>>;

/** Readers of what a body holds. */
export interface JsonReaders {
  /** The whole body. */
  body(bytes: Buffer): unknown;
  object(value: unknown, what: string): Fields;
  list(value: unknown, what: string): readonly unknown[];
  text(value: unknown, what: string): string;
  /** A signed number of 64 bits, exact. */
  int64(value: unknown, what: string): bigint;
}

/** `refuse` makes the error of whatever is not what it has to be; what is not JSON has a code of its own unless said so. */
export function jsonReaders(
  refuse: (message: string) => LtsError,
  notJson: (message: string) => LtsError = (message) => new LtsError(400, 'LTS.0007', message),
): JsonReaders {
  return {
    body(bytes) {
      try {
        return parseJson(bytes.toString('utf8'));
      } catch {
        throw notJson('the body is not JSON');
      }
    },
    object(value, what) {
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
      throw refuse(`${what} is not an object`);
    },
    list(value, what) {
      if (Array.isArray(value)) return value;
      throw refuse(`${what} is not a list`);
    },
    text(value, what) {
      if (typeof value === 'string') return value;
      throw refuse(`${what} is not a text`);
    },
    int64(value, what) {
      const found = int64(value);
      if (found !== undefined) return found;
      throw refuse(`${what} is not a whole number of 64 bits`);
    },
  };
}

import type { LogRecord } from '@polylog/core';

/** What a log of this shop tells, wherever it is kept. */
export interface Order {
  readonly number: string;
  readonly timeNs: bigint;
  readonly host: string;
  /** The line that a person would read. */
  readonly text: string;
  /** By the names that the program has for them; those that a log does not have are left out. */
  readonly fields: ReadonlyMap<string, string>;
}

/** Every field that an order can have. */
export const FIELDS = ['amount', 'customer', 'note', 'note_2', 'payload', 'constructor', '地区'] as const;

/** Copies what the report needs, for a record ends with its batch. */
export function orderOf(record: LogRecord): Order {
  const fields = new Map<string, string>();
  for (const name of FIELDS) {
    const value = record.get(name);
    if (value !== undefined) fields.set(name, value);
  }
  const { timeNs, host = '', body = '' } = record;
  return { number: record.get('number') ?? '', timeNs, host, text: body, fields };
}

import type { DeadLetter } from '@polylog/core';
import { FIELDS, type Order } from './order.js';

/** An order as one line of JSON, always the same for the same order. */
export function reportLine({ number, timeNs, host, text, fields }: Order): string {
  const inOrder = FIELDS.map((name) => [name, fields.get(name)] as const);
  return JSON.stringify({ number, timeNs: String(timeNs), host, text, fields: inOrder });
}

/** The same of a letter, which has all fields of its log under the names of the program, the text among them. */
export function letterLine({ timeNs, host = '', fields }: DeadLetter): string {
  const texts = fields.map(
    ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
  );
  const byName = new Map(texts);
  const { number = '', line: text = '' } = Object.fromEntries(byName);
  return reportLine({ number, timeNs: BigInt(timeNs), host, text, fields: byName });
}

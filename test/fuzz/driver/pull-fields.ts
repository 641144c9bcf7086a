import type { Draw } from '../draw.js';
import type { FuzzCase } from '../fuzz-case.js';

type Fields = FuzzCase['fields'];

/** What headers and statuses are changed to. */
export const STATUSES: readonly string[] = [
  '200',
  '201',
  '204',
  '206',
  '302',
  '400',
  '401',
  '403',
  '404',
  '429',
  '500',
  '503',
  '0',
  '999',
];
export const LENGTHS: readonly string[] = [
  ...['0', '1', '-1', '1.5', '1e9', '0x10', '', 'NaN', ' 7'],
  ...[String(2 ** 21), String(2 ** 31), '9'.repeat(20)],
];
export const DATES: readonly string[] = ['Thu, 01 Jan 1970 00:00:00 GMT', 'yesterday', '1772510706', ''];
export const REQUEST_IDS: readonly string[] = ['', '\u0000\n', 'x'.repeat(3_000)];

/** Of a case's fields, those with a colon: what is read, and how. */
export const askedIn = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => name.startsWith(':')));

/** The others: the headers of the answer. */
export const headersIn = (fields: Fields): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !name.startsWith(':')));

/** An answer that is as it should be, to what was asked. */
export function answerFields(draw: Draw, body: Buffer, asked: Fields, requestId: Fields): Fields {
  return {
    ...asked,
    ':status': '200',
    ...(draw.chance(0.9) ? { 'content-length': String(body.length) } : {}),
    date: 'Tue, 03 Mar 2026 04:05:06 GMT',
    ...requestId,
  };
}

/** One header changed to one of its values, or taken away. */
export function withOneHeaderChanged(
  draw: Draw,
  fields: Fields,
  choices: readonly (readonly [name: string, values: readonly string[]])[],
): Fields {
  const [name, values] = draw.pick(choices);
  const changed: Record<string, string> = { ...fields, [name]: draw.pick(values) };
  if (draw.chance(0.2)) delete changed[name];
  return changed;
}

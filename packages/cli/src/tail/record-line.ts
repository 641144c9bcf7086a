import type { LogRecord } from '@polylog/core';
import { paint } from '../output/colours.js';
import { printable } from '../output/printable.js';
import { padded, widthOf } from '../output/width.js';
import { exactTimeText } from '../values/time-text.js';
import { valueIn } from './filter.js';
import { ownFields } from './own-fields.js';

export type RecordText = (partition: string, record: LogRecord) => readonly string[];

/** A record on one line for people: time, partition, body, then the other fields as `name=value`. */
export function recordLine(colours: boolean): RecordText {
  const faint = (text: string): string => (colours ? paint(text, 'dim') : text);
  return (partition, record) => {
    const { body } = record;
    const own = ownFields(record);
    const hidden = bodyField(own, body);
    const fields = own
      .filter((field) => field !== hidden)
      .map(([name, value]) => `${faint(`${printable(name)}=`)}${quoted(value)}`);
    const line = body === undefined ? [] : [printable(body)];
    return [[faint(`${exactTimeText(record.timeNs)} ${printable(partition)}`), ...line, ...fields].join(' ')];
  };
}

/** Where services keep the raw line. */
const BODY_NAMES: readonly string[] = ['log_content', '__CONTENT__', 'content'];

type Field = readonly [name: string, value: string];

/** The field that the body is; another one may have the same value. Undefined where it cannot be told from others. */
function bodyField(fields: readonly Field[], body: string | undefined): Field | undefined {
  const same = fields.filter(([, value]) => value === body);
  for (const name of BODY_NAMES) {
    const field = same.find((each) => each[0] === name);
    if (field !== undefined) return field;
  }
  // The configuration may have given it another name.
  return same.length === 1 ? same[0] : undefined;
}

function quoted(value: string): string {
  return /^[^\s"=]+$/.test(value) ? printable(value) : `"${printable(value).replaceAll('"', '\\"')}"`;
}

/** Cells for what a table is read in: a wider one moves only what is behind it. */
const LEAST_WIDTH = 8;

/** Records as a table of these columns. What is wider than anything before makes its column wider from there on. */
export function recordTable(columns: readonly string[], colours: boolean): RecordText {
  const titles = ['TIME', 'PARTITION', ...columns];
  const widths = titles.map((title) => Math.max(widthOf(title), LEAST_WIDTH));
  let begun = false;
  const lineOf = (cells: readonly string[]): string => {
    cells.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, widthOf(cell));
    });
    return cells.map((cell, i) => (i === cells.length - 1 ? cell : padded(cell, widths[i] ?? 0))).join('  ');
  };
  return (partition, record) => {
    const values = columns.map((name) => printable(valueIn(record, name) ?? '-'));
    const line = lineOf([exactTimeText(record.timeNs), printable(partition), ...values]);
    if (begun) return [line];
    begun = true;
    const title = lineOf(titles.map(printable));
    return [colours ? paint(title, 'bold') : title, line];
  };
}

import { jsonText } from './json-text.js';
import type { Output } from './output.js';
import { type Cell, type Column, tableLines } from './table.js';

/** A whole answer for programs: one JSON value. */
export function printJson(output: Output, value: unknown): void {
  output.line(jsonText(value, 2));
}

export function printTable(
  output: Pick<Output, 'line' | 'colours'>,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): void {
  for (const line of tableLines(columns, rows, output.colours)) output.line(line);
}

import { type Colour, paint } from './colours.js';
import { printable } from './printable.js';
import { padded, widthOf } from './width.js';

export interface Column {
  readonly title: string;
  readonly align?: 'right';
}

/** A text, or one in a colour. */
export type Cell = string | { readonly text: string; readonly colour: Colour };

/** Lines of a table for people: columns two spaces apart, a title over each. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  colours: boolean,
): readonly string[] {
  const texts = rows.map((row) => row.map((cell) => printable(typeof cell === 'string' ? cell : cell.text)));
  const widths = columns.map(({ title }, i) => Math.max(widthOf(title), ...texts.map((row) => widthOf(row[i] ?? ''))));
  const lineOf = (row: readonly string[], colourOf: (i: number) => Colour | undefined): string =>
    columns
      .map(({ align }, i) => {
        const cell = padded(row[i] ?? '', widths[i] ?? 0, align);
        const colour = colours ? colourOf(i) : undefined;
        return colour === undefined ? cell : paint(cell, colour);
      })
      .join('  ')
      .trimEnd();
  return [
    lineOf(
      columns.map(({ title }) => title),
      () => 'bold',
    ),
    ...texts.map((row, r) =>
      lineOf(row, (i) => {
        const cell = rows[r]?.[i];
        return typeof cell === 'object' ? cell.colour : undefined;
      }),
    ),
  ];
}

/**
 * A table that reads well in a terminal and is Markdown. The first column is text, the others are figures.
 *
 * @param {readonly string[]} columns
 * @param {readonly (readonly string[])[]} rows
 */
export function table(columns, rows) {
  const widths = columns.map((column, i) => Math.max(...[column, ...rows.map((row) => row[i] ?? '')].map(width), 3));
  const line = (cells) => `| ${cells.map((cell, i) => pad(cell ?? '', widths[i], i > 0)).join(' | ')} |`;
  const rule = `| ${widths.map((size, i) => (i > 0 ? `${'-'.repeat(size - 1)}:` : '-'.repeat(size))).join(' | ')} |`;
  return [line(columns), rule, ...rows.map((row) => line(columns.map((_, i) => row[i])))].join('\n');
}

const width = (/** @type {string} */ text) => [...text].length;

function pad(text, size, right) {
  const blanks = ' '.repeat(size - width(text));
  return right ? blanks + text : text + blanks;
}

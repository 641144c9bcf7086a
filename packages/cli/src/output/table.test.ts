import { expect, test } from 'vitest';
import { printable } from './printable.js';
import { tableLines } from './table.js';

test('columns are as wide as what stands in them, also what takes two cells a character', () => {
  const lines = tableLines(
    [{ title: 'GROUP' }, { title: 'LAG', align: 'right' }, { title: 'X' }],
    [
      ['日志组', '5', 'a'],
      ['billing', '12345', ''],
    ],
    false,
  );
  expect(lines).toEqual(['GROUP      LAG  X', '日志组       5  a', 'billing  12345']);
});

test('colours are there only where they are wanted', () => {
  const rows = [[{ text: 'lost', colour: 'red' as const }]];
  expect(tableLines([{ title: 'A' }], rows, false)).toEqual(['A', 'lost']);
  expect(tableLines([{ title: 'A' }], rows, true)).toEqual(['\u001b[1mA   \u001b[22m', '\u001b[31mlost\u001b[39m']);
});

test('nothing in a cell commands the terminal', () => {
  expect(tableLines([{ title: 'A' }], [['\u001b[2Jgone\u009b1m\n\u202e']], false)[1]).toBe(
    '\\u001b[2Jgone\\u009b1m\\n\\u202e',
  );
  expect(printable('a\tb\r\u2028\u0000')).toBe('a\\tb\\r\\u2028\\u0000');
});

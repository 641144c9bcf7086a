import { sqlError } from './sql-error.js';

const symbols = [
  '<>',
  '!=',
  '<=',
  '>=',
  '||',
  '(',
  ')',
  ',',
  '.',
  '*',
  '/',
  '%',
  '+',
  '-',
  '<',
  '>',
  '=',
  ';',
] as const;
export type SqlSymbol = (typeof symbols)[number];

/** A piece of SQL; `at` is where it begins. */
export type SqlToken =
  | { readonly kind: 'name'; readonly text: string; readonly at: number }
  | { readonly kind: 'quoted-name'; readonly text: string; readonly at: number }
  | { readonly kind: 'text'; readonly text: string; readonly at: number }
  | { readonly kind: 'number'; readonly text: string; readonly at: number }
  | { readonly kind: 'symbol'; readonly text: SqlSymbol; readonly at: number }
  | { readonly kind: 'end'; readonly text: ''; readonly at: number };

const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;

/** All pieces of a statement, `end` the last. */
export function sqlTokens(sql: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  while (at < sql.length) {
    const char = sql[at] as string;
    if (/\s/.test(char)) {
      at += 1;
      continue;
    }
    if (char === "'" || char === '"') {
      const { text, end } = quoted(sql, at, char);
      tokens.push({ kind: char === '"' ? 'quoted-name' : 'text', text, at });
      at = end;
      continue;
    }
    const number = matchAt(NUMBER, sql, at);
    const name = number === '' ? matchAt(NAME, sql, at) : '';
    const symbol = symbols.find((each) => sql.startsWith(each, at));
    if (number !== '') tokens.push({ kind: 'number', text: number, at });
    else if (name !== '') tokens.push({ kind: 'name', text: name, at });
    else if (symbol) tokens.push({ kind: 'symbol', text: symbol, at });
    else throw sqlError(at, `${JSON.stringify(char)} does not belong to SQL`);
    at += (number || name || (symbol as string)).length;
  }
  return [...tokens, { kind: 'end', text: '', at: sql.length }];
}

/** A quote in the text is written twice. */
function quoted(sql: string, open: number, quote: string): { readonly text: string; readonly end: number } {
  for (let at = open + 1; at < sql.length; at += 1) {
    if (sql[at] !== quote) continue;
    if (sql[at + 1] !== quote) return { text: sql.slice(open + 1, at).replaceAll(quote + quote, quote), end: at + 1 };
    at += 1;
  }
  throw sqlError(open, 'this quote is not closed');
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

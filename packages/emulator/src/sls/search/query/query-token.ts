import { queryError } from './query-error.js';

const symbols = ['>=', '<=', '>', '<', '=', ':', '(', ')', '[', ']'] as const;
export type QuerySymbol = (typeof symbols)[number];

/** A piece of a query; `at` is where it begins. */
export type QueryToken =
  | {
      readonly kind: 'word';
      readonly text: string;
      /** Where in the text a `*` or `?` stands for others; one with a backslash before it is itself. */
      readonly wild: readonly number[];
      /** Nothing in it was behind a backslash, so that it may be an operator. */
      readonly plain: boolean;
      readonly at: number;
    }
  | { readonly kind: 'quoted'; readonly text: string; readonly at: number }
  | { readonly kind: 'symbol'; readonly text: QuerySymbol; readonly at: number }
  | { readonly kind: 'end'; readonly at: number };

/** What may be looked for, or name a field. */
export type TextToken = Extract<QueryToken, { kind: 'word' | 'quoted' }>;

/** All pieces of a query, `end` the last. */
export function queryTokens(query: string): readonly QueryToken[] {
  const tokens: QueryToken[] = [];
  let at = 0;
  while (at < query.length) {
    const char = query[at] as string;
    const symbol = symbols.find((each) => query.startsWith(each, at));
    if (/\s/.test(char)) at += 1;
    else if (symbol) {
      tokens.push({ kind: 'symbol', text: symbol, at });
      at += symbol.length;
    } else if (char === '"' || query.startsWith('#"', at)) {
      // `#"…"` is the service's newer way to write a phrase.
      const { text, end } = quotedText(query, char === '"' ? at : at + 1);
      tokens.push({ kind: 'quoted', text, at });
      at = end;
    } else {
      const { token, end } = word(query, at);
      tokens.push(token);
      at = end;
    }
  }
  return [...tokens, { kind: 'end', at: query.length }];
}

function quotedText(query: string, open: number): { readonly text: string; readonly end: number } {
  let text = '';
  for (let at = open + 1; at < query.length; at += 1) {
    if (query[at] === '"') return { text, end: at + 1 };
    if (query[at] === '\\' && at + 1 < query.length) at += 1;
    text += query[at];
  }
  throw queryError(query, open, 'this quote is not closed');
}

function word(query: string, start: number): { readonly token: TextToken; readonly end: number } {
  const wild: number[] = [];
  let text = '';
  let plain = true;
  let at = start;
  for (; at < query.length && !/[\s"():<>=[\]]/.test(query[at] as string); at += 1) {
    if (query[at] === '\\' && at + 1 < query.length) {
      at += 1;
      plain = false;
    } else if (query[at] === '*' || query[at] === '?') wild.push(text.length);
    text += query[at];
  }
  return { token: { kind: 'word', text, wild, plain, at: start }, end: at };
}

import { isReserved, parseExpression } from './parse-expression.js';
import { notSupported } from './sql-error.js';
import type { OrderItem, SelectItem, SelectStatement, SqlExpression } from './sql-tree.js';
import { isKeyword, isSymbol, type TokenReader, tokenReader, unexpected } from './token-reader.js';

const BEYOND_US = [
  'having',
  'join',
  'inner',
  'left',
  'right',
  'full',
  'cross',
  'union',
  'except',
  'intersect',
  'offset',
];
const OTHER_STATEMENTS = ['with', 'insert', 'update', 'delete', 'create', 'drop', 'show', 'describe', 'explain', 'set'];
/** What the service gives where a statement has no limit; known by hearsay. */
const STANDARD_LIMIT = 100;

/** Reads one `select`. Throws for anything else, by its name and place. */
export function parseSelect(sql: string): SelectStatement {
  const reader = tokenReader(sql);
  const first = reader.peek();
  if (isKeyword(first, ...OTHER_STATEMENTS)) throw notSupported(first.at, first.text.toUpperCase());
  reader.expectKeyword('select');
  if (isKeyword(reader.peek(), 'distinct', 'all')) throw notSupported(reader.peek().at, 'DISTINCT or ALL');
  const items = reader.takeSymbol('*') ? [] : listOf(reader, selectItem);
  takeFrom(reader);
  const where = reader.takeKeyword('where') ? parseExpression(reader) : undefined;
  const groupBy = takeBy(reader, 'group') ? listOf(reader, parseExpression) : [];
  const orderBy = takeBy(reader, 'order') ? listOf(reader, orderItem) : [];
  const limit = reader.takeKeyword('limit') ? limitOf(reader) : { offset: 0, count: STANDARD_LIMIT };
  reader.takeSymbol(';');
  const rest = reader.peek();
  if (isKeyword(rest, ...BEYOND_US)) throw notSupported(rest.at, rest.text.toUpperCase());
  if (rest.kind !== 'end') throw unexpected(rest, 'this does not belong here');
  return { items, where, groupBy, orderBy, limit };
}

/** All that is known is `from log`, which is what is understood where it is left out. */
function takeFrom(reader: TokenReader): void {
  if (!reader.takeKeyword('from')) return;
  const table = reader.take();
  if (isSymbol(table, '(')) throw notSupported(table.at, 'a select within a select');
  if (table.text !== 'log') throw notSupported(table.at, `FROM ${table.text} (only FROM log)`);
  if (isSymbol(reader.peek(), ',')) throw notSupported(reader.peek().at, 'more than one table');
}

function takeBy(reader: TokenReader, keyword: string): boolean {
  if (!reader.takeKeyword(keyword)) return false;
  reader.expectKeyword('by');
  return true;
}

function selectItem(reader: TokenReader): SelectItem {
  if (isSymbol(reader.peek(), '*')) throw notSupported(reader.peek().at, '* beside other columns');
  const expression = parseExpression(reader);
  if (!reader.takeKeyword('as') && !isName(reader)) return { expression, alias: undefined };
  const alias = reader.take();
  if (alias.kind !== 'quoted-name' && (alias.kind !== 'name' || isReserved(alias))) {
    throw unexpected(alias, 'a name should stand here');
  }
  return { expression, alias: alias.text };
}

function isName(reader: TokenReader): boolean {
  const token = reader.peek();
  if (token.kind === 'quoted-name') return true;
  return token.kind === 'name' && !isReserved(token) && !isKeyword(token, ...BEYOND_US);
}

function orderItem(reader: TokenReader): OrderItem {
  const expression: SqlExpression = parseExpression(reader);
  const descending = reader.takeKeyword('desc');
  if (!descending) reader.takeKeyword('asc');
  if (isKeyword(reader.peek(), 'nulls')) throw notSupported(reader.peek().at, 'NULLS (they come last)');
  return { expression, descending };
}

/** `limit n`, or `limit offset, n`. */
function limitOf(reader: TokenReader): SelectStatement['limit'] {
  const first = wholeNumber(reader);
  if (!reader.takeSymbol(',')) return { offset: 0, count: first };
  return { offset: first, count: wholeNumber(reader) };
}

function wholeNumber(reader: TokenReader): number {
  const token = reader.take();
  if (token.kind === 'number' && /^\d{1,15}$/.test(token.text)) return Number(token.text);
  throw unexpected(token, 'a whole number should stand here');
}

function listOf<T>(reader: TokenReader, item: (reader: TokenReader) => T): readonly T[] {
  const items: T[] = [];
  do items.push(item(reader));
  while (reader.takeSymbol(','));
  return items;
}

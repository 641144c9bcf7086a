import type { SearchIndex } from '../search-index.js';
import type { SearchedLog } from '../searched-log.js';
import { type Compiled, compileExpression, type Scope } from './compile-expression.js';
import { createGrouping, hasAggregate } from './grouping.js';
import { allColumns, logScope } from './log-columns.js';
import { parseSelect } from './parse-select.js';
import { sqlError } from './sql-error.js';
import type { OrderItem, SelectItem, SelectStatement, SqlExpression } from './sql-tree.js';
import { compareValues, type SqlType, type SqlValue, valueText } from './sql-value.js';

export interface SqlResult {
  readonly columns: readonly string[];
  readonly types: readonly SqlType[];
  /** Every value is text. */
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** A statement that is understood, ready to go over logs. */
export type PreparedSelect = (logs: Iterable<SearchedLog>) => SqlResult;

/** Throws for what is not SQL, not in the index, or beyond the emulator, before any log is looked at. */
export function prepareSelect(sql: string, index: SearchIndex): PreparedSelect {
  const statement = parseSelect(sql);
  const items = statement.items.length > 0 ? statement.items : allItems(index);
  const columns = namesOf(items);
  const logs = logScope(index);
  const groupBy = statement.groupBy.map((each) => (logs.resolve(each) ? each : (byPlaceOrAlias(each, items) ?? each)));
  const orderBy = statement.orderBy.map((each) => ({
    ...each,
    expression: byPlaceOrAlias(each.expression, items) ?? each.expression,
  }));
  const filter = statement.where && whereTest(statement.where, logs);
  const passing = (all: Iterable<SearchedLog>) => (filter ? filtered(all, filter) : all);
  const isGrouped =
    groupBy.length > 0 ||
    items.some(({ expression }) => hasAggregate(expression)) ||
    orderBy.some(({ expression }) => hasAggregate(expression));

  if (!isGrouped) {
    // Whoever names no order gets the oldest first.
    const order = orderBy.length > 0 ? orderBy : [byTime];
    const answer = answering(items, columns, order, statement.limit, logs);
    return (all) => answer(passing(all));
  }
  const grouping = createGrouping(groupBy, logs);
  const answer = answering(items, columns, orderBy, statement.limit, grouping.scope);
  return (all) => answer(grouping.group(passing(all)));
}

const byTime: OrderItem = { expression: { kind: 'column', name: '__time__', at: 0 }, descending: false };

/** The last steps, the same for logs and for groups: values, order, limit. */
function answering<Row>(
  items: readonly SelectItem[],
  columns: readonly string[],
  orderBy: readonly OrderItem[],
  { offset, count }: SelectStatement['limit'],
  scope: Scope<Row>,
): (rows: Iterable<Row>) => SqlResult {
  const values = items.map(({ expression }) => compileExpression(expression, scope));
  const order = orderBy.map(({ expression, descending }) => ({ ...compileExpression(expression, scope), descending }));
  const types = values.map(({ type }) => type);
  return (rows) => {
    const worked: { readonly row: readonly SqlValue[]; readonly keys: readonly SqlValue[] }[] = [];
    for (const row of rows) worked.push({ row: evaluated(values, row), keys: evaluated(order, row) });
    if (order.length > 0) worked.sort((a, b) => compareKeys(a.keys, b.keys, order));
    const some = worked.slice(offset, offset + count);
    const named = some.map(({ row }) =>
      Object.fromEntries(columns.map((name, at) => [name, valueText(row[at] ?? null)])),
    );
    return { columns, types, rows: named };
  };
}

function evaluated<Row>(expressions: readonly Compiled<Row>[], row: Row): readonly SqlValue[] {
  return expressions.map((each) => each.evaluate(row));
}

/** Nulls come last, whichever way. */
function compareKeys(
  a: readonly SqlValue[],
  b: readonly SqlValue[],
  order: readonly { readonly descending: boolean }[],
): number {
  for (const [at, { descending }] of order.entries()) {
    const left = a[at] ?? null;
    const right = b[at] ?? null;
    if (left === null || right === null) {
      if (left !== right) return left === null ? 1 : -1;
      continue;
    }
    const compared = compareValues(left, right);
    if (compared !== 0) return descending ? -compared : compared;
  }
  return 0;
}

function whereTest(where: SqlExpression, logs: Scope<SearchedLog>): (log: SearchedLog) => boolean {
  if (hasAggregate(where)) throw sqlError(where.at, 'WHERE clause cannot contain aggregations');
  const { type, evaluate } = compileExpression(where, logs);
  if (type !== 'boolean' && type !== 'unknown') throw sqlError(where.at, `WHERE clause is ${type}, not boolean`);
  return (log) => evaluate(log) === true;
}

function* filtered(logs: Iterable<SearchedLog>, test: (log: SearchedLog) => boolean): Generator<SearchedLog> {
  for (const log of logs) if (test(log)) yield log;
}

/** `group by 1` and `order by n` are about what is selected. */
function byPlaceOrAlias(expression: SqlExpression, items: readonly SelectItem[]): SqlExpression | undefined {
  if (expression.kind === 'column') return items.find(({ alias }) => alias === expression.name)?.expression;
  if (expression.kind !== 'literal' || typeof expression.value !== 'bigint') return undefined;
  const item = items[Number(expression.value) - 1];
  if (!item) throw sqlError(expression.at, `position ${expression.value} is not in select list`);
  return item.expression;
}

function allItems(index: SearchIndex): readonly SelectItem[] {
  return allColumns(index).map((name) => ({ expression: { kind: 'column', name, at: 0 }, alias: undefined }));
}

function namesOf(items: readonly SelectItem[]): readonly string[] {
  const names = items.map(({ expression, alias }, at) => {
    return alias ?? (expression.kind === 'column' ? expression.name : `_col${at}`);
  });
  names.forEach((name, at) => {
    const { expression } = items[at] as SelectItem;
    if (names.indexOf(name) < at) throw sqlError(expression.at, `two columns have the name '${name}'`);
  });
  return names;
}

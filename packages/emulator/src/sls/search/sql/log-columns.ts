import type { SearchIndex } from '../search-index.js';
import { type SearchedLog, valuesAt, valuesOf } from '../searched-log.js';
import type { Compiled, Scope } from './compile-expression.js';
import { type SqlType, typedValue } from './sql-value.js';

const TYPES = { long: 'bigint', double: 'double', text: 'varchar', json: 'varchar' } as const satisfies Record<
  string,
  SqlType
>;

/** The columns of logs: the fields of the index by their types, and those that every log has. */
export function logScope(index: SearchIndex): Scope<SearchedLog> {
  return {
    resolve: (expression) => (expression.kind === 'column' ? columnOf(index, expression.name) : undefined),
  };
}

/** What `select *` is about: a guess. */
export function allColumns(index: SearchIndex): readonly string[] {
  return [...new Set(['__time__', '__topic__', '__source__', ...index.names.filter(index.forSql)])];
}

function columnOf(index: SearchIndex, nameOrAlias: string): Compiled<SearchedLog> | undefined {
  if (nameOrAlias === '__time__') return { type: 'bigint', evaluate: (log) => BigInt(log.timeSeconds) };
  const name = index.field(nameOrAlias) ? nameOrAlias : (index.aliased(nameOrAlias) ?? nameOrAlias);
  const field = index.field(name);
  if (!field || !index.forSql(name)) return undefined;
  const path = field.type === 'json' ? undefined : field.path;
  const type = field.type === 'json' ? 'text' : field.type;
  return {
    type: TYPES[field.type],
    // Of several values the last one, which is also what a search shows.
    evaluate: (log) => typedValue((path ? valuesAt(log, path) : valuesOf(log, name)).at(-1), type),
  };
}

import type { SearchedLog } from '../searched-log.js';
import { type Accumulator, type Aggregate, aggregateFor, aggregateNames } from './aggregates.js';
import { type Compiled, compileExpression, type Scope } from './compile-expression.js';
import { sqlError } from './sql-error.js';
import { fingerprint, type SqlExpression } from './sql-tree.js';
import type { SqlValue } from './sql-value.js';

/** Logs that are one row of the answer. */
export interface LogGroup {
  readonly keys: readonly SqlValue[];
  readonly accumulators: readonly Accumulator[];
}

export interface Grouping {
  /** What an expression of the answer may be made of: what was grouped by, and aggregates, which are taken note of here. */
  readonly scope: Scope<LogGroup>;
  /** One group of all logs where nothing is grouped by, even if there are none. */
  group(logs: Iterable<SearchedLog>): Iterable<LogGroup>;
}

interface Wanted {
  readonly aggregate: Aggregate;
  /** None for `count(*)`. */
  readonly value: Compiled<SearchedLog> | undefined;
}

export function createGrouping(groupBy: readonly SqlExpression[], logs: Scope<SearchedLog>): Grouping {
  const keys = groupBy.map((each) => compileExpression(each, logs));
  const keyPrints = groupBy.map(fingerprint);
  const wanted: Wanted[] = [];
  const wantedPrints: string[] = [];

  const start = (values: readonly SqlValue[]): LogGroup => ({
    keys: values,
    accumulators: wanted.map(({ aggregate }) => aggregate.start()),
  });
  function add({ accumulators }: LogGroup, log: SearchedLog): void {
    wanted.forEach(({ value }, at) => {
      const found = value ? value.evaluate(log) : true;
      if (found !== null) accumulators[at]?.add(found);
    });
  }
  function placeOf(expression: Extract<SqlExpression, { kind: 'call' }>): number {
    const print = fingerprint(expression);
    const known = wantedPrints.indexOf(print);
    if (known >= 0) return known;
    wantedPrints.push(print);
    return wanted.push(wantedOf(expression, logs)) - 1;
  }

  return {
    scope: {
      resolve(expression) {
        const key = keyPrints.indexOf(fingerprint(expression));
        if (key >= 0)
          return { type: (keys[key] as Compiled<SearchedLog>).type, evaluate: (row) => row.keys[key] ?? null };
        if (expression.kind === 'call' && aggregateNames.includes(expression.name)) {
          const place = placeOf(expression);
          const { type } = (wanted[place] as Wanted).aggregate;
          return { type, evaluate: (row) => (row.accumulators[place] as Accumulator).result() };
        }
        if (expression.kind === 'column' && logs.resolve(expression)) {
          throw sqlError(
            expression.at,
            `'${expression.name}' must be an aggregate expression or appear in GROUP BY clause`,
          );
        }
        return undefined;
      },
    },
    group(all) {
      const groups = new Map<string, LogGroup>();
      if (keys.length === 0) groups.set('', start([]));
      for (const log of all) {
        const values = keys.map((key) => key.evaluate(log));
        const print = values.map(keyText).join();
        const group = groups.get(print) ?? start(values);
        groups.set(print, group);
        add(group, log);
      }
      return groups.values();
    },
  };
}

/** Whether an expression has an aggregate somewhere. */
export function hasAggregate(expression: SqlExpression): boolean {
  switch (expression.kind) {
    case 'call':
      return aggregateNames.includes(expression.name) || expression.args.some(hasAggregate);
    case 'unary':
      return hasAggregate(expression.operand);
    case 'binary':
      return hasAggregate(expression.left) || hasAggregate(expression.right);
    default:
      return false;
  }
}

function wantedOf(
  { name, args, star, at }: Extract<SqlExpression, { kind: 'call' }>,
  logs: Scope<SearchedLog>,
): Wanted {
  if (star) return { aggregate: aggregateFor('count', 'bigint', at), value: undefined };
  const [only] = args;
  if (args.length !== 1 || !only) throw sqlError(at, `${name} takes one value`);
  if (hasAggregate(only)) throw sqlError(only.at, 'an aggregate cannot stand within another');
  const value = compileExpression(only, logs);
  return { aggregate: aggregateFor(name, value.type, at), value };
}

/** Another one for each value: texts are told by their length. */
function keyText(value: SqlValue): string {
  return typeof value === 'string' ? `'${value.length}:${value}` : `${typeof value} ${value}`;
}

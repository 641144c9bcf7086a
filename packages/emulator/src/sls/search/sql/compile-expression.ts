import { inRange, operatorFor } from './operators.js';
import { scalarFunction } from './scalar-functions.js';
import { sqlError } from './sql-error.js';
import type { SqlExpression } from './sql-tree.js';
import type { SqlType, SqlValue } from './sql-value.js';

/** An expression that is ready to be worked out on rows of some kind: logs, or groups of logs. */
export interface Compiled<Row> {
  readonly type: SqlType;
  evaluate(row: Row): SqlValue;
}

/** What rows of a kind have of their own: columns, or what the logs were grouped by. */
export interface Scope<Row> {
  resolve(expression: SqlExpression): Compiled<Row> | undefined;
}

type Of<Kind extends SqlExpression['kind']> = Extract<SqlExpression, { readonly kind: Kind }>;

/** Throws where a column is not there, or types do not go together. */
export function compileExpression<Row>(expression: SqlExpression, scope: Scope<Row>): Compiled<Row> {
  const own = scope.resolve(expression);
  if (own) return own;
  switch (expression.kind) {
    case 'literal':
      return { type: typeOf(expression.value), evaluate: () => expression.value };
    case 'column':
      throw sqlError(
        expression.at,
        `Column '${expression.name}' cannot be resolved; is it in the index, for analytics?`,
      );
    case 'unary':
      return unary(expression, compileExpression(expression.operand, scope));
    case 'binary':
      return binary(expression, compileExpression(expression.left, scope), compileExpression(expression.right, scope));
    case 'call': {
      const prepare = scalarFunction(expression);
      const args = expression.args.map((each) => compileExpression(each, scope));
      const { type, apply } = prepare(expression, args);
      return { type, evaluate: (row) => apply(args.map((arg) => arg.evaluate(row))) };
    }
    default:
      return expression satisfies never;
  }
}

function unary<Row>({ operator, at }: Of<'unary'>, operand: Compiled<Row>): Compiled<Row> {
  switch (operator) {
    case 'is null':
      return { type: 'boolean', evaluate: (row) => operand.evaluate(row) === null };
    case 'not':
      expectBoolean(operand.type, operator, at);
      return {
        type: 'boolean',
        evaluate(row) {
          const value = operand.evaluate(row);
          return value === null ? null : !value;
        },
      };
    case '-':
      if (operand.type === 'varchar' || operand.type === 'boolean') {
        throw sqlError(at, `'-' cannot be applied to ${operand.type}`);
      }
      return {
        type: operand.type,
        evaluate(row) {
          const value = operand.evaluate(row);
          if (value === null) return null;
          return typeof value === 'bigint' ? inRange(-value, at) : -value;
        },
      };
    default:
      return operator satisfies never;
  }
}

function binary<Row>({ operator, at }: Of<'binary'>, left: Compiled<Row>, right: Compiled<Row>): Compiled<Row> {
  if (operator === 'and' || operator === 'or') {
    expectBoolean(left.type, operator, at);
    expectBoolean(right.type, operator, at);
    const decided = operator === 'or';
    return {
      type: 'boolean',
      // Null is not known: it matters only where the other side does not decide.
      evaluate(row) {
        const first = left.evaluate(row);
        if (first === decided) return decided;
        const second = right.evaluate(row);
        if (second === decided) return decided;
        return first === null || second === null ? null : !decided;
      },
    };
  }
  const { type, apply } = operatorFor(operator, left.type, right.type, at);
  return {
    type,
    evaluate(row) {
      const first = left.evaluate(row);
      const second = right.evaluate(row);
      return first === null || second === null ? null : apply(first, second);
    },
  };
}

function expectBoolean(type: SqlType, operator: string, at: number): void {
  if (type !== 'boolean' && type !== 'unknown') throw sqlError(at, `'${operator}' cannot be applied to ${type}`);
}

function typeOf(value: SqlValue): SqlType {
  if (value === null) return 'unknown';
  if (typeof value === 'bigint') return 'bigint';
  if (typeof value === 'number') return 'double';
  return typeof value === 'string' ? 'varchar' : 'boolean';
}

import { ANY, MANY, matchesPattern } from '../pattern.js';
import { notSupported, sqlError } from './sql-error.js';
import type { BinaryOperator } from './sql-tree.js';
import { areComparable, compareValues, isNumeric, type SqlType, type SqlValue } from './sql-value.js';

export interface TypedOperator {
  readonly type: SqlType;
  /** Neither is null. */
  apply(left: SqlValue, right: SqlValue): SqlValue;
}

/** What an operator does with values of two types; throws where it does nothing with them. `and` and `or` are not among them. */
export function operatorFor(operator: BinaryOperator, left: SqlType, right: SqlType, at: number): TypedOperator {
  const refuse = () => sqlError(at, `'${operator}' cannot be applied to ${left}, ${right}`);
  const order = orders[operator];
  if (order) {
    if (!areComparable(left, right)) throw refuse();
    return { type: 'boolean', apply: (a, b) => order(compareValues(a, b)) };
  }
  if (operator === 'like') {
    if (![left, right].every((type) => type === 'varchar' || type === 'unknown')) throw refuse();
    return { type: 'boolean', apply: (text, pattern) => isLike(String(text), String(pattern)) };
  }
  if (!isNumeric(left) || !isNumeric(right)) throw refuse();
  if (left === 'double' || right === 'double') {
    const run = onDoubles[operator];
    if (!run) throw notSupported(at, operator);
    return { type: 'double', apply: (a, b) => run(Number(a), Number(b)) };
  }
  const run = onBigints[operator];
  if (!run) throw notSupported(at, operator);
  return {
    type: 'bigint',
    apply(a, b) {
      if ((operator === '/' || operator === '%') && b === 0n) throw sqlError(at, 'Division by zero');
      return inRange(run(a as bigint, b as bigint), at);
    },
  };
}

/** A bigint has 64 bits. */
export function inRange(value: bigint, at: number): bigint {
  if (BigInt.asIntN(64, value) !== value) throw sqlError(at, 'the result is too large for a bigint');
  return value;
}

const orders: { readonly [operator in BinaryOperator]?: (order: number) => boolean } = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

const onDoubles: { readonly [operator in BinaryOperator]?: (a: number, b: number) => number } = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

/** Quotients are cut off toward zero, as the service's engine does it. */
const onBigints: { readonly [operator in BinaryOperator]?: (a: bigint, b: bigint) => bigint } = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

/** `%` is any text, `_` one character. */
function isLike(text: string, pattern: string): boolean {
  return matchesPattern(
    text,
    [...pattern].map((char) => (char === '%' ? MANY : char === '_' ? ANY : char)),
  );
}

import { inRange } from './operators.js';
import { sqlError } from './sql-error.js';
import { compareValues, isNumeric, type SqlType, type SqlValue } from './sql-value.js';

/** Goes over the values of a group. Nulls are passed over before they come here. */
export interface Accumulator {
  add(value: SqlValue): void;
  result(): SqlValue;
}

export interface Aggregate {
  readonly type: SqlType;
  start(): Accumulator;
}

export const aggregateNames: readonly string[] = ['count', 'sum', 'avg', 'min', 'max'];

/** Throws where a function does not go with a type. */
export function aggregateFor(name: string, type: SqlType, at: number): Aggregate {
  switch (name) {
    case 'count':
      return { type: 'bigint', start: counting };
    case 'min':
      return { type, start: () => extreme(-1) };
    case 'max':
      return { type, start: () => extreme(1) };
    default:
      if (!isNumeric(type)) throw sqlError(at, `${name} cannot be applied to ${type}`);
      if (name === 'avg') return { type: 'double', start: averaging };
      return type === 'double' ? { type, start: summing } : { type: 'bigint', start: () => summingExactly(at) };
  }
}

function counting(): Accumulator {
  let count = 0;
  return {
    add: () => {
      count += 1;
    },
    result: () => BigInt(count),
  };
}

function summing(): Accumulator {
  let sum: number | null = null;
  return {
    add: (value) => {
      sum = (sum ?? 0) + Number(value);
    },
    result: () => sum,
  };
}

function summingExactly(at: number): Accumulator {
  let sum: bigint | null = null;
  return {
    add: (value) => {
      sum = inRange((sum ?? 0n) + (value as bigint), at);
    },
    result: () => sum,
  };
}

function averaging(): Accumulator {
  let sum = 0;
  let count = 0;
  return {
    add: (value) => {
      sum += Number(value);
      count += 1;
    },
    result: () => (count === 0 ? null : sum / count),
  };
}

function extreme(sign: 1 | -1): Accumulator {
  let most: SqlValue = null;
  return {
    add: (value) => {
      if (most === null || compareValues(value, most) * sign > 0) most = value;
    },
    result: () => most,
  };
}

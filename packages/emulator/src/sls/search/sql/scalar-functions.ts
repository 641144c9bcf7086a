import { aggregateNames } from './aggregates.js';
import { notSupported, sqlError } from './sql-error.js';
import type { SqlExpression } from './sql-tree.js';
import type { SqlType, SqlValue } from './sql-value.js';

type Call = Extract<SqlExpression, { readonly kind: 'call' }>;

interface ScalarFunction {
  readonly type: SqlType;
  apply(args: readonly SqlValue[]): SqlValue;
}

const UNIT_SECONDS: Readonly<Record<string, bigint>> = { s: 1n, m: 60n, h: 3_600n, d: 86_400n };

/** Throws where a function is called in another way than it is known. */
type Prepare = (call: Call, args: readonly { readonly type: SqlType }[]) => ScalarFunction;

/** A function of the values of one row, by its name. */
export function scalarFunction({ name, at }: Call): Prepare {
  if (aggregateNames.includes(name)) throw sqlError(at, `${name} cannot stand here`);
  if (name === 'time_slice') return timeSlice;
  throw notSupported(at, `the function ${name}`);
}

/**
 * `time_slice(__time__, 60)` or `time_slice(__time__, '1m')`: the first second of the stretch of time that a second lies in,
 * the same as `__time__ - __time__ % 60`. Its arguments are a guess: the documents have only its name.
 */
function timeSlice(
  { at, args: [, width], args: all }: Call,
  [time]: readonly { readonly type: SqlType }[],
): ScalarFunction {
  const seconds = width?.kind === 'literal' ? secondsOf(width.value) : undefined;
  if (all.length !== 2 || time?.type !== 'bigint' || seconds === undefined) {
    throw sqlError(at, "time_slice takes a column of whole seconds and a width, as 60, '30s', '1m', '1h' or '1d'");
  }
  return {
    type: 'bigint',
    apply: ([value]) => (typeof value === 'bigint' ? value - (((value % seconds) + seconds) % seconds) : null),
  };
}

function secondsOf(width: SqlValue): bigint | undefined {
  if (typeof width === 'bigint') return width > 0n ? width : undefined;
  const [, count = '', unit = ''] = /^(\d{1,9})([smhd])$/.exec(String(width)) ?? [];
  const seconds = BigInt(count) * (UNIT_SECONDS[unit] ?? 0n);
  return seconds > 0n ? seconds : undefined;
}

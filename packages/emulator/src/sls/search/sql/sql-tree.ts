import type { SqlValue } from './sql-value.js';

export type BinaryOperator = 'or' | 'and' | '=' | '<>' | '<' | '<=' | '>' | '>=' | 'like' | '+' | '-' | '*' | '/' | '%';

/** `at` is where in the statement an expression begins, or its operator stands. */
export type SqlExpression =
  | { readonly kind: 'literal'; readonly value: SqlValue; readonly at: number }
  | { readonly kind: 'column'; readonly name: string; readonly at: number }
  | {
      readonly kind: 'unary';
      readonly operator: '-' | 'not' | 'is null';
      readonly operand: SqlExpression;
      readonly at: number;
    }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: SqlExpression;
      readonly right: SqlExpression;
      readonly at: number;
    }
  | {
      readonly kind: 'call';
      /** In small letters. */
      readonly name: string;
      readonly args: readonly SqlExpression[];
      /** `count(*)`. */
      readonly star: boolean;
      readonly at: number;
    };

export interface SelectItem {
  readonly expression: SqlExpression;
  readonly alias: string | undefined;
}

export interface OrderItem {
  readonly expression: SqlExpression;
  readonly descending: boolean;
}

export interface SelectStatement {
  /** Empty for `select *`. */
  readonly items: readonly SelectItem[];
  readonly where: SqlExpression | undefined;
  readonly groupBy: readonly SqlExpression[];
  readonly orderBy: readonly OrderItem[];
  readonly limit: { readonly offset: number; readonly count: number };
}

/** The same for expressions that say the same, wherever they stand and however they are spaced. */
export function fingerprint(expression: SqlExpression): string {
  return JSON.stringify(expression, (key, value: unknown) =>
    key === 'at' ? undefined : typeof value === 'bigint' ? { bigint: String(value) } : value,
  );
}

import { notSupported, sqlError } from './sql-error.js';
import type { SqlToken } from './sql-token.js';
import type { BinaryOperator, SqlExpression } from './sql-tree.js';
import { isKeyword, isSymbol, type TokenReader, unexpected } from './token-reader.js';

/** Words that are no columns unless they are quoted. */
const RESERVED = [
  ...[
    'select',
    'from',
    'where',
    'group',
    'by',
    'order',
    'limit',
    'having',
    'as',
    'and',
    'or',
    'not',
    'in',
    'is',
    'like',
  ],
  ...['between', 'null', 'asc', 'desc', 'case', 'when', 'distinct', 'union', 'join', 'on', 'with', 'exists', 'cast'],
];
/** Of the reserved ones, those that begin an expression which is not known here. */
const BEYOND_US = ['case', 'distinct', 'exists', 'cast', 'select', 'with'];
const LARGEST_BIGINT = 2n ** 63n - 1n;

export const isReserved = (token: SqlToken): boolean => isKeyword(token, ...RESERVED);

/** What binds tightest: sign, `* / %`, `+ -`, comparisons, `not`, `and`, `or`. */
export function parseExpression(reader: TokenReader): SqlExpression {
  return reader.within(() => leftToRight(reader, (token) => (isKeyword(token, 'or') ? 'or' : undefined), conjunction));
}

function conjunction(reader: TokenReader): SqlExpression {
  return leftToRight(reader, (token) => (isKeyword(token, 'and') ? 'and' : undefined), negation);
}

function negation(reader: TokenReader): SqlExpression {
  const { at } = reader.peek();
  if (reader.takeKeyword('not')) return not(negation(reader), at);
  return comparison(reader);
}

function comparison(reader: TokenReader): SqlExpression {
  const left = sum(reader);
  const token = reader.peek();
  const { at } = token;
  if (isSymbol(token, '=', '<>', '!=', '<', '<=', '>', '>=')) {
    const operator = reader.take().text;
    return binary(operator === '!=' ? '<>' : (operator as BinaryOperator), left, sum(reader), at);
  }
  if (reader.takeKeyword('is')) {
    const negated = reader.takeKeyword('not');
    reader.expectKeyword('null');
    const isNull: SqlExpression = { kind: 'unary', operator: 'is null', operand: left, at };
    return negated ? not(isNull, at) : isNull;
  }
  const negated = isKeyword(token, 'not') && isKeyword(reader.peek(1), 'in', 'like', 'between');
  if (negated) reader.take();
  const found = membership(reader, left);
  return found && negated ? not(found, at) : (found ?? left);
}

/** `in`, `between` and `like`, the first two in terms of comparisons. */
function membership(reader: TokenReader, left: SqlExpression): SqlExpression | undefined {
  const { at } = reader.peek();
  if (reader.takeKeyword('like')) return binary('like', left, sum(reader), at);
  if (reader.takeKeyword('between')) {
    const low = sum(reader);
    reader.expectKeyword('and');
    return binary('and', binary('>=', left, low, at), binary('<=', left, sum(reader), at), at);
  }
  if (!reader.takeKeyword('in')) return undefined;
  reader.expectSymbol('(');
  let any: SqlExpression | undefined;
  do {
    const same = binary('=', left, parseExpression(reader), at);
    any = any ? binary('or', any, same, at) : same;
  } while (reader.takeSymbol(','));
  reader.expectSymbol(')');
  return any;
}

function sum(reader: TokenReader): SqlExpression {
  const operator = (token: SqlToken): BinaryOperator | undefined => {
    if (isSymbol(token, '||')) throw notSupported(token.at, '||');
    return isSymbol(token, '+', '-') ? (token.text as BinaryOperator) : undefined;
  };
  return leftToRight(reader, operator, product);
}

function product(reader: TokenReader): SqlExpression {
  const operator = (token: SqlToken) => (isSymbol(token, '*', '/', '%') ? (token.text as BinaryOperator) : undefined);
  return leftToRight(reader, operator, signed);
}

function signed(reader: TokenReader): SqlExpression {
  const { at } = reader.peek();
  if (reader.takeSymbol('+')) return signed(reader);
  if (reader.takeSymbol('-')) return { kind: 'unary', operator: '-', operand: signed(reader), at };
  return primary(reader);
}

function primary(reader: TokenReader): SqlExpression {
  const token = reader.take();
  const { at } = token;
  if (token.kind === 'number') return { kind: 'literal', value: numberIn(token), at };
  if (token.kind === 'text') return { kind: 'literal', value: token.text, at };
  if (isSymbol(token, '(')) {
    const inner = parseExpression(reader);
    reader.expectSymbol(')');
    return inner;
  }
  if (isKeyword(token, 'null')) return { kind: 'literal', value: null, at };
  if (isKeyword(token, 'true', 'false')) return { kind: 'literal', value: token.text.toLowerCase() === 'true', at };
  if (isKeyword(token, ...BEYOND_US)) throw notSupported(at, token.text.toUpperCase());
  if (token.kind === 'name' && isSymbol(reader.peek(), '(')) return call(reader, token);
  if (token.kind === 'quoted-name' || (token.kind === 'name' && !isReserved(token))) return column(reader, token);
  throw unexpected(token, 'a column, a value or a function should stand here');
}

/** `a.b.c` is a place in JSON, and one name. */
function column(reader: TokenReader, first: SqlToken): SqlExpression {
  let name: string = first.text;
  while (reader.takeSymbol('.')) {
    const step = reader.take();
    if (step.kind !== 'name' && step.kind !== 'quoted-name') throw unexpected(step, 'a name should stand here');
    name += `.${step.text}`;
  }
  return { kind: 'column', name, at: first.at };
}

function call(reader: TokenReader, { text, at }: SqlToken): SqlExpression {
  const name = text.toLowerCase();
  reader.expectSymbol('(');
  const args: SqlExpression[] = [];
  const star = name === 'count' && reader.takeSymbol('*');
  if (!star && !isSymbol(reader.peek(), ')')) {
    do args.push(parseExpression(reader));
    while (reader.takeSymbol(','));
  }
  reader.expectSymbol(')');
  const follower = reader.peek();
  if (isKeyword(follower, 'over', 'filter')) throw notSupported(follower.at, follower.text.toUpperCase());
  return { kind: 'call', name, args, star, at };
}

function numberIn({ text, at }: SqlToken): bigint | number {
  if (!/^\d+$/.test(text)) return Number(text);
  const value = BigInt(text);
  if (value > LARGEST_BIGINT) throw sqlError(at, `${text} is too large for a bigint`);
  return value;
}

function leftToRight(
  reader: TokenReader,
  operatorOf: (token: SqlToken) => BinaryOperator | undefined,
  operand: (reader: TokenReader) => SqlExpression,
): SqlExpression {
  let left = operand(reader);
  for (;;) {
    const token = reader.peek();
    const operator = operatorOf(token);
    if (!operator) return left;
    reader.take();
    left = binary(operator, left, operand(reader), token.at);
  }
}

function binary(operator: BinaryOperator, left: SqlExpression, right: SqlExpression, at: number): SqlExpression {
  return { kind: 'binary', operator, left, right, at };
}

function not(operand: SqlExpression, at: number): SqlExpression {
  return { kind: 'unary', operator: 'not', operand, at };
}

import { queryError } from './query-error.js';
import { type QuerySymbol, type QueryToken, queryTokens, type TextToken } from './query-token.js';
import type { Bound, QueryTree, Range } from './query-tree.js';

/** No person writes deeper ones, and a stack does not hold any depth. */
const DEEPEST = 100;

/** Reads the part before the pipe. What binds tightest: `:` and comparisons, `not`, `and` (also unwritten), `or`. */
export function parseQuery(query: string): QueryTree {
  const tokens = queryTokens(query);
  let next = 0;
  let depth = 0;
  const peek = (ahead = 0): QueryToken => tokens[Math.min(next + ahead, tokens.length - 1)] as QueryToken;
  const take = (): QueryToken => {
    const token = peek();
    next += 1;
    return token;
  };
  const fail = (token: QueryToken, why: string) => queryError(query, token.at, why);

  function deeper(token: QueryToken, parse: () => QueryTree): QueryTree {
    depth += 1;
    if (depth > DEEPEST) throw fail(token, `more than ${DEEPEST} levels of parentheses and not`);
    const tree = parse();
    depth -= 1;
    return tree;
  }

  function anyOf(): QueryTree {
    const parts = [allOf()];
    while (isOperator(peek(), 'or')) {
      take();
      parts.push(allOf());
    }
    return parts.length === 1 ? (parts[0] as QueryTree) : { kind: 'or', parts };
  }

  function allOf(): QueryTree {
    const parts = [one()];
    for (;;) {
      if (isOperator(peek(), 'and')) take();
      else if (!beginsAPart(peek())) break;
      parts.push(one());
    }
    return parts.length === 1 ? (parts[0] as QueryTree) : { kind: 'and', parts };
  }

  function one(): QueryTree {
    const token = take();
    if (isOperator(token, 'not')) return deeper(token, () => ({ kind: 'not', part: one() }));
    if (isSymbol(token, '(')) {
      const tree = deeper(token, anyOf);
      if (!isSymbol(peek(), ')')) throw fail(peek(), 'a closing parenthesis is missing');
      take();
      return tree;
    }
    if (token.kind === 'quoted' || (token.kind === 'word' && !isOperator(token, 'and', 'or'))) return condition(token);
    throw fail(token, 'a word, a quoted text, a field or a parenthesis should stand here');
  }

  function condition(token: TextToken): QueryTree {
    const follower = peek();
    if (isSymbol(follower, ':')) return fieldCondition(fieldName(token), token.at);
    if (isSymbol(follower, '>', '>=', '<', '<=', '=')) return comparison(token);
    const bracket = peek(1);
    if (isOperator(follower, 'in') && isSymbol(bracket, '[', '(')) {
      take();
      return { kind: 'range', field: fieldName(token), range: range(), at: token.at };
    }
    if (isStar(token)) return { kind: 'all' };
    return words(undefined, token, token.at);
  }

  function fieldCondition(field: string, at: number): QueryTree {
    take();
    const value = take();
    if (isSymbol(value, '(')) throw fail(value, 'a field takes one value: write a:b or a:c for a:(b or c)');
    if (value.kind !== 'word' && value.kind !== 'quoted') throw fail(value, 'the value of a field is missing');
    // The one kind of name with a colon in it: `__tag__:name:value`.
    if (field === '__tag__') {
      if (!isSymbol(peek(), ':')) throw fail(value, 'a tag is written as __tag__:name:value');
      return fieldCondition(`__tag__:${fieldName(value)}`, at);
    }
    if (isStar(value)) return { kind: 'exists', field, at };
    return words(field, value, at);
  }

  function words(field: string | undefined, value: TextToken, at: number): QueryTree {
    const wild = value.kind === 'word' ? value.wild : [];
    if (wild[0] === 0) throw fail(value, 'a word cannot begin with * or ?');
    return { kind: 'words', field, text: value.text, wild, at };
  }

  function comparison(token: TextToken): QueryTree {
    const sign = take() as QueryToken & { readonly kind: 'symbol' };
    const bound = number();
    const below: Range = { low: -Infinity, lowIncluded: true, high: bound, highIncluded: sign.text === '<=' };
    const above: Range = { low: bound, lowIncluded: sign.text === '>=', high: Infinity, highIncluded: true };
    const same: Range = { low: bound, lowIncluded: true, high: bound, highIncluded: true };
    const chosen = sign.text === '=' ? same : sign.text.startsWith('<') ? below : above;
    return { kind: 'range', field: fieldName(token), range: chosen, at: token.at };
  }

  function range(): Range {
    const open = take();
    const low = number();
    const high = number();
    const close = take();
    if (!isSymbol(close, ']', ')')) throw fail(close, 'a range ends with ] or )');
    return { low, lowIncluded: isSymbol(open, '['), high, highIncluded: isSymbol(close, ']') };
  }

  function number(): Bound {
    const token = take();
    const found = token.kind === 'word' ? boundOf(token.text) : undefined;
    if (found === undefined) throw fail(token, 'a number should stand here');
    return found;
  }

  function fieldName(token: TextToken): string {
    if (token.kind === 'word' && token.wild.length > 0) throw fail(token, 'a name of a field has no * or ?');
    return token.text;
  }

  if (peek().kind === 'end') return { kind: 'all' };
  const tree = anyOf();
  if (peek().kind !== 'end') throw fail(peek(), 'this does not belong here; quoted, it would be a text to look for');
  return tree;
}

/** A number as it is written, whole ones exactly; undefined for anything else. */
export function boundOf(text: string): Bound | undefined {
  if (/^[+-]?\d{1,15}$/.test(text)) return Number(text);
  if (/^[+-]?\d+$/.test(text)) return BigInt(text.replace(/^\+/, ''));
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

function isSymbol(token: QueryToken, ...texts: readonly QuerySymbol[]): boolean {
  return token.kind === 'symbol' && texts.includes(token.text);
}

/** The operators may be written in upper and lower case. */
function isOperator(token: QueryToken, ...names: readonly string[]): boolean {
  return token.kind === 'word' && token.plain && names.includes(token.text.toLowerCase());
}

function isStar(token: QueryToken): boolean {
  return token.kind === 'word' && token.text === '*' && token.wild.length === 1;
}

function beginsAPart(token: QueryToken): boolean {
  if (token.kind === 'word') return !isOperator(token, 'or');
  return token.kind === 'quoted' || isSymbol(token, '(');
}

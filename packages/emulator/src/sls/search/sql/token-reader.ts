import { sqlError } from './sql-error.js';
import { type SqlSymbol, type SqlToken, sqlTokens } from './sql-token.js';

/** No person writes longer ones, and a tree of any depth would not fit on the stack. */
const MOST_TOKENS = 2_000;
const DEEPEST = 100;

/** Reads the pieces of a statement one after the other. Keywords may be written in upper and lower case. */
export interface TokenReader {
  peek(ahead?: number): SqlToken;
  take(): SqlToken;
  /** Takes the next piece if it is this keyword. */
  takeKeyword(keyword: string): boolean;
  takeSymbol(symbol: SqlSymbol): boolean;
  expectSymbol(symbol: SqlSymbol): void;
  expectKeyword(keyword: string): void;
  /** Parses what stands within parentheses; not any depth of them fits on the stack. */
  within<T>(parse: () => T): T;
}

export function tokenReader(sql: string): TokenReader {
  const tokens = sqlTokens(sql);
  if (tokens.length > MOST_TOKENS) throw sqlError(0, `more than ${MOST_TOKENS} words and signs`);
  let next = 0;
  let depth = 0;
  const reader: TokenReader = {
    peek: (ahead = 0) => tokens[Math.min(next + ahead, tokens.length - 1)] as SqlToken,
    take() {
      const token = reader.peek();
      next += 1;
      return token;
    },
    takeKeyword: (keyword) => isKeyword(reader.peek(), keyword) && advance(),
    takeSymbol: (symbol) => isSymbol(reader.peek(), symbol) && advance(),
    expectSymbol(symbol) {
      if (!reader.takeSymbol(symbol)) throw unexpected(reader.peek(), `"${symbol}" should stand here`);
    },
    expectKeyword(keyword) {
      if (!reader.takeKeyword(keyword)) throw unexpected(reader.peek(), `"${keyword}" should stand here`);
    },
    within(parse) {
      depth += 1;
      if (depth > DEEPEST) throw sqlError(reader.peek().at, `more than ${DEEPEST} levels of parentheses`);
      const parsed = parse();
      depth -= 1;
      return parsed;
    },
  };
  function advance(): true {
    next += 1;
    return true;
  }
  return reader;
}

export function isKeyword(token: SqlToken, ...keywords: readonly string[]): boolean {
  return token.kind === 'name' && keywords.includes(token.text.toLowerCase());
}

export function isSymbol(token: SqlToken, ...texts: readonly SqlSymbol[]): boolean {
  return token.kind === 'symbol' && texts.includes(token.text);
}

export function unexpected(token: SqlToken, why: string): Error {
  return sqlError(
    token.at,
    token.kind === 'end' ? `the statement ends too early: ${why}` : `near "${token.text}": ${why}`,
  );
}

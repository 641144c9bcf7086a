import { FilterBeyondUs, type LogFilter } from '../store/filter.js';

/**
 * A small part of the service's processing language, enough to try what a filtered pull does to offsets: `log_keep` or
 * `log_drop` over `op_eq(v("field"), "text")`, and these joined by `op_and`, `op_or` and `op_not`. The rest throws
 * {@link FilterBeyondUs}.
 */
export function parseQuery(query: string): LogFilter {
  const tokens = query.match(/[a-z_]+|"[^"]*"|-?\d+(?:\.\d+)?|[(),]|\S/g) ?? [];
  let at = 0;
  const take = (wanted?: string): string => {
    const token = tokens[at++] ?? '';
    if (token === '' || (wanted !== undefined && token !== wanted)) throw new FilterBeyondUs(query);
    return token;
  };
  function literal(): string {
    const token = take();
    if (/^"/.test(token)) return token.slice(1, -1);
    if (/^-?\d/.test(token)) return token;
    throw new FilterBeyondUs(query);
  }
  /** What stands between brackets, separated by commas. */
  function list<T>(one: () => T): readonly T[] {
    const found: T[] = [];
    do {
      take(found.length === 0 ? '(' : ',');
      found.push(one());
    } while (tokens[at] === ',');
    take(')');
    return found;
  }
  function condition(): LogFilter {
    const name = take();
    switch (name) {
      case 'op_eq': {
        take('(');
        take('v');
        const [field] = list(literal);
        take(',');
        const text = literal();
        take(')');
        return ({ contents }) =>
          contents.some(({ key, value }) => key.toString() === field && value.toString() === text);
      }
      case 'op_and':
      case 'op_or': {
        const conditions = list(condition);
        return (log) =>
          name === 'op_and' ? conditions.every((each) => each(log)) : conditions.some((each) => each(log));
      }
      case 'op_not': {
        const [inner] = list(condition);
        return (log) => inner?.(log) === false;
      }
      default:
        throw new FilterBeyondUs(query);
    }
  }
  const verb = take();
  if (verb !== 'log_keep' && verb !== 'log_drop') throw new FilterBeyondUs(query);
  const [filter, ...more] = list(condition);
  if (!filter || more.length > 0 || at < tokens.length) throw new FilterBeyondUs(query);
  return verb === 'log_keep' ? filter : (log) => !filter(log);
}

/** The two parts of `search | SQL`; the second is empty where there is none. */
export interface QueryParts {
  readonly searchPart: string;
  readonly sqlPart: string;
}

/** Splits at the first pipe outside double quotes, the only ones that the part before it knows. */
export function splitQuery(query: string): QueryParts {
  const at = pipeOf(query);
  if (at < 0) return { searchPart: query.trim() || '*', sqlPart: '' };
  const sqlPart = query.slice(at + 1).trim();
  // Asks for each log's place in its pack, which is not kept here: the same logs without it.
  const isSql = sqlPart.toLowerCase() !== 'with_pack_meta';
  return { searchPart: query.slice(0, at).trim() || '*', sqlPart: isSql ? sqlPart : '' };
}

function pipeOf(query: string): number {
  let quoted = false;
  for (let at = 0; at < query.length; at += 1) {
    const char = query[at];
    if (char === '\\') at += 1;
    else if (char === '"') quoted = !quoted;
    else if (char === '|' && !quoted) return at;
  }
  return -1;
}

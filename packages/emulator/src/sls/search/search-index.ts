import { asObject, type StoredDocument } from '../stored-document.js';
import { type WordRules, wholeText } from './words.js';

export type NumberType = 'long' | 'double';

/** What an index says of one field. */
export type IndexedField =
  | { readonly type: 'text'; readonly words: WordRules; readonly path?: JsonPlace }
  | { readonly type: NumberType; readonly path?: JsonPlace }
  | { readonly type: 'json'; readonly words: WordRules };

/** A value inside of a field that holds JSON. */
export interface JsonPlace {
  readonly inField: string;
  readonly steps: readonly string[];
}

/** An index, read: how it was stored is left as it came. */
export interface SearchIndex {
  /** Full text: its words, and which fields it is about. */
  readonly line: { readonly words: WordRules; covers(field: string): boolean } | undefined;
  /** The fields that it names, in their order. */
  readonly names: readonly string[];
  /** What may be searched under a name: fields, places in JSON, and those that every index has. */
  field(name: string): IndexedField | undefined;
  /** Whether SQL may use the field: its `doc_value`. A field that does not say is taken for one that may. */
  forSql(name: string): boolean;
  /** The field that has this alias. */
  aliased(alias: string): string | undefined;
}

export function searchIndexOf({ body }: StoredDocument): SearchIndex {
  const keys = new Map(Object.entries(asObject(body.keys) ?? {}).map(([name, key]) => [name, asObject(key) ?? {}]));
  const aliases = new Map([...keys].flatMap(([name, { alias }]) => (alias ? [[String(alias), name] as const] : [])));

  function named(name: string): IndexedField | undefined {
    const key = keys.get(name);
    if (!key) return undefined;
    if (key.type === 'long' || key.type === 'double') return { type: key.type };
    return { type: key.type === 'json' ? 'json' : 'text', words: rulesOf(key) };
  }

  /** `a.b.c` is `c` in `b` in the field `a`, or `b.c` in it, where the index names it so. */
  function inJson(name: string): IndexedField | undefined {
    for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
      const inField = name.slice(0, dot);
      const key = keys.get(inField);
      if (key?.type !== 'json') continue;
      const rest = name.slice(dot + 1);
      const path = { inField, steps: rest.split('.') };
      const type = asObject(asObject(key.json_keys)?.[rest])?.type;
      if (type === 'long' || type === 'double') return { type, path };
      if (type !== undefined || key.index_all === true) return { type: 'text', words: rulesOf(key), path };
    }
    return undefined;
  }

  return {
    line: lineOf(asObject(body.line)),
    names: [...keys.keys()],
    field: (name) => named(name) ?? inJson(name) ?? reserved(name),
    forSql: (name) => (keys.get(name) ?? jsonKey(keys, name))?.doc_value !== false,
    aliased: (alias) => aliases.get(alias),
  };
}

function reserved(name: string): IndexedField | undefined {
  if (name === '__time__') return { type: 'long' };
  const isReserved = name === '__topic__' || name === '__source__' || name.startsWith('__tag__:');
  return isReserved ? { type: 'text', words: wholeText } : undefined;
}

function jsonKey(
  keys: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
  name: string,
): Readonly<Record<string, unknown>> | undefined {
  const dot = name.indexOf('.');
  return asObject(asObject(keys.get(name.slice(0, dot))?.json_keys)?.[name.slice(dot + 1)]);
}

function lineOf(line: Readonly<Record<string, unknown>> | undefined): SearchIndex['line'] {
  if (!line) return undefined;
  const { include_keys: only, exclude_keys: without } = line;
  return {
    words: rulesOf(line),
    covers: (field) =>
      Array.isArray(only) ? only.includes(field) : !(Array.isArray(without) && without.includes(field)),
  };
}

function rulesOf({ token, caseSensitive, chn }: Readonly<Record<string, unknown>>): WordRules {
  const delimiters = Array.isArray(token) ? token.join('') : '';
  return { delimiters, caseSensitive: caseSensitive === true, chinese: chn === true };
}

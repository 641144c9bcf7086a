import {
  type Document,
  isCollection,
  isMap,
  isNode,
  LineCounter,
  type ParsedNode,
  parseDocument,
  type YAMLError,
} from 'yaml';
import type { Path, Place } from './source.js';

export interface ParsedFile {
  readonly root: unknown;
  readonly errors: readonly { readonly line: number; readonly column: number; readonly text: string }[];
  placeOf(path: Path): Place;
}

/** YAML 1.2, with `<<` for merging what was anchored. */
export function parseYamlFile(text: string): ParsedFile {
  return parse(text, { merge: true }, 'YAML');
}

/** The same parser for JSON, of which it tells places and exact integers, too. */
export function parseAsYaml(text: string): ParsedFile {
  return parse(text, { schema: 'json' }, 'JSON');
}

function parse(text: string, options: { merge: true } | { schema: 'json' }, language: string): ParsedFile {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { ...options, intAsBigInt: true, lineCounter, prettyErrors: false });
  const placeAt = (offset: number): { line: number; column: number } => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: col };
  };
  const errors = worthTelling(document.errors).map((error) => ({
    ...placeAt(error.pos[0]),
    text: told(error, language),
  }));
  let root: unknown;
  if (errors.length === 0) {
    try {
      root = numbers(document.toJS({ maxAliasCount: 100 }));
    } catch {
      errors.push({ line: 1, column: 1, text: 'its aliases are more than a configuration needs, or name nothing.' });
    }
  }
  return {
    root,
    errors,
    placeOf(path) {
      const offset = offsetOf(document, path);
      return offset === undefined ? { order: -1 } : { order: offset, ...placeAt(offset) };
    },
  };
}

/** Keys that stand twice; of the rest the first, for others follow from it. */
function worthTelling(errors: readonly YAMLError[]): readonly YAMLError[] {
  const first = errors.find(({ code }) => code !== 'DUPLICATE_KEY');
  return errors.filter((error) => error.code === 'DUPLICATE_KEY' || error === first);
}

/** Never the parser's own text: that may quote what stands there, and a secret may. */
function told({ code }: YAMLError, language: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'this key stands twice. Leave out one of them.';
    case 'TAB_AS_INDENT':
      return 'is indented by a tab. YAML takes spaces only.';
    case 'MULTIPLE_DOCS':
      return 'a second document begins. A configuration is one document: leave out the "---".';
    default:
      return `is no ${language} from here on (${code}).`;
  }
}

/** Of a key where it stands, of a list's item, or of what is above it. */
function offsetOf(document: Document.Parsed, path: Path): number | undefined {
  let node: ParsedNode | null = document.contents;
  let offset = node?.range[0];
  for (const step of path) {
    if (isMap(node)) {
      const pair: (typeof node.items)[number] | undefined = node.items.find(({ key }) => nameOf(key) === String(step));
      if (pair === undefined) return offset;
      offset = pair.key.range[0];
      node = pair.value;
    } else if (isCollection(node)) {
      const item: unknown = node.get(Number(step), true);
      if (!isNode(item)) return offset;
      node = item as ParsedNode;
      offset = node.range[0];
    } else return offset;
  }
  return offset;
}

function nameOf(key: ParsedNode): string {
  return 'value' in key ? String(key.value) : '';
}

/** Bigints become numbers again wherever those are exact. */
function numbers(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(numbers);
  if (typeof value !== 'object' || value === null) return value;
  const table: Record<string, unknown> = {};
  for (const [key, each] of Object.entries(value)) {
    Object.defineProperty(table, key, { value: numbers(each), enumerable: true, writable: true, configurable: true });
  }
  return table;
}

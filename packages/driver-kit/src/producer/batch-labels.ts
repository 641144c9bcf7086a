import { requestReaders } from '../client/request-readers.js';

/** Labels as they stand in a batch. */
export interface EncodedLabels {
  /** The same for the same labels. */
  readonly name: string;
  readonly bytes: Buffer;
  /** Those in the map. */
  readonly mapNames: ReadonlySet<string>;
}

/** What a service is told once for all records of a batch, and how. */
export interface LabelForm<Labels extends object> {
  /** Labels that are a text each. */
  readonly texts: readonly (keyof Labels & string)[];
  /** The one that holds texts by name, such as tags. */
  readonly map: keyof Labels & string;
  encode(texts: Readonly<Record<string, string>>, map: readonly (readonly [name: string, value: string])[]): Buffer;
}

const { text, texts } = requestReaders;

/** How many are kept: there are few in most programs, and they are read from every record. */
const KEPT = 256;

/**
 * Finds the labels of a record. Those of `standard` count where a record has none; of the map, name by name. Throws
 * `invalid-argument` where a label is no text.
 */
export function batchLabels<Labels extends object>(
  form: LabelForm<Labels>,
  standard: Labels,
): (record: Labels) => EncodedLabels {
  const { map } = form;
  const names = [...form.texts, map];
  const known = new Map<string, EncodedLabels>();

  function find(record: Partial<Labels>): EncodedLabels {
    const found: Record<string, string> = {};
    for (const name of form.texts) {
      const label = text(name, record[name] === undefined ? standard[name] : record[name]);
      if (label !== undefined) found[name] = label;
    }
    const both = new Map([standard, record].flatMap((labels) => texts(map, labels[map]) ?? []));
    const pairs = [...both];
    const name = JSON.stringify([found, pairs]);
    let labels = known.get(name);
    if (labels === undefined) {
      labels = { name, bytes: form.encode(found, pairs), mapNames: new Set(both.keys()) };
      if (known.size >= KEPT) known.clear();
      known.set(name, labels);
    }
    return labels;
  }

  const usual = find({});
  return (record) => (names.every((name) => record[name] === undefined) ? usual : find(record));
}

import type { Tag } from '../account.js';
import { invalidParameter } from '../error.js';
import { type Fields, objectsField, textField, textsField, wholeField } from '../json.js';

export interface Listing<T> {
  /** What `Filters` may ask for: whether an item passes one of the values. */
  readonly filters: Readonly<Record<string, (item: T, value: string) => boolean>>;
  /** Whatever the name of the filter is: `tag:` and the key of a tag. */
  readonly tagsOf: (item: T) => readonly Tag[];
  /** Most values of one filter. */
  readonly mostValues: number;
  readonly show: (item: T) => Readonly<Record<string, unknown>>;
}

const MOST_FILTERS = 10;

/** One page of what passes all filters, as every list action answers it. */
export function page<T>(
  fields: Fields,
  name: string,
  all: readonly T[],
  { filters, tagsOf, mostValues, show }: Listing<T>,
): Readonly<Record<string, unknown>> {
  const wanted = objectsField(fields, 'Filters');
  if (wanted.length > MOST_FILTERS) throw invalidParameter(`Filters: at most ${MOST_FILTERS}`);
  const passes = (key: string): ((item: T, value: string) => boolean) => {
    if (key === 'tagKey') return (item, value) => tagsOf(item).some((tag) => tag.Key === value);
    if (key.startsWith('tag:'))
      return (item, value) => tagsOf(item).some((tag) => tag.Key === key.slice(4) && tag.Value === value);
    const found = filters[key];
    if (found) return found;
    throw invalidParameter(`Filters: the key must be one of ${Object.keys(filters).join(', ')}, tagKey, tag:<key>`);
  };
  let found = all;
  for (const filter of wanted) {
    const test = passes(textField(filter, 'Key'));
    const values = textsField(filter, 'Values');
    if (values.length > mostValues) throw invalidParameter(`Filters: at most ${mostValues} values`);
    found = found.filter((item) => values.some((value) => test(item, value)));
  }
  const offset = wholeField(fields, 'Offset', { least: 0, most: Number.MAX_SAFE_INTEGER, standard: 0 });
  const limit = wholeField(fields, 'Limit', { least: 1, most: 100, standard: 20 });
  return { [name]: found.slice(offset, offset + limit).map(show), TotalCount: found.length };
}

/** Date and time of the service, as its lists show them. */
export function wallTime(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 19).replace('T', ' ');
}

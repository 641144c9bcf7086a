import { corrupt, integerOf, objectOf, textOf } from '../json/json-answer.js';
import type { KeyRange } from './range-parents.js';

/** How a service spells the fields of a shard. */
export interface KeyRangeNames {
  readonly id: string;
  readonly status: string;
  readonly beginKey: string;
  readonly endKey: string;
}

/** A list of shards out of an answer. One that came twice would be its own parent: `corrupt-data`. */
export function keyRangesOf(call: string, entries: readonly unknown[], names: KeyRangeNames): readonly KeyRange[] {
  const ranges = entries.map((entry): KeyRange => {
    const shard = objectOf(call, entry);
    return {
      id: integerOf(call, shard, names.id),
      readOnly: textOf(call, shard, names.status).toLowerCase() === 'readonly',
      beginKey: keyOf(call, textOf(call, shard, names.beginKey)),
      endKey: keyOf(call, textOf(call, shard, names.endKey)),
    };
  });
  if (new Set(ranges.map(({ id }) => id)).size !== ranges.length) throw corrupt(call, 'a shard that is listed twice');
  return ranges;
}

function keyOf(call: string, text: string): string {
  const key = text.toLowerCase();
  if (/^[0-9a-f]{1,32}$/.test(key)) return key;
  throw corrupt(call, 'a hash key that is not of hexadecimal digits');
}

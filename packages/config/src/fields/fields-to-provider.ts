import type { NewRecord } from '@polylog/core/driver';
import type { FieldNames } from './names.js';

/** The fields of a record that is to be written, under the provider's names. What is no field stays, for the producer to refuse. */
export function fieldsToProvider(fields: NewRecord['fields'], { toProvider }: FieldNames): NewRecord['fields'] {
  if (typeof fields !== 'object' || fields === null) return fields;
  const pairs: readonly unknown[] = Array.isArray(fields) ? fields : Object.entries(fields);
  return pairs.map((pair) => {
    if (!Array.isArray(pair)) return pair;
    const [name, ...rest] = pair as readonly unknown[];
    return [toProvider.get(name as string) ?? name, ...rest];
  }) as unknown as NewRecord['fields'];
}

import type { LogRecord } from '@polylog/core';

/** The fields of a record that are not its tags: LTS hands out one list, in which the labels of the service are tags, too. */
export function ownFields(record: LogRecord): readonly (readonly [name: string, value: string])[] {
  const { tags } = record;
  return [...record.entries()].filter(([name, value]) => tags.get(name) !== value);
}

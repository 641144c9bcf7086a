import { type JsonObject, listOf, objectOf, textOf } from '@polylog/driver-kit';

/** Labels of a logset or a topic, one value a name. Not the tags of log groups. */
export type ResourceTags = Readonly<Record<string, string>>;

/** `Filters` of the list actions: what is undefined is not asked for. */
export function filtersOf(wanted: Readonly<Record<string, string | undefined>>): readonly JsonObject[] {
  return Object.entries(wanted).flatMap(([Key, value]) => (value === undefined ? [] : [{ Key, Values: [value] }]));
}

export function tagList(tags: ResourceTags): readonly JsonObject[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Absent where there are none, null or an empty list. */
export function tagsIn(call: string, object: JsonObject): { readonly tags?: ResourceTags } {
  const entries = listOf(call, object.Tags ?? []).map((entry) => {
    const tag = objectOf(call, entry);
    return [textOf(call, tag, 'Key'), textOf(call, tag, 'Value')] as const;
  });
  return entries.length === 0 ? {} : { tags: Object.fromEntries(entries) };
}

/** An answer's object without these fields, and without what is null: what is left is kept as it came. */
export function otherIn(object: JsonObject, names: readonly string[]): { readonly other?: JsonObject } {
  const rest = Object.entries(object).filter(([name, value]) => !names.includes(name) && value !== null);
  return rest.length === 0 ? {} : { other: Object.fromEntries(rest) };
}

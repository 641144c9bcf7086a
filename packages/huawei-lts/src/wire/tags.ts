import { asObject, type JsonObject } from '@polylog/driver-kit';

/** Of a log group or a log stream, by key. */
export type Tags = Readonly<Record<string, string>>;

/** As requests have them: a list, because keys and values have names there. Undefined, and so not sent, for none. */
export function tagList(
  tags: Tags | undefined,
): readonly { readonly key: string; readonly value: string }[] | undefined {
  return tags && Object.entries(tags).map(([key, value]) => ({ key, value }));
}

/** As answers have them: an object under `tag`, which is not there where there are none. */
export function tagsIn({ tag }: JsonObject): Tags {
  const entries = Object.entries(asObject(tag) ?? {});
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** Two ways between the names of a configuration and the names of a provider. */
export interface FieldNames {
  readonly toProvider: ReadonlyMap<string, string>;
  readonly toPortable: ReadonlyMap<string, string>;
}

/**
 * Makes a rename map one-to-one over all names, so that no field is hidden by it: where a provider has a field under a
 * name that the map gives to another one, that field goes by the name which the map has set free. With
 * `{ status: 'http_status' }` the field `http_status` is called `status`, and a field `status` there is called `http_status`.
 * Undefined where two portable names are one field.
 */
export function fieldNames(map: Readonly<Record<string, string>>): FieldNames | undefined {
  const toProvider = new Map(Object.entries(map));
  const toPortable = new Map([...toProvider].map(([portable, theirs]) => [theirs, portable]));
  if (toPortable.size !== toProvider.size) return undefined;
  for (const begin of Object.keys(map)) {
    if (toPortable.has(begin)) continue;
    // A chain of renames that begins with a name nobody gave away: its end is free for that one.
    let end = begin;
    for (let next = toProvider.get(end); next !== undefined; next = toProvider.get(end)) end = next;
    toProvider.set(end, begin);
    toPortable.set(begin, end);
  }
  return { toProvider, toPortable };
}

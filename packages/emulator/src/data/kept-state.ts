import type { GroupLog, KeptGroup } from '../store/group-log.js';

/** A part of a service's state: plain data, Maps, Sets and bigints included. */
export interface KeptDocument {
  /** Unique in the service; what it is, then the names of what it belongs to. */
  readonly key: readonly string[];
  readonly value: unknown;
  /** The log that it describes: it is kept as long as a document has it. */
  readonly log?: Pick<GroupLog<KeptGroup>, 'id' | 'first'>;
}

/** A service's state, as documents. Its log groups stand beside them, in logs. */
export interface KeptState {
  /** All there are now: what is no longer among them is forgotten. */
  documents(): Iterable<KeptDocument>;
  /** Makes the service's state this one, whatever it was; in the order in which they were first given. */
  load(documents: readonly (readonly [key: readonly string[], value: unknown])[]): void;
}

/**
 * What an object holds, without its methods and the fields named. So a field that is added to the object is kept, unless it is
 * named here.
 */
export function plainFields<T extends object, Left extends keyof T>(of: T, leftOut: readonly Left[]): Omit<T, Left> {
  const fields = Object.entries(of).filter(
    ([name, value]) => typeof value !== 'function' && !leftOut.includes(name as Left),
  );
  return Object.fromEntries(fields) as Omit<T, Left>;
}

/** The documents of one kind. */
export function documentsOf<T>(
  documents: readonly (readonly [key: readonly string[], value: unknown])[],
  kind: string,
): readonly { readonly names: readonly string[]; readonly value: T }[] {
  return documents.flatMap(([[first, ...names], value]) => (first === kind ? [{ names, value: value as T }] : []));
}

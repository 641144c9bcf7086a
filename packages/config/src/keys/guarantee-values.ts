import type { Guarantees } from '@polylog/core/driver';

/** What each guarantee can be. Where one is more than another, the most comes first. */
export const guaranteeValues: { readonly [Name in keyof Guarantees]: readonly Guarantees[Name][] } = {
  order: ['lineage', 'partition'],
  commit: ['fenced', 'last-writer-wins', 'unknown'],
  forgotten: ['told', 'silent'],
  leave: ['released', 'after-timeout'],
  time: ['receive', 'event'],
  endBound: ['native', 'by-position'],
  groupCreation: ['by-member', 'beforehand'],
  sessionTimeout: ['settable', 'readable', 'assumed'],
  readSize: ['log-groups', 'bytes', 'records'],
  lag: ['time', 'records', 'none'],
  members: ['listed', 'hidden'],
  recordId: ['stable', 'per-read'],
  skips: ['reported', 'silent'],
};

/** Of these nothing is more than the other, so only the same will do. */
const mustBeEqual: ReadonlySet<string> = new Set(['time', 'readSize', 'lag']);

export interface Unmet {
  readonly name: string;
  readonly wanted: string;
  readonly found: string;
}

/** What is required and not given. What is not known yet is not held against anybody. */
export function unmetGuarantees(
  required: Readonly<Record<string, unknown>>,
  given: Partial<Guarantees> = {},
): readonly Unmet[] {
  return Object.entries(required).flatMap(([name, wanted]) => {
    const found: string | undefined = given[name as keyof Guarantees];
    const values: readonly string[] = guaranteeValues[name as keyof Guarantees] ?? [];
    if (found === undefined || typeof wanted !== 'string' || !values.includes(wanted)) return [];
    const isEnough = mustBeEqual.has(name) ? found === wanted : values.indexOf(found) <= values.indexOf(wanted);
    return isEnough ? [] : [{ name, wanted, found }];
  });
}

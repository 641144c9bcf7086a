import { type Guarantees, guaranteeValues } from '@polylog/core/driver';

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
    // What is no guarantee is told with the other misspelt keys; `__proto__` is none either.
    if (!Object.hasOwn(guaranteeValues, name) || typeof wanted !== 'string') return [];
    const found: string | undefined = given[name as keyof Guarantees];
    const values: readonly string[] = guaranteeValues[name as keyof Guarantees];
    if (found === undefined || !values.includes(wanted)) return [];
    const isEnough = mustBeEqual.has(name) ? found === wanted : values.indexOf(found) <= values.indexOf(wanted);
    return isEnough ? [] : [{ name, wanted, found }];
  });
}

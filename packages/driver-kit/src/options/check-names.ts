import { type ConsumerError, nearestName } from '@polylog/core/driver';

/** Refuses an option that is not known: it would be ignored silently. `Object.keys(known)` are those that are. */
export function checkOptionNames(
  options: object,
  known: Readonly<Record<string, true>>,
  invalid: (message: string, option: string) => ConsumerError,
): void {
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(known, name)) continue;
    const nearest = nearestName(name, Object.keys(known));
    throw invalid(
      `${JSON.stringify(name)} is no option. ${nearest === undefined ? `Known are ${Object.keys(known).join(', ')}.` : `Did you mean ${nearest}?`}`,
      name,
    );
  }
}

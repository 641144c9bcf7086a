import { ConsumerError } from '@polylog/core/driver';

/** A service's rule for a name, as a check that helps. Throws `invalid-argument`. */
export type NameCheck = (value: unknown, option: string) => string;

export function nameCheck(pattern: RegExp, allowed: string): NameCheck {
  return (value, option) => {
    if (typeof value === 'string' && pattern.test(value)) return value;
    const found =
      typeof value === 'string'
        ? JSON.stringify(value.slice(0, 80))
        : value === undefined
          ? 'missing'
          : `a ${typeof value}`;
    const message = `${option} is ${found}; allowed: ${allowed}. Copy it from the console.`;
    throw new ConsumerError('invalid-argument', message, { option });
  };
}

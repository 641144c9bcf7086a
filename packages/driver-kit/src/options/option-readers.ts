import type { ConsumerError } from '@polylog/core/driver';
import { shown } from '../official/value-readers.js';

/** Reads a driver's optional values and throws through `invalid` what is wrong, with what is allowed and the default. */
export interface OptionReaders {
  /** Text; absent and empty are the same. */
  text(name: string, value: unknown): string | undefined;
  oneOf<T extends string>(name: string, value: unknown, words: readonly [byDefault: T, ...others: T[]]): T;
  /** `true` or `false`; false where it is absent. */
  flag(name: string, value: unknown): boolean;
  wholeNumber(
    name: string,
    value: unknown,
    bounds: { readonly byDefault: number; readonly min: number; readonly max: number },
  ): number;
}

export function createOptionReaders(invalid: (message: string, option: string) => ConsumerError): OptionReaders {
  return {
    text(name, value) {
      if (value === undefined || value === '') return undefined;
      if (typeof value === 'string') return value;
      throw invalid(`${name} is ${shown(value)}; allowed is text. Leave it out for none.`, name);
    },
    oneOf(name, value, words) {
      const found = value === undefined ? words[0] : words.find((word) => word === value);
      if (found !== undefined) return found;
      const allowed = words.map((word) => `"${word}"`).join(', ');
      throw invalid(`${name} is ${shown(value)}; allowed: ${allowed}. Leave it out for ${words[0]}.`, name);
    },
    flag(name, value) {
      if (value === undefined || typeof value === 'boolean') return value ?? false;
      throw invalid(`${name} is ${shown(value)}; allowed: true, false. Leave it out for false.`, name);
    },
    wholeNumber(name, value, { byDefault, min, max }) {
      const number = value === undefined ? byDefault : value;
      if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max) return number;
      throw invalid(
        `${name} is ${shown(value)}; allowed: whole numbers from ${min} to ${max}. Leave it out for ${byDefault}.`,
        name,
      );
    },
  };
}

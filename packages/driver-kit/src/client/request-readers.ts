import { ConsumerError } from '@polylog/core/driver';
import { shown } from '../official/value-readers.js';
import { createOptionReaders, type OptionReaders } from '../options/option-readers.js';
import { refusalOf } from '../options/refusal-of.js';
import type { PageRequest } from './listing.js';

/** What clients read out of a request. Each throws `invalid-argument`. */
export interface RequestReaders extends Pick<OptionReaders, 'flag' | 'oneOf' | 'wholeNumber'> {
  /** The request itself, which has to be an object; `example` is one. */
  whole<T>(request: T, example: string): T;
  /** A text that may be left out. */
  text(name: string, value: unknown): string | undefined;
  /** Texts by name that may be left out, as pairs. No message repeats one. */
  texts(name: string, value: unknown): readonly (readonly [name: string, text: string])[] | undefined;
  /** Where a listing begins, and how large its pages are. */
  page(request: PageRequest, largest: number): { readonly offset: number; readonly size: number };
}

export const invalidRequest = (message: string): ConsumerError => new ConsumerError('invalid-argument', message);

const { flag, oneOf, wholeNumber } = createOptionReaders(refusalOf('the request'));

export const requestReaders: RequestReaders = {
  flag,
  oneOf,
  wholeNumber,
  whole(request, example) {
    if (typeof request === 'object' && request !== null) return request;
    throw invalidRequest(`the request is ${shown(request)}; allowed: an object, such as ${example}.`);
  },
  text(name, value) {
    if (value === undefined || typeof value === 'string') return value;
    throw invalidRequest(`${name} is ${shown(value)}; allowed: text.`);
  },
  texts(name, value) {
    if (value === undefined) return undefined;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw invalidRequest(`${name} is no object of texts, such as { env: 'prod' }. Leave it out for none.`);
    const pairs = Object.entries(value);
    const wrong = pairs.find(([, text]) => typeof text !== 'string');
    if (wrong === undefined) return pairs;
    throw invalidRequest(`${name} has a value under ${JSON.stringify(wrong[0].slice(0, 60))} that is no text.`);
  },
  page({ offset, pageSize }, largest) {
    return {
      offset: wholeNumber('offset', offset, { byDefault: 0, min: 0, max: Number.MAX_SAFE_INTEGER }),
      size: wholeNumber('pageSize', pageSize, { byDefault: largest, min: 1, max: largest }),
    };
  },
};

import type { ConsumerError, Random } from '@polylog/core/driver';
import { checkOptionNames } from '../options/check-names.js';
import { createOptionReaders } from '../options/option-readers.js';
import type { RetryOptions, RetryPolicy } from './retry.js';

/** Options that the clients of all clouds have. */
export interface ClientSettings {
  /**
   * How requests are repeated that were not answered, or were throttled; `false`: never. A call may say it otherwise.
   * @defaultValue six tries within 90 s, see {@link RetryOptions}
   */
  readonly retry?: RetryOptions | false;
  /**
   * How long one request may take, in milliseconds; each try has that long.
   * @defaultValue 30_000
   */
  readonly timeoutMs?: number;
  /** Where the chance in pauses comes from, for tests. */
  readonly random?: Random;
}

export const clientSettingNames: Readonly<Record<keyof ClientSettings, true>> = {
  retry: true,
  timeoutMs: true,
  random: true,
};

/** What every call of a client takes last; all of it may be left out. */
export interface ClientCallOptions {
  /** Ends the call, or the iteration: it rejects with `signal.reason`. */
  readonly signal?: AbortSignal;
  /** How long one request may take, in milliseconds. @defaultValue as the client has it */
  readonly timeoutMs?: number;
  /** How this call's requests are repeated; what is left out is as the client has it. `false`: one try. */
  readonly retry?: RetryOptions | false;
}

export interface CallDefaults {
  readonly retry: RetryPolicy;
  readonly timeoutMs: number;
}

const standard: CallDefaults = {
  retry: { tries: 6, firstPauseMs: 300, maxPauseMs: 10_000, withinMs: 90_000 },
  timeoutMs: 30_000,
};

const LONGEST_MS = 86_400_000;
const knownRetry: Readonly<Record<keyof RetryOptions, true>> = {
  tries: true,
  firstPauseMs: true,
  maxPauseMs: true,
  withinMs: true,
};

/** Checks the two options, of a client or of a call, and fills in what they leave out. Throws through `invalid`. */
export function checkCallDefaults(
  { retry, timeoutMs }: Pick<ClientCallOptions, 'retry' | 'timeoutMs'>,
  invalid: (message: string) => ConsumerError,
  before: CallDefaults = standard,
): CallDefaults {
  if (retry === undefined && timeoutMs === undefined) return before;
  const { wholeNumber } = createOptionReaders(invalid);
  return {
    retry: retry === undefined ? before.retry : checkRetry(retry, invalid, before.retry),
    timeoutMs: wholeNumber('timeoutMs', timeoutMs, { byDefault: before.timeoutMs, min: 1, max: LONGEST_MS }),
  };
}

function checkRetry(
  retry: RetryOptions | false,
  invalid: (message: string) => ConsumerError,
  before: RetryPolicy,
): RetryPolicy {
  if (retry === false) return { ...before, tries: 1 };
  if (typeof retry !== 'object' || retry === null)
    throw invalid('retry is neither false nor an object. Leave it out for the default.');
  checkOptionNames(retry, knownRetry, (message) => invalid(`retry: ${message}`));
  const { wholeNumber } = createOptionReaders(invalid);
  const ms = (name: keyof RetryOptions): number =>
    wholeNumber(`retry.${name}`, retry[name], { byDefault: before[name], min: 0, max: LONGEST_MS });
  return {
    tries: wholeNumber('retry.tries', retry.tries, { byDefault: before.tries, min: 1, max: 1_000 }),
    firstPauseMs: ms('firstPauseMs'),
    maxPauseMs: ms('maxPauseMs'),
    withinMs: ms('withinMs'),
  };
}

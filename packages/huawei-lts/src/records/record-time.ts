import { CLOSE_OBJECT, COMMA, NINE, QUOTE, ZERO } from './characters.js';
import { COLLECTED_LABEL, LINE_NUMBER_LABEL, TIME_LABEL } from './service-labels.js';

const NS_PER_MS = 1_000_000n;

/**
 * The time of a log, epoch nanoseconds. `__time__` has it in milliseconds; `lineNum` has it in nanoseconds where they are
 * known, and else counts from the time of collection, so it is taken only where both tell the same millisecond, or where it
 * is alone. A log without any time is of 1970.
 */
export function timeNsOf(get: (name: string) => string | undefined): bigint {
  const time = wholeNumber(get(TIME_LABEL));
  const line = wholeNumber(get(LINE_NUMBER_LABEL));
  if (line !== undefined && (time === undefined || line / NS_PER_MS === time)) return line;
  return (time ?? wholeNumber(get(COLLECTED_LABEL)) ?? 0n) * NS_PER_MS;
}

/**
 * The same in epoch milliseconds, from the value of `__time__` that stands at `at`: it has them in any case. Undefined where
 * that is not as the service writes it.
 */
export function plainEpochMs(bytes: Uint8Array, at: number): number | undefined {
  const isText = bytes[at] === QUOTE;
  const start = isText ? at + 1 : at;
  let end = start;
  let ms = 0;
  for (; (bytes[end] as number) >= ZERO && (bytes[end] as number) <= NINE; end++) {
    ms = ms * 10 + (bytes[end] as number) - ZERO;
  }
  const isEnded = isText ? bytes[end] === QUOTE : bytes[end] === COMMA || bytes[end] === CLOSE_OBJECT;
  return isEnded && end > start && end - start <= EXACT_DIGITS ? ms : undefined;
}

/** A double holds so many. */
const EXACT_DIGITS = 15;

function wholeNumber(text: string | undefined): bigint | undefined {
  return text !== undefined && /^\d{1,19}$/.test(text) ? BigInt(text) : undefined;
}

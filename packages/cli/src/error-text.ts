import type { ConsumerError } from '@polylog/core';
import { printable } from './output/printable.js';

/**
 * What a failure says; where it points at its cause for the rest ("see the cause"), what that says, too. No other causes are
 * told: in what a processor threw records may stand.
 */
export function errorText(error: ConsumerError): string {
  const { message } = error;
  if (!message.includes('see the cause')) return message;
  // An error may stand around another one with the same words.
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
    if (cause.message !== message) return `${message}\nThe cause: ${printable(cause.message)}`;
  }
  return message;
}

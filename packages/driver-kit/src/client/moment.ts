import { ConsumerError, type Moment } from '@polylog/core/driver';
import { shown } from '../official/value-readers.js';

/** Epoch milliseconds. Throws `invalid-argument`, which names the argument. */
export function momentMs(moment: Moment, name: string): number {
  const epochMs = moment instanceof Date ? moment.getTime() : (moment as { epochMs?: unknown } | undefined)?.epochMs;
  if (typeof epochMs === 'number' && Number.isFinite(epochMs)) return epochMs;
  throw new ConsumerError('invalid-argument', `${name} is ${shown(moment)}; allowed: a Date, or { epochMs }.`);
}

import type { ConsumerError } from '../errors/consumer-error.js';
import { reactionTo } from '../errors/reaction.js';
import { pauseMs } from './backoff.js';
import type { Random } from './clock.js';

/** An unrecognised failure gets this many tries; an unreachable or throttling service is asked for ever. */
const UNKNOWN_TRIES = 5;
const PACE = { firstMs: 200, maxMs: 30_000 };

/** How long the engine waits before try number `tries + 1` of a call; undefined where there is to be none. */
export function retryDelayMs(error: ConsumerError, tries: number, random: Random): number | undefined {
  if (reactionTo(error.code) !== 'retry') return undefined;
  if (error.code === 'unknown' && tries >= UNKNOWN_TRIES) return undefined;
  return pauseMs(error, tries, random, PACE);
}

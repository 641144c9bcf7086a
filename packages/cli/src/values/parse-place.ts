import type { StartPoint } from '@polylog/core';
import { UsageError } from '../command-line/usage-error.js';
import { parseTime } from './parse-time.js';

/** Clocks differ by less. */
const AHEAD_MS = 5 * 60_000;

/** Where to read from: `begin`, `end` or `now`, or a time that is not ahead. Throws {@link UsageError}. */
export function parsePlace(text: string, option: string, nowMs: number): StartPoint {
  if (text === 'begin') return 'earliest';
  if (text === 'end' || text === 'now') return 'latest';
  const time = parseTime(text, option, nowMs);
  if (time.epochMs <= nowMs + AHEAD_MS) return time;
  throw new UsageError(
    `${option} is ${JSON.stringify(text)}, which is in the future. For what comes from now on, say end.`,
  );
}

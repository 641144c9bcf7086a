import type { StartPoint } from '@polylog/core';
import { parseTime } from './parse-time.js';

/** Where to read from: `begin`, `end` or `now`, or a time. Throws `UsageError`. */
export function parsePlace(text: string, option: string, nowMs: number): StartPoint {
  if (text === 'begin') return 'earliest';
  if (text === 'end' || text === 'now') return 'latest';
  return parseTime(text, option, nowMs);
}

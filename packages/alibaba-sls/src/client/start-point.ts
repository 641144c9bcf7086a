import type { StartPoint } from '@polylog/core/driver';
import { momentMs } from '@polylog/driver-kit';
import type { CursorPlace } from './cursors.js';
import { invalid } from './requests.js';

/** A place in the service's words, in those of the group admin. */
export function startPointOf(place: CursorPlace): StartPoint {
  if (place === 'begin') return 'earliest';
  if (place === 'end') return 'latest';
  if (typeof place !== 'object') throw invalid('to is none of "begin", "end", a Date and { epochMs }.');
  return { epochMs: momentMs(place, 'to') };
}

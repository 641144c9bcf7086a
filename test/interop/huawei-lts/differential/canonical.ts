import { writeJson } from '@polylog/driver-kit';
import { digest } from '../../differential/lines.js';
import type { Label } from './items.js';

/**
 * A log as it is pulled, in a line: its labels, in the order of what is written of them. A text is told from other JSON. The
 * programs of the other languages write the same.
 */
export function canonical(labels: readonly Label[]): string {
  return labels
    .map(([name, value]) => {
      const shown = typeof value === 'string' ? `text ${digest(value)}` : `json ${digest(writeJson(value))}`;
      return `label ${digest(name)} ${shown}`;
    })
    .sort()
    .join('|');
}

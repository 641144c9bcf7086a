import { digest } from '../../differential/lines.js';
import type { Pair, TestLogGroup } from './log-groups.js';

/** The only one of a topic. */
export const PARTITION = 1;

/**
 * A log group as lines, one for each log: the partition, what its group says, then its own. Each text by its length and the start of its MD5,
 * what was not told is a dash. The programs of the other languages write the same.
 */
export function canonical({ packageId, filename, source, hostname, tags, logs }: TestLogGroup): readonly string[] {
  const group = [
    String(PARTITION),
    ...Object.entries({ packageId, filename, source, hostname }).map(([name, text]) => `${name} ${told(text)}`),
    ...tags.map((tag) => pair('tag', tag)),
  ];
  return logs.map(({ time, collectTime, contents }) =>
    [...group, `log ${time} ${collectTime ?? '-'}`, ...contents.map((content) => pair('field', content))].join('|'),
  );
}

const told = (text: string | undefined): string => (text === undefined ? '-' : digest(text));

const pair = (kind: string, [name, value]: Pair): string => `${kind} ${digest(name)} ${digest(value)}`;

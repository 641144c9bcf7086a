import { digest } from '../../differential/lines.js';
import type { TestLogGroup, Value } from './log-groups.js';

/**
 * A log group in a line: each text by its `digest`, nanoseconds as they are or a dash. The programs of the other languages write
 * the same.
 */
export function canonical({ topic, source, tags, logs }: TestLogGroup): string {
  const pair = (kind: string, [name, value]: readonly [string, Value]): string =>
    `${kind} ${digest(name)} ${digest(value)}`;
  return [
    `topic ${digest(topic)}`,
    `source ${digest(source)}`,
    ...tags.map((tag) => pair('tag', tag)),
    ...logs.flatMap(({ timeSeconds, ns, contents }) => [
      `log ${timeSeconds} ${ns ?? '-'}`,
      ...contents.map((content) => pair('field', content)),
    ]),
  ].join('|');
}

import { createHash } from 'node:crypto';
import type { TestLogGroup, Value } from './log-groups.js';

/**
 * A log group in a line: each text by its length and the start of its MD5, nanoseconds as they are or a dash. The programs of
 * the other languages write the same.
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

function digest(value: Value): string {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  return `${bytes.length}:${createHash('md5').update(bytes).digest('hex').slice(0, 8)}`;
}

const SHOWN = 5;

/** Where lines differ: which log group, and which part of it; the first few, and how many there are. */
export function differences(expected: readonly string[], found: readonly string[]): readonly string[] {
  const all: string[] = [];
  if (expected.length !== found.length) all.push(`${found.length} log groups where ${expected.length} were put`);
  expected.forEach((line, i) => {
    const other = found[i];
    if (other === line || other === undefined) return;
    const [wanted, came] = [line.split('|'), other.split('|')];
    const at = wanted.findIndex((part, j) => part !== came[j]);
    const [shard] = wanted;
    all.push(
      at < 0
        ? `line ${i}, shard ${shard}: ${came.length - wanted.length} parts too many, the first is ${came[wanted.length]}`
        : `line ${i}, shard ${shard}, part ${at}: "${came[at]}" where "${wanted[at]}" was put`,
    );
  });
  return all.length > SHOWN ? [...all.slice(0, SHOWN), `and ${all.length - SHOWN} more`] : all;
}

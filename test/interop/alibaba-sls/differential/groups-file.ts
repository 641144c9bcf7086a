import { writeFile } from 'node:fs/promises';
import type { TestLogGroup, Value } from './log-groups.js';

/** Hands log groups over to the programs of other languages: a line of JSON each, texts in base64, since not all are texts. */
export async function writeGroups(file: string, groups: readonly TestLogGroup[]): Promise<void> {
  await writeFile(file, groups.map((group) => `${JSON.stringify(encoded(group))}\n`).join(''));
}

function encoded({ topic, source, tags, logs }: TestLogGroup): object {
  const base64 = (value: Value): string => Buffer.from(value as string).toString('base64');
  const pair = ([name, value]: readonly [string, Value]): readonly string[] => [base64(name), base64(value)];
  return {
    ...{ topic: base64(topic), source: base64(source), tags: tags.map(pair) },
    logs: logs.map(({ timeSeconds, ns = null, contents }) => ({ time: timeSeconds, ns, contents: contents.map(pair) })),
  };
}

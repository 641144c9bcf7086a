import { writeFile } from 'node:fs/promises';
import type { Pair, TestLogGroup } from './log-groups.js';

/** Hands uploads over to the programs of other languages: a line of JSON each. */
export async function writeUploads(file: string, uploads: readonly (readonly TestLogGroup[])[]): Promise<void> {
  await writeFile(file, uploads.map((groups) => `${JSON.stringify(groups.map(encoded))}\n`).join(''));
}

/** A log group with its texts in base64 and 64-bit integers as texts, for no JSON of other languages to change them. */
export function encoded({ packageId, filename, source, hostname, tags, logs }: TestLogGroup): object {
  const texts = Object.entries({ packageId, filename, source, hostname });
  return {
    ...Object.fromEntries(texts.map(([name, text]) => [name, text === undefined ? null : base64(text)])),
    tags: tags.map(pair),
    logs: logs.map(({ time, collectTime, contents }) => ({
      time: String(time),
      collectTime: collectTime === undefined ? null : String(collectTime),
      contents: contents.map(pair),
    })),
  };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const pair = ([name, value]: Pair): readonly string[] => [base64(name), base64(value)];

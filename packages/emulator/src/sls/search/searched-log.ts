import { decodeLogGroupList, type LogGroupInput } from '@polylog/driver-kit';
import type { JsonPlace } from './search-index.js';

type Pair = readonly [name: string, value: string | Uint8Array];

/** A log with what its group says of it, as queries see it. */
export interface SearchedLog {
  readonly timeSeconds: number;
  readonly timeNsPart?: number | undefined;
  readonly topic: string;
  readonly source: string;
  readonly tags: readonly Pair[];
  readonly contents: readonly Pair[];
}

/** The log group of one put, in its frame. */
export function decodedGroup(framed: Uint8Array): LogGroupInput {
  return decodeLogGroupList(framed)[0] ?? { logs: [] };
}

export function logIn(group: LogGroupInput, index: number): SearchedLog {
  const log = group.logs[index] as LogGroupInput['logs'][number];
  const { topic = '', source = '', tags = [] } = group;
  return { timeSeconds: log.timeSeconds, timeNsPart: log.timeNsPart, topic, source, tags, contents: log.contents };
}

/** As answers show it: everything is text. */
export function rowOf(log: SearchedLog): Readonly<Record<string, string>> {
  return Object.fromEntries([
    ...log.contents.map(([name, value]) => [name, textOf(value)] as const),
    ...log.tags.map(([name, value]) => [`__tag__:${name}`, textOf(value)] as const),
    ['__time__', String(log.timeSeconds)],
    ...(log.timeNsPart === undefined ? [] : [['__time_ns_part__', String(log.timeNsPart)] as const]),
    ['__topic__', log.topic],
    ['__source__', log.source],
  ]);
}

/** All values under a name; a log may have several. */
export function valuesOf(log: SearchedLog, name: string): readonly string[] {
  if (name === '__time__') return [String(log.timeSeconds)];
  if (name === '__topic__') return [log.topic];
  if (name === '__source__') return [log.source];
  const isTag = name.startsWith('__tag__:');
  const wanted = isTag ? name.slice('__tag__:'.length) : name;
  const values: string[] = [];
  for (const [each, value] of isTag ? log.tags : log.contents) if (each === wanted) values.push(textOf(value));
  return values;
}

/** The value at a place in JSON, as text; none where there is no such place, or no JSON. */
export function valuesAt(log: SearchedLog, { inField, steps }: JsonPlace): readonly string[] {
  return valuesOf(log, inField).flatMap((text) => {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return [];
    }
    for (const step of steps) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return [];
      value = (value as Record<string, unknown>)[step];
    }
    if (value === null || value === undefined) return [];
    return [typeof value === 'object' ? JSON.stringify(value) : String(value)];
  });
}

/** JSON has no other text: what is not UTF-8 is shown as such. */
export function textOf(value: string | Uint8Array): string {
  return typeof value === 'string' ? value : Buffer.from(value).toString('utf8');
}

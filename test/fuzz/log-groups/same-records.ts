import { isConsumerError, type LogRecord } from '@polylog/core/driver';
import type { Draw } from '../draw.js';
import { BrokenPromise } from '../fuzz-target.js';
import type { Entry, ExpectedRecord } from './expected-record.js';

/** Of a record with more names than that only some are asked for one by one, each of which is a walk. */
const MOST_ASKED = 100;

/** Asks a record one thing that it can be asked, and compares. */
type Question = (record: LogRecord, expected: ExpectedRecord, received: Buffer) => void;

const questions: readonly Question[] = [
  (record, { id }) => same('id', record.id, id),
  (record, { timeNs }) => same('timeNs', record.timeNs, timeNs),
  (record, { timeNs }) => same('epochMs', record.epochMs, epochMsOf(timeNs)),
  (record, { body }) => same('body', record.body, body),
  (record, { metadata }) => {
    for (const name of ['topic', 'source', 'host', 'path'] as const) same(name, record[name], metadata[name]);
    const tags = [...record.tags];
    same('how many tags', tags.length, metadata.tags.length);
    for (const [index, tag] of tags.entries()) sameEntry(`tag ${index}`, tag, metadata.tags[index]);
  },
  (record, { values }) => {
    for (const [name, { text }] of some(values)) same('get', record.get(name), text);
    same('get of a name that no field has', record.get('no field has this name'), undefined);
  },
  (record, { values }, received) => {
    for (const [name, { bytes }] of some(values)) checkBytes(record.getBytes(name), bytes, received);
    same('getBytes of a name that no field has', record.getBytes('no field has this name'), undefined);
  },
  (record, expected) => {
    const step = walk(record, expected);
    while (step());
  },
  (record, { values }) => {
    const object = record.toObject();
    same('prototype of toObject', Object.getPrototypeOf(object), Object.prototype);
    same('number of keys of toObject', Object.keys(object).length, values.size);
    for (const [name, { text }] of values) {
      same('own key of toObject', Object.hasOwn(object, name), true);
      same('value of toObject', object[name], text);
    }
  },
];

/** Everything of each record, as they come. */
export function checkInOrder(
  records: readonly LogRecord[],
  expected: readonly ExpectedRecord[],
  received: Buffer,
): void {
  for (const [record, want] of pairs(records, expected)) for (const ask of questions) ask(record, want, received);
}

/** Everything of any record, in any order, in the middle of walks: what one answer has left behind must not harm another. */
export function checkAtRandom(
  draw: Draw,
  records: readonly LogRecord[],
  expected: readonly ExpectedRecord[],
  received: Buffer,
): void {
  const both = pairs(records, expected);
  const steps = both.map(([record, want]) => walk(record, want));
  const asked = both.flatMap(([record, want]) => questions.map((ask) => () => ask(record, want, received)));
  for (const ask of draw.shuffled([...asked, ...steps, ...steps, ...steps])) ask();
  for (let open = steps; open.length > 0; ) open = open.filter((step) => step());
}

/** After the release of its batch a record throws, and says why. */
export function checkReleased(use: () => unknown): void {
  try {
    use();
  } catch (error) {
    if (isConsumerError(error) && error.code === 'record-released') return;
    throw error;
  }
  throw new BrokenPromise('a record was read after the release');
}

/** Checks one more entry each time; false at the end. */
function walk(record: LogRecord, { entries }: ExpectedRecord): () => boolean {
  const found = record.entries();
  let index = 0;
  return () => {
    const { value, done = false } = found.next();
    same(`whether entry ${index} is there`, !done, index < entries.length);
    if (value !== undefined) sameEntry(`entry ${index}`, value, entries[index++]);
    return !done;
  };
}

function pairs(records: readonly LogRecord[], expected: readonly ExpectedRecord[]): [LogRecord, ExpectedRecord][] {
  same('how many records', records.length, expected.length);
  return records.map((record, index) => [record, expected[index] as ExpectedRecord]);
}

function some<T>(values: ReadonlyMap<string, T>): [string, T][] {
  const step = Math.ceil(values.size / MOST_ASKED);
  return [...values].filter((_, index) => index % step === 0);
}

function checkBytes(found: Uint8Array | undefined, value: Buffer, received: Buffer): void {
  if (found === undefined || !value.equals(found)) throw new BrokenPromise('getBytes is not what others read');
  if (found.buffer === received.buffer) throw new BrokenPromise('getBytes shares the memory of the body');
}

function sameEntry(what: string, [name, value]: Entry, expected: Entry | undefined): void {
  same(`${what}: name`, name, expected?.[0]);
  same(`${what}: value`, value, expected?.[1]);
}

function same(what: string, found: unknown, expected: unknown): void {
  if (Object.is(found, expected)) return;
  throw new BrokenPromise(`${what} is ${shown(found)}, and by others ${shown(expected)}`);
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : String(value);

/** Rounded down, before 1970 too. */
function epochMsOf(timeNs: bigint): number {
  return Number((timeNs - (((timeNs % 1_000_000n) + 1_000_000n) % 1_000_000n)) / 1_000_000n);
}

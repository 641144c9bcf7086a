import { isConsumerError, type LogRecord } from '@polylog/core/driver';
import type { LogGroupFieldMap } from '@polylog/driver-kit';
import { BrokenPromise } from '../fuzz-target.js';
import type { ExpectedRecord } from './expected-record.js';

/** Of a record with more names than that only some are asked for one by one, each of which is a walk. */
const MOST_ASKED = 100;

/** Asks a record everything that it can be asked, and compares. */
export function checkRecord(
  record: LogRecord,
  expected: ExpectedRecord,
  map: LogGroupFieldMap,
  received: Buffer,
): void {
  const { contents, metadata } = expected;
  const first = new Map<string, Buffer>();
  for (const { Key, Value } of contents) if (!first.has(Key)) first.set(Key, Value);

  same('id', record.id, expected.id);
  same('timeNs', record.timeNs, expected.timeNs);
  same('epochMs', record.epochMs, epochMsOf(expected.timeNs));
  for (const name of ['topic', 'source', 'host', 'path'] as const) same(name, record[name], metadata[name]);
  sameEntries('tags', record.tags.entries(), metadata.tags);
  same('body', record.body, first.get(map.body)?.toString());
  const step = Math.ceil(first.size / MOST_ASKED);
  for (const [name, value] of [...first].filter((_, index) => index % step === 0)) {
    same('get', record.get(name), value.toString());
    checkBytes(record.getBytes(name), value, received);
  }
  same('get of a name that no field has', record.get('no field has this name'), undefined);
  same('getBytes of a name that no field has', record.getBytes('no field has this name'), undefined);
  sameEntries(
    'entries',
    record.entries(),
    contents.map(({ Key, Value }) => [Key, Value.toString()]),
  );
  checkObject(record.toObject(), first);
}

/** Walks two records' fields by turns, which share what the body knows of the last one read. */
export function checkByTurns(one: LogRecord, other: LogRecord, expected: readonly ExpectedRecord[]): void {
  const walks = [one.entries(), other.entries()];
  const read: [string, string][][] = [[], []];
  for (let open = true; open; ) {
    open = false;
    for (const [index, walk] of walks.entries()) {
      const { value, done } = walk.next();
      if (done === true) continue;
      open = true;
      read[index]?.push(value);
    }
  }
  for (const [index, { contents }] of expected.entries()) {
    const want = contents.map(({ Key, Value }) => [Key, Value.toString()] as const);
    sameEntries('entries, two records by turns', read[index] ?? [], want);
  }
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

function checkBytes(found: Uint8Array | undefined, value: Buffer, received: Buffer): void {
  if (found === undefined || !value.equals(found)) throw new BrokenPromise('getBytes is not what protobufjs reads');
  if (found.buffer === received.buffer) throw new BrokenPromise('getBytes shares the memory of the body');
}

function checkObject(object: Record<string, string>, first: ReadonlyMap<string, Buffer>): void {
  same('prototype of toObject', Object.getPrototypeOf(object), Object.prototype);
  same('number of keys of toObject', Object.keys(object).length, first.size);
  for (const [name, value] of first) {
    same('own key of toObject', Object.hasOwn(object, name), true);
    same('value of toObject', object[name], value.toString());
  }
}

function sameEntries(
  what: string,
  found: Iterable<readonly [string, string]>,
  expected: readonly (readonly [string, string])[],
): void {
  let index = 0;
  for (const [name, value] of found) {
    const want = expected[index++];
    same(`${what}: name ${index}`, name, want?.[0]);
    same(`${what}: value ${index}`, value, want?.[1]);
  }
  same(`${what}: how many`, index, expected.length);
}

function same(what: string, found: unknown, expected: unknown): void {
  if (Object.is(found, expected)) return;
  throw new BrokenPromise(`${what} is ${shown(found)}, and by protobufjs ${shown(expected)}`);
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : String(value);

/** Rounded down, before 1970 too. */
function epochMsOf(timeNs: bigint): number {
  return Number((timeNs - (((timeNs % 1_000_000n) + 1_000_000n) % 1_000_000n)) / 1_000_000n);
}

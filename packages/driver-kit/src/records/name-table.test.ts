import { expect, it } from 'vitest';
import { encodeLogGroup, frameLogGroup } from '../log-group/encode.js';
import { slsFieldMap } from '../log-group/field-map.js';
import { readLogGroupList } from '../log-group/log-group-list.js';
import { NameTable } from '../records/name-table.js';

const objectsOf = (logs: readonly (readonly (readonly [string, string])[])[]): Record<string, string>[] => {
  const group = encodeLogGroup({ logs: logs.map((contents) => ({ timeSeconds: 1, contents })) });
  const list = readLogGroupList(frameLogGroup(group), { fields: slsFieldMap, recordId: String });
  return Array.from(list.records, (record) => record.toObject());
};

it('shows the first of two fields of one name, however many names there were before', () => {
  // Some of these records have their names on both sides of the place where the table was full.
  const records = Array.from({ length: 70 }, (_, r) => Array.from({ length: 150 }, (_, i) => `${r}-${i}`));
  const objects = objectsOf(
    records.map((names) => [
      ...names.map((name) => [name, `first of ${name}`] as const),
      ...names.map((name) => [name, `second of ${name}`] as const),
    ]),
  );
  for (const [r, names] of records.entries()) {
    expect(objects[r]).toEqual(Object.fromEntries(names.map((name) => [name, `first of ${name}`])));
  }
});

it('tells names apart that differ in one byte, at every length', () => {
  const names = [];
  for (let length = 1; length < 127; length++) {
    for (let at = 0; at < length; at += 3) names.push(`${'a'.repeat(at)}b${'a'.repeat(length - at - 1)}`);
  }
  const alone = objectsOf(names.map((name) => [[name, 'x']]));
  expect(alone.map((object) => Object.keys(object))).toEqual(names.map((name) => [name]));
});

it('takes names of any length, of which it keeps none that is long', () => {
  const names = [1, 127, 128, 256, 257, 5000, 100_000].map((length) => 'n'.repeat(length));
  const logs = [...names, ...names].map((name) => [[name, String(name.length)] as const]);
  expect(objectsOf(logs)).toEqual([...names, ...names].map((name) => ({ [name]: String(name.length) })));
});

it('is emptied at the beginning of a record once it is full, also where all records begin alike', () => {
  const table = new NameTable();
  const read = (name: string): readonly [first: object, second: object] => {
    const bytes = Buffer.from(`....level....${name}`);
    const memory = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
    const first = table.after(table.begin(), memory, 4, 9);
    return [first, table.after(first, memory, 13, bytes.length)];
  };
  for (let i = 0; i < 5000; i++) read(`name ${i}`);
  const [level, later] = read('a later one');
  expect(read('a later one')[0]).toBe(level);
  expect(read('a later one')[1]).toBe(later);
});

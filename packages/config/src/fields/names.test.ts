import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldNames } from './names.js';
import { RenamedRecord } from './renamed-record.js';

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__', 'constructor');
const renames = fc
  .uniqueArray(fc.tuple(name, name), { selector: ([portable]) => portable })
  .map((pairs) => Object.fromEntries(pairs) as Record<string, string>);

test('8.1 renaming hides no field and gives none two names, whatever the map and the fields', () => {
  fc.assert(
    fc.property(renames, fc.uniqueArray(name, { minLength: 1 }), (map, fields) => {
      const names = fieldNames(map);
      const targets = Object.values(map);
      expect(names === undefined).toBe(new Set(targets).size < targets.length);
      if (names === undefined) return;
      const record = new RenamedRecord(recordOf(fields), names);
      const entries = [...record.entries()];
      expect(entries.map(([, value]) => value)).toEqual(fields);
      expect(new Set(entries.map(([portable]) => portable)).size).toBe(fields.length);
      for (const [portable, value] of entries) {
        expect(record.get(portable)).toBe(value);
        expect(Buffer.from(record.getBytes(portable) ?? []).toString()).toBe(value);
      }
      expect(Object.entries(record.toObject())).toEqual(entries);
      expect(Object.getPrototypeOf(record.toObject())).toBe(Object.prototype);
      for (const [portable, theirs] of Object.entries(map)) {
        expect(record.get(portable)).toBe((fields as readonly string[]).includes(theirs) ? theirs : undefined);
      }
    }),
  );
});

test('8.1 a field that has the portable name with the provider goes by the name that was set free', () => {
  const names = fieldNames({ status: 'http_status' });
  if (names === undefined) return expect.unreachable();
  const record = new RenamedRecord(recordOf(['status', 'http_status', 'user']), names);
  expect(record.toObject()).toEqual({ http_status: 'status', status: 'http_status', user: 'user' });
});

test('8.1 nothing of a record is read before it is asked for', () => {
  const asked: string[] = [];
  const record = new Proxy(recordOf(['a']), {
    get: (target, key, receiver) => {
      asked.push(String(key));
      return Reflect.get(target, key, receiver);
    },
  });
  const renamed = new RenamedRecord(record, { toProvider: new Map([['x', 'a']]), toPortable: new Map([['a', 'x']]) });
  expect(asked).toEqual([]);
  expect(renamed.get('x')).toBe('a');
  expect(asked).toEqual(['get']);
});

/** Each field's value is its name with the provider. */
function recordOf(fields: readonly string[]): ConstructorParameters<typeof RenamedRecord>[0] {
  return {
    id: '1',
    epochMs: 0,
    timeNs: 0n,
    body: undefined,
    topic: undefined,
    source: undefined,
    host: undefined,
    path: undefined,
    tags: new Map(),
    get: (each) => (fields.includes(each) ? each : undefined),
    getBytes: (each) => (fields.includes(each) ? Buffer.from(each) : undefined),
    entries: () => fields.map((each): [string, string] => [each, each])[Symbol.iterator](),
    toObject: () => Object.fromEntries(fields.map((each) => [each, each])),
  };
}

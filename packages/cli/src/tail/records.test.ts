import type { LogRecord } from '@polylog/core';
import { expect, test } from 'vitest';
import { UsageError } from '../command-line/usage-error.js';
import { parseFilter, parseGrep } from './filter.js';
import { recordJson } from './record-json.js';
import { recordLine, recordTable } from './record-line.js';

interface Told {
  readonly fields: readonly (readonly [string, string])[];
  readonly body?: string;
  readonly host?: string;
  readonly tags?: readonly (readonly [string, string])[];
}

/** Behaves as those of the adapters, which the tests over the emulator read. */
function recordOf({ fields, body, host, tags = [] }: Told): LogRecord {
  return {
    ...{ id: '0:1', epochMs: 1767225600123, timeNs: 1767225600123456789n, body, host },
    ...{ topic: undefined, source: undefined, path: undefined, tags: new Map(tags) },
    get: (name) => fields.find(([each]) => each === name)?.[1],
    getBytes: () => undefined,
    entries: () =>
      fields.map(([name, value]): [string, string] => [name, value])[Symbol.iterator]() as IterableIterator<
        [string, string]
      >,
    toObject: () => Object.fromEntries([...fields].reverse()),
  };
}

const record = recordOf({
  fields: [
    ['status', '500'],
    ['url', '/api?a=b'],
    ['host', 'mine'],
  ],
  body: 'GET /api failed',
  host: 'web-1',
  tags: [['env', 'prod']],
});

test.each([
  ...['status=500', 'status!=200', 'url=/api?a=b', 'url~^/api', 'url!~health', 'body~failed$', 'env=prod', 'host=mine'],
  ...['nothing!=x', 'nothing!~x', 'status~\\d{3}'],
])('%s lets it pass', (text) => {
  expect(parseFilter(text)(record)).toBe(true);
});

test.each(['status=50', 'status!=500', 'url~^api', 'nothing=x', 'nothing~.*', 'host=web-1', 'env=', 'status!~5'])(
  '%s does not',
  (text) => {
    expect(parseFilter(text)(record)).toBe(false);
  },
);

test('grep looks at the body and at the values of all fields, not at names', () => {
  expect(parseGrep('failed')(record)).toBe(true);
  expect(parseGrep('^mine$')(record)).toBe(true);
  expect(parseGrep('status')(record)).toBe(false);
});

test.each(['', 'status', '=x', '~x'])('%o is no filter', (text) => {
  expect(() => parseFilter(text)).toThrow(UsageError);
});

test('what is no regular expression is said to be none', () => {
  expect(() => parseFilter('a~(')).toThrow('--filter has "(", which is no regular expression of JavaScript.');
  expect(() => parseGrep('[')).toThrow(UsageError);
});

test('a line has the time, the partition, the body, and the fields that are not the body', () => {
  const line = recordLine(false);
  expect(line('3', record)).toEqual([
    '2026-01-01T00:00:00.123456789Z 3 GET /api failed status=500 url="/api?a=b" host=mine',
  ]);
  const hostile = recordOf({
    body: 'a\u001b]0;x\u0007',
    fields: [
      ['content', 'a\u001b]0;x\u0007'],
      ['x', 'say "hi"\n'],
    ],
  });
  expect(line('0', hostile)[0]).toMatch(/ 0 a\\u001b\]0;x\\u0007 x="say \\"hi\\"\\n"$/);
});

test('of a line only the field that is the body is not told again', () => {
  const fieldsOf = (fields: readonly (readonly [string, string])[]): string =>
    recordLine(false)('0', recordOf({ body: 'ok', fields }))[0]!.replace(/^\S+ 0 /, '');
  const [result, note] = [
    ['result', 'ok'],
    ['note', 'x'],
  ] as const;
  expect(fieldsOf([result, ['content', 'ok'], note])).toBe('ok result=ok note=x');
  expect(fieldsOf([['__CONTENT__', 'ok'], result])).toBe('ok result=ok');
  expect(fieldsOf([result, ['log_content', 'ok']])).toBe('ok result=ok');
  // Under a name of the configuration.
  expect(fieldsOf([['line', 'ok'], note])).toBe('ok note=x');
  expect(fieldsOf([['line', 'ok'], result])).toBe('ok line=ok result=ok');
});

test('a table begins with its titles, and what is wider moves only what comes later', () => {
  const table = recordTable(['status', 'body'], false);
  expect(table('3', record)).toEqual([
    'TIME                            PARTITION  status    body',
    '2026-01-01T00:00:00.123456789Z  3          500       GET /api failed',
  ]);
  const other = recordOf({ fields: [['status', 'a long status']] });
  expect(table('4', other)).toEqual(['2026-01-01T00:00:00.123456789Z  4          a long status  -']);
});

test('JSON has the time to the nanosecond, and all pairs where a name comes twice', () => {
  expect(JSON.parse(recordJson('3', record))).toEqual({
    ...{ time: '2026-01-01T00:00:00.123456789Z', partition: '3', id: '0:1', body: 'GET /api failed', host: 'web-1' },
    ...{ tags: { env: 'prod' }, fields: { status: '500', url: '/api?a=b', host: 'mine' } },
  });
  const tagged = recordOf({
    fields: [
      ['hostName', 'a'],
      ['env', 'own'],
    ],
    tags: [
      ['hostName', 'a'],
      ['env', 'x'],
    ],
  });
  expect(JSON.parse(recordJson('3', tagged))).toMatchObject({
    tags: { hostName: 'a', env: 'x' },
    fields: { env: 'own' },
  });
  expect(recordLine(false)('3', tagged)).toEqual(['2026-01-01T00:00:00.123456789Z 3 env=own']);
  const twice = recordOf({
    fields: [
      ['a', '1'],
      ['a', '2'],
    ],
  });
  expect(JSON.parse(recordJson('3', twice))).toMatchObject({
    fields: { a: '1' },
    pairs: [
      ['a', '1'],
      ['a', '2'],
    ],
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { storeDocument } from '../stored-document.js';
import { compileQuery } from './query/compile-query.js';
import { parseQuery } from './query/parse-query.js';
import { searchIndexOf } from './search-index.js';
import type { SearchedLog } from './searched-log.js';
import { prepareSelect } from './sql/run-select.js';

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

const index = searchIndexOf(
  storeDocument(
    {
      line: { token: [' ', ','] },
      keys: {
        level: { type: 'text', token: [] },
        latency: { type: 'long' },
        load: { type: 'double' },
        request: { type: 'json', token: [], index_all: true },
      },
    },
    0,
  ),
);

/** Everything that the examples look for is in one of them, and not in the other. */
const logs: readonly SearchedLog[] = [
  {
    timeSeconds: 60,
    topic: 'web',
    source: '10.0.0.7',
    tags: [['host', 'web-1']],
    contents: [
      ['level', 'error'],
      ['latency', '120'],
      ['load', '0.5'],
      ['msg', 'error, connection refused this time and a:b'],
      ['request', '{"user":{"name":"Ada"}}'],
    ],
  },
  { timeSeconds: 61, topic: '', source: '', tags: [], contents: [['level', '']] },
];

/** The rows of a section's table, cell by cell. */
function rowsOf(heading: string): readonly (readonly string[])[] {
  const section = readme.split(`### ${heading}\n`)[1]?.split('\n###')[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(1).map((line) => line.slice(2, -2).split(' | '));
}
const codeIn = (cell = ''): string => cell.replace(/^`|`$/g, '');

describe('the table of the query language', () => {
  const queries = rowsOf('The query language of SLS').map(([cell]) => codeIn(cell));

  test('is there', () => expect(queries.length).toBeGreaterThan(10));

  // Most look for what the first log alone has; these do not.
  const others: Readonly<Record<string, readonly boolean[]>> = {
    '*': [true, true],
    'level:*': [true, true],
    'level:""': [false, true],
    '(error or warn) and not (level:info or latency > 10)': [false, false],
  };
  test.each(queries)('has %s, which finds what it says', (query) => {
    const found = compileQuery(parseQuery(query), query, index);
    expect(logs.map(found)).toEqual(others[query] ?? [true, false]);
  });
});

describe('the table of SQL', () => {
  const statements = rowsOf('The SQL of SLS').map(([, cell]) => codeIn(cell));

  test('is there', () => expect(statements.length).toBeGreaterThan(10));

  test.each(statements)('has %s, which runs', (sql) => {
    const { columns, rows } = prepareSelect(sql, index)([...logs, ...logs, ...logs, ...logs, ...logs, ...logs]);
    expect(rows.length).toBeGreaterThan(0);
    expect(Object.keys(rows[0] ?? {})).toEqual(columns);
  });

  const refused: Readonly<Record<string, string>> = {
    distinct: 'select distinct level',
    having: 'select count(*) having 1 = 1',
    case: 'select case when true then 1 end',
    cast: 'select cast(level as bigint)',
    join: 'select level from log join log',
    union: 'select level union select level',
    with: 'with a as (select 1) select 1',
    over: 'select count(*) over ()',
    offset: 'select level limit 1 offset 2',
    'a select within another': 'select level from (select level)',
    '||': "select level || 'a'",
    'any other function': 'select lower(level)',
  };
  const named = /Not supported, by name: ([\s\S]*?)\.\n/.exec(readme)?.[1]?.replaceAll('\n', ' ').split(', ') ?? [];

  test('says of all that we know not to support that it is not', () => {
    expect(named.map(codeIn)).toEqual(Object.keys(refused));
  });

  test.each(Object.entries(refused))('is right in that %s is not supported', (_, sql) => {
    expect(() => prepareSelect(sql, index)).toThrow('is not supported by the emulator');
  });
});

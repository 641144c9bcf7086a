import { describe, expect, test } from 'vitest';
import { storeDocument } from '../../stored-document.js';
import { searchIndexOf } from '../search-index.js';
import type { SearchedLog } from '../searched-log.js';
import { prepareSelect } from './run-select.js';

const index = searchIndexOf(
  storeDocument(
    {
      line: { token: [' '] },
      keys: {
        status: { type: 'long', alias: 'code' },
        load: { type: 'double' },
        path: { type: 'text', token: [] },
        request: { type: 'json', json_keys: { size: { type: 'long' } }, index_all: true },
        hidden: { type: 'text', doc_value: false },
      },
    },
    0,
  ),
);

function logOf(
  timeSeconds: number,
  fields: Readonly<Record<string, string>>,
  tags: SearchedLog['tags'] = [],
): SearchedLog {
  return { timeSeconds, topic: 'web', source: '10.0.0.7', tags, contents: Object.entries(fields) };
}

const logs = [
  logOf(120, { status: '200', load: '0.5', path: '/a', request: '{"size":10,"who":{"name":"Ada"}}' }, [['host', 'h1']]),
  logOf(61, { status: '500', load: '2', path: '/b', request: 'broken' }),
  logOf(59, { status: 'none', path: "/it's" }),
  logOf(130, { status: '200', load: '1.5', path: '/b', request: '{"size":32}' }),
];

const run = (sql: string, over: readonly SearchedLog[] = logs) => prepareSelect(sql, index)(over);
const rows = (sql: string) => run(sql).rows;
const column = (sql: string) => rows(sql).map((row) => Object.values(row)[0]);

function refusal(sql: string): string {
  try {
    run(sql);
  } catch (error) {
    const { name, code, message } = error as { name: string; code: string; message: string };
    return `${name} ${code} ${message}`;
  }
  return 'none';
}

describe('a select', () => {
  test('gives columns as the index types them, null where a value is none of its type, everything as text', () => {
    const result = run('select status, load, path, "__tag__:host" as host, __topic__ from log');
    expect(result.columns).toEqual(['status', 'load', 'path', 'host', '__topic__']);
    expect(result.types).toEqual(['bigint', 'double', 'varchar', 'varchar', 'varchar']);
    expect(result.rows).toEqual([
      { status: 'null', load: 'null', path: "/it's", host: 'null', __topic__: 'web' },
      { status: '500', load: '2.0', path: '/b', host: 'null', __topic__: 'web' },
      { status: '200', load: '0.5', path: '/a', host: 'h1', __topic__: 'web' },
      { status: '200', load: '1.5', path: '/b', host: 'null', __topic__: 'web' },
    ]);
  });

  test('of everything gives what every log has, and what the index has for analytics', () => {
    expect(run('SELECT * LIMIT 1').rows).toEqual([
      {
        __time__: '59',
        __topic__: 'web',
        __source__: '10.0.0.7',
        status: 'null',
        load: 'null',
        path: "/it's",
        request: 'null',
      },
    ]);
  });

  test('reaches into JSON, and knows columns by their alias', () => {
    expect(rows('select request.size as s, request.who.name as n, code where request.size is not null')).toEqual([
      { s: '10', n: 'Ada', code: '200' },
      { s: '32', n: 'null', code: '200' },
    ]);
  });

  test.each([
    ['status = 200', ['/a', '/b']],
    ['status <> 200', ['/b']],
    ['status != 200 or status is null', ["/it's", '/b']],
    ["path = '/it''s'", ["/it's"]],
    ["path like '/_' and load > 1", ['/b', '/b']],
    ["path not like '%b'", ["/it's", '/a']],
    ['status in (200, 404)', ['/a', '/b']],
    ['status not in (200, 404)', ['/b']],
    ['load between 0.5 and 1.5', ['/a', '/b']],
    ['not (status = 200)', ['/b']],
    ['status = null', []],
    ['status = 200 or null', ['/a', '/b']],
    ['(status + 100) / 3 = 100', ['/a', '/b']],
    ['-status < -300', ['/b']],
    ['true', ["/it's", '/b', '/a', '/b']],
    ['1 = 1 and 2 * 3 + 4 % 3 = 7', ["/it's", '/b', '/a', '/b']],
    ['load = status / 400', []],
    ['load * 2 = 1', ['/a']],
    ['status > 199.5', ['/b', '/a', '/b']],
  ])('where %s, knows three truths', (condition, paths) => {
    expect(column(`select path where ${condition}`)).toEqual(paths);
  });

  test('aggregates over all, null where there is nothing', () => {
    const sql =
      'select count(*), count(status) as n, sum(status) as s, avg(status) as a, min(path) as lo, max(load) as hi';
    expect(run(sql).rows).toEqual([{ _col0: '4', n: '3', s: '900', a: '300.0', lo: '/a', hi: '2.0' }]);
    expect(run(sql).types).toEqual(['bigint', 'bigint', 'bigint', 'double', 'varchar', 'double']);
    expect(run(sql, []).rows).toEqual([{ _col0: '0', n: '0', s: 'null', a: 'null', lo: 'null', hi: 'null' }]);
    expect(run(`${sql} group by status`, []).rows).toEqual([]);
  });

  test('adds whole numbers of 64 bits exactly', () => {
    const large = [logOf(1, { status: '9007199254740993' }), logOf(2, { status: '2' })];
    expect(run('select sum(status) as s', large).rows).toEqual([{ s: '9007199254740995' }]);
  });

  test.each([
    ['select status, count(*) as n group by status order by n desc, status', ['200', '500', 'null']],
    ['select code, count(*) as n group by code order by 2 desc, code', ['200', '500', 'null']],
    ['select status as s, sum(load) group by s order by sum(load) desc, s desc', ['500', '200', 'null']],
    ['select status / 100 as c group by status / 100 order by c', ['2', '5', 'null']],
    ['select status / 100 + 1 as c group by 1 order by 1 desc', ['6', '3', 'null']],
    ['select max(load) - min(load) as spread group by status order by spread desc', ['1.0', '0.0', 'null']],
  ])('%s, groups and orders by columns, expressions, aliases and places, nulls last', (sql, expected) => {
    expect(column(sql)).toEqual(expected);
  });

  test.each(['__time__ - __time__ % 60', 'time_slice(__time__, 60)', "time_slice(__time__, '1m')"])(
    'slices time by %s',
    (slice) => {
      expect(rows(`select ${slice} as t, count(*) as n group by t order by t`)).toEqual([
        { t: '0', n: '1' },
        { t: '60', n: '1' },
        { t: '120', n: '2' },
      ]);
    },
  );

  test('keeps to its limit, a hundred without one', () => {
    const many = Array.from({ length: 150 }, (_, i) => logOf(i, { status: String(i) }));
    const numbers = (sql: string) => run(sql, many).rows.map(({ status }) => Number(status));
    expect(numbers('select status')).toHaveLength(100);
    expect(numbers('select status limit 120')).toHaveLength(120);
    expect(numbers('select status order by status desc limit 2, 3')).toEqual([147, 146, 145]);
  });
});

describe('what is no SQL of ours', () => {
  test.each([
    ['select status having 1 = 1', 'position 15: HAVING is not supported by the emulator'],
    ['select distinct status', 'position 8: DISTINCT or ALL is not supported'],
    ['select count(distinct status)', 'position 14: DISTINCT is not supported'],
    ['select median(nobody)', 'position 8: the function median is not supported'],
    ['select approx_distinct(status)', 'position 8: the function approx_distinct is not supported'],
    ['select case when 1 = 1 then 2 end', 'position 8: CASE is not supported'],
    ['select cast(status as varchar)', 'position 8: CAST is not supported'],
    ["select path || 'x'", 'position 13: || is not supported'],
    ['select status from other', 'position 20: FROM other (only FROM log) is not supported'],
    ['select status from (select 1)', 'position 20: a select within a select is not supported'],
    ['select status from log join b', 'position 24: JOIN is not supported'],
    ['select status union select 1', 'position 15: UNION is not supported'],
    ['select status limit 1 offset 2', 'position 23: OFFSET is not supported'],
    ['select sum(status) over ()', 'position 20: OVER is not supported'],
    ['select status order by status nulls first', 'position 31: NULLS (they come last) is not supported'],
    ['with a as (select 1) select 1', 'position 1: WITH is not supported'],
    ['insert into a', 'position 1: INSERT is not supported'],
    ['select status, *', 'position 16: * beside other columns is not supported'],
  ])('%s, is named with its place', (sql, message) => {
    expect(refusal(sql)).toMatch(/^SlsError ParameterInvalid SQL at position/);
    expect(refusal(sql)).toContain(message);
  });

  test.each([
    ['', 'position 1: the statement ends too early: "select" should stand here'],
    ['selec status', 'position 1: near "selec": "select" should stand here'],
    ['select', 'position 7: the statement ends too early: a column'],
    ['select status,', 'position 15: the statement ends too early'],
    ['select status where', 'position 20: the statement ends too early'],
    ['select (status', 'position 15: the statement ends too early: ")" should stand here'],
    ['select status limit x', 'position 21: near "x": a whole number should stand here'],
    ["select 'a", 'position 8: this quote is not closed'],
    ['select status ? 1', 'position 15: "?" does not belong to SQL'],
    ['select status 5', 'position 15: near "5": this does not belong here'],
    ['select nobody', "position 8: Column 'nobody' cannot be resolved"],
    ['select hidden', "position 8: Column 'hidden' cannot be resolved"],
    ['select status as a, path as a', "position 21: two columns have the name 'a'"],
    ['select status + path', "position 15: '+' cannot be applied to bigint, varchar"],
    ["select path where status = '200'", "position 26: '=' cannot be applied to bigint, varchar"],
    ['select path where status', 'position 19: WHERE clause is bigint, not boolean'],
    ['select not status', "position 8: 'not' cannot be applied to bigint"],
    ['select -path', "position 8: '-' cannot be applied to varchar"],
    ['select sum(path)', 'position 8: sum cannot be applied to varchar'],
    ['select sum(status, 1)', 'position 8: sum takes one value'],
    ['select sum(count(*))', 'position 12: an aggregate cannot stand within another'],
    ['select path where count(*) > 1', 'position 28: WHERE clause cannot contain aggregations'],
    ['select path, count(*)', "position 8: 'path' must be an aggregate expression or appear in GROUP BY clause"],
    ['select path group by count(*)', 'position 22: count cannot stand here'],
    ['select path order by 2', 'position 22: position 2 is not in select list'],
    ['select status / 0', 'position 15: Division by zero'],
    ['select 9223372036854775807 + 1', 'position 28: the result is too large for a bigint'],
    ['select 9223372036854775808', 'position 8: 9223372036854775808 is too large for a bigint'],
    ["select time_slice(__time__, '1y')", 'position 8: time_slice takes'],
    [`select ${'('.repeat(900)}1`, 'position 108: more than 100 levels of parentheses'],
    [`select ${'-'.repeat(3_000)}1`, 'position 1: more than 2000 words and signs'],
  ])('%s, is ParameterInvalid and says where and why', (sql, message) => {
    expect(refusal(sql)).toContain(`SlsError ParameterInvalid SQL at ${message}`);
  });
});

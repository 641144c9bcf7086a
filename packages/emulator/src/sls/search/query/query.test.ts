import { describe, expect, test } from 'vitest';
import { storeDocument } from '../../stored-document.js';
import { searchIndexOf } from '../search-index.js';
import type { SearchedLog } from '../searched-log.js';
import { compileQuery } from './compile-query.js';
import { parseQuery } from './parse-query.js';

const index = {
  line: { token: [' ', ',', '/', '.'], caseSensitive: false, chn: true, exclude_keys: ['secret'] },
  keys: {
    method: { type: 'text', token: [] },
    path: { type: 'text', token: ['/'], caseSensitive: true },
    latency: { type: 'long' },
    load: { type: 'double' },
    request: {
      type: 'json',
      token: [' '],
      index_all: true,
      json_keys: { size: { type: 'long' }, 'user.age': { type: 'double' } },
    },
  },
};

function logOf(fields: Readonly<Record<string, string>>, more: Partial<SearchedLog> = {}): SearchedLog {
  return { timeSeconds: 100, topic: 'Web', source: '10.0.0.7', tags: [], contents: Object.entries(fields), ...more };
}

function finds(query: string, log: SearchedLog, by: object = index): boolean {
  return compileQuery(parseQuery(query), query, searchIndexOf(storeDocument(by as Record<string, unknown>, 0)))(log);
}

function refusal(query: string, by: object = index): string {
  try {
    finds(query, logOf({}), by);
  } catch (error) {
    const { name, code, message } = error as { name: string; code: string; message: string };
    return `${name} ${code} ${message}`;
  }
  return 'none';
}

const log = logOf(
  {
    method: 'GET',
    path: '/api/Users/7',
    latency: '120',
    load: '0.25',
    msg: 'Disk failure on sda1, again',
    secret: 'hidden',
    note: '磁盘故障',
    request: '{"size":512,"user":{"age":41.5,"name":"Ada L"},"ok":true}',
  },
  {
    tags: [
      ['host', 'web-1'],
      ['__path__', '/var/log/a.log'],
    ],
  },
);

describe('a query', () => {
  test.each([
    ['*', true],
    ['', true],
    ['disk', true],
    ['DISK', true],
    ['dis', false],
    ['dis*', true],
    ['d?sk', true],
    ['d?k', false],
    ['f*lure', true],
    ['disk failure', true],
    ['failure disk', true],
    ['"disk failure"', true],
    ['"failure disk"', false],
    ['#"disk failure"', true],
    ['sda1,again', true],
    ['"dis*"', false],
    ['hidden', false],
    ['障', true],
    ['磁盘', true],
    ['盘磁', false],
  ])('for full text, %s, goes by whole words of the index: %s', (query, expected) => {
    expect(finds(query, log)).toBe(expected);
  });

  test.each([
    ['method:GET', true],
    ['method: get', true],
    ['method :get', true],
    ['method:GE', false],
    ['method:G*', true],
    ['path:Users', true],
    ['path:users', false],
    ['path:api/Users', true],
    ['path:api/7', false],
    ['"method":"GET"', true],
    ['method:*', true],
    ['load:*', true],
    ['request.none:*', false],
    ['method:""', false],
    ['__topic__:web', true],
    ['__source__:10.0.0.7', true],
    ['__source__:10', false],
    ['__tag__:host:web-1', true],
    ['__tag__:host:web', false],
    ['__tag__:__path__:"/var/log/a.log"', true],
    ['"__tag__:host":web-*', true],
    ['request.user.name:ada', true],
    ['request.ok:true', true],
    ['request.user.name:bob', false],
  ])('for a field, %s, goes by the words of this field: %s', (query, expected) => {
    expect(finds(query, log)).toBe(expected);
  });

  test.each([
    ['latency > 119', true],
    ['latency>120', false],
    ['latency >= 120', true],
    ['latency < 120', false],
    ['latency <= 120', true],
    ['latency = 120', true],
    ['latency:120', true],
    ['latency:121', false],
    ['load > 0.2', true],
    ['load = 2.5e-1', true],
    ['latency in [100 120)', false],
    ['latency in [100 120]', true],
    ['latency in (120 200]', false],
    ['latency IN [120 200)', true],
    ['latency > -5', true],
    ['request.size = 512', true],
    ['request.size > 512', false],
    ['request.user.age > 41', true],
    ['__time__ >= 100', true],
  ])('for numbers, %s, is exact and keeps to its bounds: %s', (query, expected) => {
    expect(finds(query, log)).toBe(expected);
  });

  test.each([
    ['disk and failure', true],
    ['disk AND nothing', false],
    ['nothing or disk', true],
    ['not nothing', true],
    ['disk not nothing', true],
    ['disk and not failure', false],
    ['not disk or failure', true],
    ['not (disk or failure)', false],
    ['nothing and nothing or disk', true],
    ['disk or nothing and nothing', true],
    ['(disk or nothing) and nothing', false],
    ['not not disk', true],
    ['method:GET latency>100', true],
    ['"and"', false],
    ['\\and', false],
  ])('with operators, %s, binds not before and, and that before or: %s', (query, expected) => {
    expect(finds(query, log)).toBe(expected);
  });

  test('looks at every value of a name that a log has twice', () => {
    const twice = logOf({}, { contents: [['method', 'GET'], ['method', 'PUT']] }); // biome-ignore format: a pair a value
    expect([finds('method:GET', twice), finds('method:PUT', twice)]).toEqual([true, true]);
  });

  test('tells whole numbers apart that a double would not', () => {
    const large = logOf({ latency: '9007199254740993' });
    expect(finds('latency = 9007199254740993', large)).toBe(true);
    expect(finds('latency = 9007199254740992', large)).toBe(false);
    expect(finds('latency > 9007199254740992', large)).toBe(true);
  });

  test('takes a value that is no number of its type for none', () => {
    expect(finds('latency >= 0', logOf({ latency: '1.5' }))).toBe(false);
    expect(finds('load >= 0', logOf({ load: '1.5' }))).toBe(true);
    expect(finds('load >= 0', logOf({ load: 'much' }))).toBe(false);
    expect(finds('request.size > 0', logOf({ request: 'no JSON' }))).toBe(false);
  });

  test('without full text in the index goes over its text fields alone', () => {
    const by = { keys: { method: { type: 'text', token: [] }, latency: { type: 'long' } } };
    expect([finds('get', log, by), finds('disk', log, by), finds('120', log, by)]).toEqual([true, false, false]);
  });

  test('finds an empty value by an empty text', () => {
    expect([finds('method:""', logOf({ method: '' })), finds('method:*', logOf({ method: '' }))]).toEqual([true, true]);
  });
});

describe('what is no query', () => {
  test.each([
    ['a and', 'position 6, at its end: a word, a quoted text'],
    ['and a', 'position 1, near "and a": a word, a quoted text'],
    ['a or or b', 'position 6, near "or b": a word'],
    ['(a', 'position 3, at its end: a closing parenthesis is missing'],
    ['a)', 'position 2, near ")": this does not belong here'],
    ['()', 'position 2, near ")"'],
    ['"a', 'position 1, near "\\"a": this quote is not closed'],
    ['*a', 'position 1, near "*a": a word cannot begin with * or ?'],
    ['method:', 'position 8, at its end: the value of a field is missing'],
    ['method:(a or b)', 'position 8, near "(a or b)": a field takes one value'],
    ['a:b:c', 'position 4, near ":c": this does not belong here'],
    ['latency > x', 'position 11, near "x": a number should stand here'],
    ['latency in [1 2', 'position 16, at its end: a range ends with ] or )'],
    ['latency in [1', 'position 14, at its end: a number should stand here'],
    ['me*od:a', 'position 1, near "me*od:a": a name of a field has no * or ?'],
    ['__tag__:host', 'position 9, near "host": a tag is written as __tag__:name:value'],
    ['size:1', 'position 1, near "size:1": key (size) is not config as key value config'],
    ['a and request.none.x > 1', 'position 7, near "request.none.x > 1": key (request.none.x) is text in the index'],
    ['latency:many', 'position 1, near "latency:many": key (latency) is long in the index'],
    ['method > 1', 'position 1, near "method > 1": key (method) is text in the index, so that it has no range'],
    ['not '.repeat(101), 'more than 100 levels'],
    ['('.repeat(101), 'more than 100 levels'],
  ])('%s, is InvalidQueryString and names the place', (query, message) => {
    const refused = refusal(query);
    expect(refused).toMatch(/^SlsError InvalidQueryString query string is invalid at position/);
    expect(refused).toContain(message);
  });
});

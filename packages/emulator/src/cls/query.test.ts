import { encodeClsLogGroup } from '@polylog/driver-kit';
import { expect, test } from 'vitest';
import { FilterBeyondUs, filterGroup } from '../store/filter.js';
import { clsGroup, scanLogGroup } from '../store/log-group-scan.js';
import { parseQuery } from './query.js';

const log = (level: string, n: number) => ({
  time: n,
  contents: [
    ['level', level],
    ['n', String(n)],
  ] as const,
});
const group = encodeClsLogGroup({ logs: [log('INFO', 1), log('ERROR', 2), log('WARN', 3)], source: 's' });

test.each([
  ['log_keep(op_eq(v("level"), "ERROR"))', [2]],
  ['log_keep(op_eq(v("n"), 3))', [3]],
  ['log_drop(op_eq(v("level"),"INFO"))', [2, 3]],
  ['log_keep(op_or(op_eq(v("n"),1), op_and(op_eq(v("n"),2), op_eq(v("level"),"ERROR"))))', [1, 2]],
  ['log_keep(op_not(op_eq(v("level"), "ERROR")))', [1, 3]],
  ['log_keep(op_eq(v("absent"), ""))', []],
])('%s keeps %o', (query, times) => {
  const kept = filterGroup(group, clsGroup, parseQuery(query));
  expect(kept ? scanLogGroup(kept.group, clsGroup).map(({ time }) => time) : []).toEqual(times);
});

test.each([
  '',
  'level:ERROR',
  'log_keep',
  'log_keep()',
  'log_keep(op_eq(v("a"), "b")',
  'log_keep(op_eq(v("a"), "b")) x',
  'log_keep(op_eq("a", "b"))',
  'log_keep(op_gt(v("a"), 1))',
  'fields_set("a", "b")',
])('"%s" is beyond it', (query) => {
  expect(() => parseQuery(query)).toThrow(FilterBeyondUs);
});

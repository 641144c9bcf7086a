import { expect, it } from 'vitest';
import { progressOf } from './progress.js';

it.each([
  ['nothing there', { from: 7n, next: 7n, hasLogs: false, end: undefined }, { next: 7n, kind: 'stood' }],
  ['nothing there, told as 0', { from: 7n, next: 0n, hasLogs: false, end: undefined }, { next: 7n, kind: 'stood' }],
  ['nothing told', { from: 7n, next: undefined, hasLogs: false, end: undefined }, { next: 7n, kind: 'stood' }],
  ['at the very beginning', { from: 0n, next: 0n, hasLogs: false, end: undefined }, { next: 0n, kind: 'stood' }],
  ['logs', { from: 7n, next: 9n, hasLogs: true, end: undefined }, { next: 9n, kind: 'moved' }],
  ['no logs, and further on', { from: 7n, next: 9n, hasLogs: false, end: undefined }, { next: 9n, kind: 'moved' }],
  ['logs before the end', { from: 7n, next: 9n, hasLogs: true, end: 10n }, { next: 9n, kind: 'moved' }],
  ['logs up to the end', { from: 7n, next: 9n, hasLogs: true, end: 9n }, { next: 9n, kind: 'ended' }],
  ['logs beyond the end', { from: 7n, next: 9n, hasLogs: true, end: 8n }, { next: 9n, kind: 'ended' }],
  ['nothing before the end', { from: 7n, next: 7n, hasLogs: false, end: 9n }, { next: 7n, kind: 'ended' }],
  ['nothing before the end, told as 0', { from: 7n, next: 0n, hasLogs: false, end: 9n }, { next: 7n, kind: 'ended' }],
] as const)('9.5 %s', (_, outcome, progress) => {
  expect(progressOf(outcome)).toEqual(progress);
});

it.each([
  ['goes back', { from: 7n, next: 6n, hasLogs: true, end: undefined }],
  ['goes back without logs', { from: 7n, next: 6n, hasLogs: false, end: undefined }],
  ['stands still with logs', { from: 7n, next: 7n, hasLogs: true, end: undefined }],
  ['stands still with logs, told as 0', { from: 7n, next: 0n, hasLogs: true, end: undefined }],
  ['tells no place with logs', { from: 7n, next: undefined, hasLogs: true, end: 9n }],
])('9.5 an answer that %s is corrupt-data', (_, outcome) => {
  expect(() => progressOf(outcome)).toThrow(expect.objectContaining({ code: 'corrupt-data' }));
});

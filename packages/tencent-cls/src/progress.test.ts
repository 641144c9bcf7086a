import { describe, expect, it } from 'vitest';
import { type PullOutcome, progressOf } from './progress.js';

const BIG = 2n ** 60n;
const outcome = (more: Partial<PullOutcome>): PullOutcome => ({
  from: 10n,
  nextOffset: 15n,
  hasGroups: true,
  bound: 'none',
  end: undefined,
  ...more,
});

describe('5.5 the next offset of a pull', () => {
  it.each<[string, Partial<PullOutcome>, bigint, string]>([
    ['goes on', {}, 15n, 'moved'],
    ['goes on beyond 2^53', { from: BIG, nextOffset: BIG + 1n }, BIG + 1n, 'moved'],
    ['goes on although nothing came (a filter)', { hasGroups: false }, 15n, 'moved'],
    ['stands', { nextOffset: 10n, hasGroups: false }, 10n, 'stood'],
    ['0 leaves it where it is', { nextOffset: 0n, hasGroups: false }, 10n, 'stood'],
    ['0 may be where it is', { from: 0n, nextOffset: 0n, hasGroups: false }, 0n, 'stood'],
    ['reaches the end bound', { bound: 'over', end: 15n }, 15n, 'ended'],
    ['is before the end bound', { bound: 'over', end: 16n }, 15n, 'moved'],
    ['-1 with an end time, nothing came', { nextOffset: -1n, hasGroups: false, bound: 'over' }, 10n, 'ended'],
    ['-1 with an end time, data, its place not known', { nextOffset: -1n, bound: 'over' }, 10n, 'ended'],
    ['-1 before the end time, nothing came', { nextOffset: -1n, hasGroups: false, bound: 'open' }, 10n, 'stood'],
    ['-1 before the end time, data', { nextOffset: -1n, bound: 'open' }, 10n, 'ended'],
    ['-1 with an end time, data, its place known', { nextOffset: -1n, bound: 'over', end: 12n }, 12n, 'ended'],
    ['-1 without an end time, nothing came', { nextOffset: -1n, hasGroups: false }, 10n, 'stood'],
  ])('%s', (_, given, next, kind) => {
    expect(progressOf(outcome(given))).toEqual({ next, kind });
  });

  it.each<[string, Partial<PullOutcome>]>([
    ['-1 with data and no end time', { nextOffset: -1n }],
    ['data, and no step forward', { nextOffset: 10n }],
    ['data, and 0', { nextOffset: 0n }],
    ['a step back', { nextOffset: 9n, hasGroups: false }],
    ['-2', { nextOffset: -2n, hasGroups: false, bound: 'over' }],
  ])('%s is corrupt-data', (_, given) => {
    expect(() => progressOf(outcome(given))).toThrow(expect.objectContaining({ code: 'corrupt-data' }));
  });
});

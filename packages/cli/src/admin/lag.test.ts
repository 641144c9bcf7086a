import { expect, test } from 'vitest';
import { totals } from './lag.js';

test('in all: of counts the sum, beyond what a double holds; of times the longest', () => {
  const big = 2n ** 62n;
  expect(
    totals([
      {
        partition: '0',
        since: 'checkpoint',
        measures: [
          { basis: 'log-groups', value: big },
          { basis: 'time-ms', value: 5 },
        ],
      },
      { partition: '1', since: 'beginning', measures: [{ basis: 'log-groups', value: 1n }] },
      { partition: '2', since: 'checkpoint', measures: [{ basis: 'time-ms', value: 9 }] },
    ]),
  ).toEqual([
    { basis: 'log-groups', value: big + 1n },
    { basis: 'time-ms', value: 9 },
  ]);
  expect(totals([])).toEqual([]);
});

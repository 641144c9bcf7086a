import type { LogRecord } from '@polylog/core';
import { expect, test } from 'vitest';
import { showRecords } from './show-records.js';

const record = {} as LogRecord;
const never = new AbortController().signal;

test('no more than the limit are shown, also while several partitions wait for room', async () => {
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  let reached = 0;
  const { handle, counts } = showRecords({
    filters: [],
    limit: 2,
    text: (partition) => [partition],
    output: {
      lineInTurn(line) {
        lines.push(line);
        return new Promise((resolve) => waiting.push(resolve));
      },
    },
    signal: never,
    onLimit: () => (reached += 1),
  });
  const under = ['0', '1', '2', '3'].map((partition) => handle(partition, record));
  expect(lines).toEqual(['0', '1']);
  for (const resolve of waiting) resolve();
  await Promise.all(under);
  await handle('0', record);
  expect(lines).toEqual(['0', '1']);
  expect(counts()).toEqual({ read: 2, shown: 2 });
  expect(reached).toBeGreaterThan(0);
});

test('what a filter holds back is read, and counts for no limit', async () => {
  const lines: string[] = [];
  const stop = new AbortController();
  const { handle, counts } = showRecords({
    filters: [({ id }) => id !== 'b'],
    limit: 2,
    text: (_, { id }) => ['title', id],
    output: { lineInTurn: async (line) => void lines.push(line) },
    signal: stop.signal,
    onLimit: () => stop.abort(),
  });
  for (const id of ['a', 'b', 'c', 'd']) await handle('0', { id } as LogRecord);
  expect(lines).toEqual(['title\na', 'title\nc']);
  expect(counts()).toEqual({ read: 3, shown: 2 });
});

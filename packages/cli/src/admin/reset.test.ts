import { type GroupAdmin, type ResetReport, type StartPoint, toPosition } from '@polylog/core';
import { expect, test } from 'vitest';
import { reset } from './reset.js';

const first: ResetReport = {
  dryRun: true,
  activity: { kind: 'idle' },
  rows: [{ partition: '0', after: toPosition('7'), move: 'first' }],
};

/** What a reset prints, up to where it asks: here is no terminal to ask on. */
async function shown(
  options: { readonly json?: boolean; readonly to?: StartPoint },
  report: ResetReport = first,
): Promise<{ readonly out: string; readonly err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const signal = new AbortController().signal;
  const output = {
    line: (text: string) => void out.push(text),
    error: (text: string) => void err.push(text),
    ...{ lineInTurn: async () => undefined, failure: async () => undefined, colours: false, closed: signal },
  };
  const open = {
    admin: { reset: async () => report } as Partial<GroupAdmin> as GroupAdmin,
    ...{ call: { signal }, configured: undefined },
  };
  const asked = {
    group: 'g',
    to: 'latest' as const,
    partitions: [],
    dryRun: false,
    yes: false,
    json: false,
    ...options,
  };
  await expect(reset(open, asked, { output, signal, now: () => 0 })).rejects.toThrow('Give --yes.');
  return { out: out.join('\n'), err: err.join('\n') };
}

test('what is asked about is shown before the question, and with --json not among the answer', async () => {
  const table = /^PARTITION {2}BEFORE {2}AFTER {2}MEANING\n0 +- +7 +first: there was no checkpoint$/;
  expect(await shown({ json: false })).toEqual({ out: expect.stringMatching(table), err: '' });
  expect(await shown({ json: true })).toEqual({ out: '', err: expect.stringMatching(table) });
});

test('the beginning skips nothing, for what lies before it is not kept any more', async () => {
  const before = { position: toPosition('3'), proven: true };
  const report: ResetReport = { ...first, rows: [{ partition: '0', before, after: toPosition('7'), move: 'ahead' }] };
  expect((await shown({ to: 'earliest' }, report)).out).toMatch(
    / 7 +ahead: the checkpoint was of records that have expired$/,
  );
  expect((await shown({ to: { epochMs: 1 } }, report)).out).toMatch(/ 7 +ahead: records are skipped$/);
});

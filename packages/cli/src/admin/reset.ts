import type { ResetReport, ResetRow, StartPoint } from '@polylog/core';
import type { Context } from '../context.js';
import { counted } from '../output/counted.js';
import type { Output } from '../output/output.js';
import { printJson, printTable } from '../output/print.js';
import { printable } from '../output/printable.js';
import type { Cell } from '../output/table.js';
import { activityWarning } from './activity-text.js';
import { confirm } from './confirm.js';
import { groupNamed, type OpenAdmin } from './open-admin.js';

export interface ResetAsked {
  readonly group: string | undefined;
  readonly to: StartPoint;
  /** Empty for all. */
  readonly partitions: readonly string[];
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

/** Looks, shows, asks, and then writes the very positions that were shown: meanwhile the end may have moved. */
export async function reset(open: OpenAdmin, asked: ResetAsked, context: Context): Promise<number> {
  const { admin, call } = open;
  const { output } = context;
  const { to, partitions, json } = asked;
  const group = groupNamed(asked.group, open);
  const looked = await admin.reset(group, { dryRun: true, to, ...(partitions.length > 0 && { partitions }) }, call);
  // Who is asked has to see about what; with --json stdout is for the answer alone.
  if (!json) printRows(looked, to, output);
  else if (!asked.dryRun && !asked.yes) printRows(looked, to, { line: output.error, colours: false });
  const warning = activityWarning(looked.activity, 'overwrites this with the next save');
  if (warning !== undefined) output.error(`warning: ${warning}`);
  if (asked.dryRun) {
    if (json) printJson(output, { group, ...looked });
    else output.error('polylog: a dry run; nothing was written.');
    return 0;
  }
  if (looked.rows.length === 0) {
    output.error('polylog: there are no partitions; nothing was written.');
    return 0;
  }
  if (!(await confirm(`Write these checkpoints of the group ${printable(group)}?`, asked.yes, context))) {
    output.error('polylog: nothing was written.');
    return 1;
  }
  const positions = Object.fromEntries(looked.rows.map(({ partition, after }) => [partition, after]));
  const written = await admin.reset(group, { dryRun: false, to: { positions } }, call);
  if (json) printJson(output, { group, ...written });
  else output.error(`polylog: ${counted(written.rows.length, 'checkpoint')} of ${printable(group)} written.`);
  return 0;
}

function printRows({ rows }: ResetReport, to: StartPoint, output: Pick<Output, 'line' | 'colours'>): void {
  printTable(
    output,
    [{ title: 'PARTITION' }, { title: 'BEFORE' }, { title: 'AFTER' }, { title: 'MEANING' }],
    rows.map(({ partition, before, after, move }) => [partition, before?.position ?? '-', after, meaningOf(move, to)]),
  );
}

function meaningOf(move: ResetRow['move'], to: StartPoint): Cell {
  switch (move) {
    case 'ahead':
      // What the beginning passes over is not kept any more.
      if (to === 'earliest')
        return { text: 'ahead: the checkpoint was of records that have expired', colour: 'yellow' };
      return { text: 'ahead: records are skipped', colour: 'red' };
    case 'back':
      return { text: 'back: records are read again', colour: 'yellow' };
    case 'first':
      return 'first: there was no checkpoint';
    case 'nowhere':
      return { text: 'the same place', colour: 'dim' };
    case 'unknown':
      return { text: 'unknown: the service cannot compare the two', colour: 'yellow' };
    default:
      return move satisfies never;
  }
}

import type { LagMeasure, PartitionLag } from '@polylog/core';
import type { Context } from '../context.js';
import { printJson, printTable } from '../output/print.js';
import type { Cell } from '../output/table.js';
import { durationText } from '../values/time-text.js';
import { groupNamed, type OpenAdmin } from './open-admin.js';

export async function lag(
  open: OpenAdmin,
  { group: named, json }: { readonly group: string | undefined; readonly json: boolean },
  { output }: Context,
): Promise<number> {
  const { admin, call } = open;
  const group = groupNamed(named, open);
  const partitions = await admin.lag(group, call);
  const total = totals(partitions);
  if (json) {
    printJson(output, { group, partitions, total });
    return 0;
  }
  const bases = total.map(({ basis }) => basis);
  const valuesOf = (measures: readonly LagMeasure[]): readonly Cell[] =>
    bases.map((basis) => valueText(measures.find((measure) => measure.basis === basis)));
  printTable(
    output,
    [
      { title: 'PARTITION' },
      ...bases.map((basis) => ({ title: titleOf(basis), align: 'right' as const })),
      { title: 'SINCE' },
    ],
    [
      ...partitions.map(({ partition, since, measures }) => [partition, ...valuesOf(measures), sinceCell(since)]),
      [{ text: 'all', colour: 'bold' as const }, ...valuesOf(total), ''],
    ],
  );
  return 0;
}

/** Of counts the sum; of times the longest, for partitions are behind at the same time. By basis, in order of coming. */
export function totals(partitions: readonly PartitionLag[]): readonly LagMeasure[] {
  const all = new Map<LagMeasure['basis'], LagMeasure>();
  for (const measure of partitions.flatMap(({ measures }) => measures)) {
    const before = all.get(measure.basis);
    if (before === undefined) all.set(measure.basis, measure);
    else if (measure.basis === 'time-ms' && before.basis === 'time-ms')
      all.set(measure.basis, { basis: measure.basis, value: Math.max(before.value, measure.value) });
    else if (measure.basis !== 'time-ms' && before.basis !== 'time-ms')
      all.set(measure.basis, { basis: measure.basis, value: before.value + measure.value });
  }
  return [...all.values()];
}

function titleOf(basis: LagMeasure['basis']): string {
  return basis === 'time-ms' ? 'TIME' : basis.toUpperCase();
}

function valueText(measure: LagMeasure | undefined): string {
  if (measure === undefined) return '-';
  return measure.basis === 'time-ms' ? durationText(measure.value) : String(measure.value);
}

function sinceCell(since: PartitionLag['since']): Cell {
  switch (since) {
    case 'checkpoint':
      return 'checkpoint';
    case 'beginning':
      return 'beginning (no checkpoint)';
    case 'lost-checkpoint':
      return { text: 'beginning (the checkpoint is not kept any more)', colour: 'red' };
    default:
      return since satisfies never;
  }
}

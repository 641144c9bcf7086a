import type { PartitionInfo } from '@polylog/core';
import type { Context } from '../context.js';
import { printJson, printTable } from '../output/print.js';
import type { OpenAdmin } from './open-admin.js';

export async function listPartitions({ admin, call }: OpenAdmin, json: boolean, context: Context): Promise<number> {
  show(await admin.partitions(call), json, context);
  return 0;
}

export async function splitPartition(
  { admin, call }: OpenAdmin,
  { partition, at, json }: { readonly partition: string; readonly at: string | undefined; readonly json: boolean },
  context: Context,
): Promise<number> {
  show(await admin.splitPartition(partition, { ...call, ...(at !== undefined && { at }) }), json, context);
  return 0;
}

export async function mergePartitions(
  { admin, call }: OpenAdmin,
  { left, right, json }: { readonly left: string; readonly right: string; readonly json: boolean },
  context: Context,
): Promise<number> {
  show([await admin.mergePartitions(left, right, call)], json, context);
  return 0;
}

function show(partitions: readonly PartitionInfo[], json: boolean, { output }: Context): void {
  if (json) {
    printJson(output, partitions);
    return;
  }
  if (partitions.length === 0) output.error('polylog: there are no partitions.');
  const [streams, keys] = [new Set(partitions.map(({ stream }) => stream)).size > 1, partitions.some((p) => p.keys)];
  printTable(
    output,
    [
      { title: 'PARTITION' },
      ...(streams ? [{ title: 'STREAM' }] : []),
      { title: 'STATE' },
      { title: 'PARENTS' },
      ...(keys ? [{ title: 'KEYS' }] : []),
    ],
    partitions.map(({ id, stream, readOnly, parents, keys: range }) => [
      id,
      ...(streams ? [stream] : []),
      readOnly ? { text: 'read-only', colour: 'dim' as const } : 'read-write',
      parents.join(', ') || '-',
      ...(keys ? [range === undefined ? '-' : `${range.from} – ${range.to}`] : []),
    ]),
  );
}

import type { StartPoint } from '@polylog/core';
import { type ConfigInput, loadCommandConfig } from '../commands/config-options.js';
import { type Context, Interruption } from '../context.js';
import { counted } from '../output/counted.js';
import type { RecordFilter } from './filter.js';
import { follow } from './follow.js';
import { recordJson } from './record-json.js';
import { recordLine, recordTable } from './record-line.js';
import { showRecords } from './show-records.js';

export interface TailAsked {
  readonly from: StartPoint;
  /** Empty for all. */
  readonly partitions: readonly string[];
  /** All of them must let a record pass. */
  readonly filters: readonly RecordFilter[];
  readonly limit: number;
  readonly json: boolean;
  /** Empty for whole records. */
  readonly columns: readonly string[];
}

/** Prints records as they come, until a signal, the limit, or until nobody reads stdout any more. */
export async function tail(input: ConfigInput, asked: TailAsked, context: Context): Promise<number> {
  const { output, signal: interrupted } = context;
  const { from, partitions, filters, limit, json, columns } = asked;
  const config = await loadCommandConfig(input, output);
  const enough = new AbortController();
  const signal = AbortSignal.any([interrupted, output.closed, enough.signal]);
  const forPeople = columns.length > 0 ? recordTable(columns, output.colours) : recordLine(output.colours);
  const { handle, counts } = showRecords({
    ...{ filters, limit, output, signal },
    text: json ? (partition, record) => [recordJson(partition, record)] : forPeople,
    onLimit: () => enough.abort(),
  });

  await follow({ config, from, partitions, handle, tell: output.error, signal });
  const { read, shown } = counts();
  const why = whyItEnded(interrupted, output.closed, enough.signal);
  const records = shown === read ? counted(shown, 'record') : `${shown} of ${counted(read, 'record')}`;
  output.error(`polylog: ${records}; ${why}.`);
  return 0;
}

function whyItEnded(interrupted: AbortSignal, closed: AbortSignal, enough: AbortSignal): string {
  if (enough.aborted) return 'stopped by --limit';
  if (closed.aborted) {
    const { code } = closed.reason as NodeJS.ErrnoException;
    return code === 'EPIPE' ? 'stopped, for nobody reads stdout any more' : 'stopped, for stdout takes no more';
  }
  if (interrupted.reason instanceof Interruption) return `stopped by ${interrupted.reason.signalName}`;
  return 'the partitions have ended';
}

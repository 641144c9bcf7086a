import type { LogRecord, StartPoint } from '@polylog/core';
import { type ConfigInput, loadCommandConfig } from '../commands/config-options.js';
import { type Context, Interruption } from '../context.js';
import { counted } from '../output/counted.js';
import type { RecordFilter } from './filter.js';
import { follow } from './follow.js';
import { recordJson } from './record-json.js';
import { recordLine, recordTable } from './record-line.js';

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
  let [read, shown] = [0, 0];

  async function handle(partition: string, record: LogRecord): Promise<void> {
    // The rest of the batch in hand is still brought.
    if (signal.aborted) return;
    read += 1;
    if (!filters.every((passes) => passes(record))) return;
    const lines = json ? [recordJson(partition, record)] : forPeople(partition, record);
    for (const line of lines) await output.lineInTurn(line, signal);
    shown += 1;
    if (shown >= limit) enough.abort();
  }

  await follow({ config, from, partitions, handle, signal });
  const why = whyItEnded(interrupted, output.closed, enough.signal);
  const records = shown === read ? counted(shown, 'record') : `${shown} of ${counted(read, 'record')}`;
  output.error(`polylog: ${records}; ${why}.`);
  return 0;
}

function whyItEnded(interrupted: AbortSignal, closed: AbortSignal, enough: AbortSignal): string {
  if (enough.aborted) return 'stopped by --limit';
  if (closed.aborted) return 'stopped, for nobody reads stdout any more';
  if (interrupted.reason instanceof Interruption) return `stopped by ${interrupted.reason.signalName}`;
  return 'the partitions have ended';
}

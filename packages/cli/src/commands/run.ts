import { createConsumerFromConfig, loadConfig } from '@polylog/config';
import type { StopReport } from '@polylog/core';
import { onFirstSignal } from '../first-signal.js';
import type { Output } from '../output/output.js';
import { loadHandler } from './load-handler.js';

export interface RunArguments {
  readonly module: string;
  readonly file: string | undefined;
  readonly provider: string | undefined;
}

/** Runs until everything is read, something fails, or a signal comes; a second one, a second later, ends the process at once. */
export async function run({ module, file, provider }: RunArguments, output: Output): Promise<number> {
  const config = await loadConfig({
    ...(file === undefined ? {} : { file }),
    ...(provider === undefined ? {} : { provider }),
  });
  const consumer = createConsumerFromConfig(config, await loadHandler(module, process.cwd()));
  const stop = new AbortController();
  const listenNoMore = onFirstSignal(() => stop.abort());
  try {
    await consumer.run({ signal: stop.signal });
    const report = await consumer.stop();
    for (const line of reportLines(report)) output.error(line);
    return report.inTime ? 0 : 1;
  } catch (error) {
    for (const line of reportLines(await consumer.stop())) output.error(line);
    throw error;
  } finally {
    listenNoMore();
  }
}

function reportLines({ partitions, inTime }: StopReport): readonly string[] {
  const lines = Object.entries(partitions).map(([id, { saved, lastDone, abandoned }]) => {
    const place = saved === undefined ? 'nothing saved' : `saved at ${saved}`;
    const unsaved = lastDone === undefined || lastDone === saved ? '' : `, done up to ${lastDone}`;
    return `polylog: partition ${id}: ${place}${unsaved}${abandoned ? ', a batch was abandoned' : ''}`;
  });
  return [...lines, `polylog: stopped${inTime ? '' : ', not in time'}.`];
}

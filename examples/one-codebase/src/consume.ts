/**
 * The codebase: reads what its configuration files name, each into a report of its own. It knows of no cloud.
 *
 *     node dist/consume.js --results FOLDER CONFIGURATION…
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createConsumerFromConfig, loadConfig } from '@polylog/config';
import { createMemoryBudget } from '@polylog/core';
import { orderOf } from './order.js';
import { reportLine } from './report.js';

const { values, positionals: files } = parseArgs({ options: { results: { type: 'string' } }, allowPositionals: true });
const stop = new AbortController();
process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
/** What is fetched from all of them together fits into it. */
const memory = createMemoryBudget();

try {
  await Promise.all(files.map(consume));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function consume(file: string): Promise<void> {
  const folder = resolve(values.results ?? 'results', basename(file, '.yaml'));
  await mkdir(folder, { recursive: true });
  const config = await loadConfig({ file, env: { ...process.env, RESULTS: folder } });
  /** By the order's own number: what is handed out again, as it may be after a failure, changes nothing. */
  const lines = new Map<string, string>();
  const consumer = createConsumerFromConfig(config, {
    memory,
    processRecord(record) {
      const order = orderOf(record);
      // What throws is parked in the file of dead letters that the configuration names.
      if (!/^\d+$/.test(order.fields.get('amount') ?? '')) throw new TypeError('The amount is no number.');
      lines.set(order.number, reportLine(order));
    },
  });
  await consumer.run({ signal: stop.signal });
  const report = [...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => `${line}\n`);
  await writeFile(join(folder, 'report.jsonl'), report);
}

import {
  cursorByTime,
  type LtsConnection,
  pullLogs,
  pushLogs,
  readJsonLogs,
  type StreamRef,
} from '@polylog/huawei-lts/wire';
import { canonical } from './canonical.js';
import type { TestItem } from './items.js';

const o = (): { readonly signal: AbortSignal } => ({ signal: new AbortController().signal });
const SHARD = '0';
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** One after the other: they are read in this order. */
export async function pushByOurs(
  connection: LtsConnection,
  stream: StreamRef,
  items: readonly TestItem[],
): Promise<void> {
  for (const { labels, lines } of items) {
    const texts = Object.fromEntries(labels) as Readonly<Record<string, string>>;
    await pushLogs(connection, { ...stream, logs: lines, labels: texts }, o());
  }
}

/** One line for each log, in order: the shard, and what `canonical` says. */
export async function pullByOurs(connection: LtsConnection, stream: StreamRef): Promise<readonly string[]> {
  const lines: string[] = [];
  const shard = { ...stream, shard: SHARD };
  let start = await cursorByTime(connection, { ...shard, from: 'begin' }, o());
  for (;;) {
    const { body } = await pullLogs(connection, { ...shard, start, limit: 1_000, maxBodyBytes: MAX_BODY_BYTES }, o());
    const logs = readJsonLogs(body, { recordId: String });
    for (const record of logs.records) {
      const labels = [...record.entries()];
      if (record.body !== record.get('log_content') || String(record.timeNs) !== record.get('lineNum'))
        throw new Error(`the log of ${record.timeNs} is not what its labels say`);
      lines.push(`${SHARD}|${canonical(labels)}`);
    }
    if (logs.recordCount === 0) return lines;
    start = logs.next ?? start;
  }
}

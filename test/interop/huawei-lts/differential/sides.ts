import type { LtsClient, LtsProducerRecord, Producer } from '@polylog/huawei-lts';
import { canonical } from './canonical.js';
import type { TestItem } from './items.js';

interface Place {
  readonly logGroupId: string;
  readonly logStreamId: string;
}

const SHARD = '0';

/** One push after the other: they are read in this order. */
export async function pushLinesByOurs(client: LtsClient, stream: Place, items: readonly TestItem[]): Promise<void> {
  for (const { labels, lines } of items) {
    const timed = lines.map(({ timeNs, text }) => ({ time: { timeNs }, text }));
    await client.logs.put({ ...stream, labels: textsOf(labels), lines: timed });
  }
}

/** The text of each log is a field beside others. */
export async function pushStructuredByOurs(
  client: LtsClient,
  stream: Place,
  items: readonly TestItem[],
): Promise<void> {
  for (const { labels, lines } of items) {
    // Of the labels, one half is told once for all logs, and the other half of each.
    const half = Math.floor(labels.length / 2);
    const own = textsOf(labels.slice(half));
    const logs = lines.map(({ timeNs, text }) => ({ time: { timeNs }, fields: { ...own, log_content: text } }));
    await client.logs.put({ ...stream, labels: textsOf(labels.slice(0, half)), logs });
  }
}

/** Lines, then structured logs, and so on; all of one key, which keeps them in order. */
export async function produceByOurs(producer: Producer<LtsProducerRecord>, items: readonly TestItem[]): Promise<void> {
  for (const [i, { labels, lines }] of items.entries()) {
    const shared = { labels: textsOf(labels), key: 'one' };
    for (const { timeNs, text } of lines) {
      await producer.ready();
      const said = i % 2 === 0 ? { text } : { fields: { log_content: text } };
      // Whether it failed is said at the end.
      void producer.send({ ...shared, ...said, time: { timeNs } });
    }
  }
  const { failed } = await producer.flush();
  if (failed > 0) throw new Error(`${failed} logs failed`);
}

const textsOf = (labels: TestItem['labels']): Readonly<Record<string, string>> =>
  Object.fromEntries(labels) as Readonly<Record<string, string>>;

/** One line for each log, in order: the shard, and what `canonical` says. */
export async function pullByOurs(client: LtsClient, stream: Place): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const { logs } of client.logs.pullAll({ ...stream, shard: SHARD })) {
    for (const { timeNs, text, labels } of logs) {
      if (text !== labels.log_content || String(timeNs) !== labels.lineNum)
        throw new Error(`the log of ${timeNs} is not what its labels say`);
      lines.push(`${SHARD}|${canonical(Object.entries(labels))}`);
    }
  }
  return lines;
}

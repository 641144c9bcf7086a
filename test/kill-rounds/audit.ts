import type { CallOptions, Partition, Position, StartPoint } from '@polylog/core/driver';
import type { Clients, Cloud } from './clouds.js';
import { patiently, reading } from './reading.js';
import { PRODUCER, type Sent } from './writing.js';

/** What was found of a partition: texts, and the position of each read with the text that it begins with. */
interface FoundPartition {
  readonly partition: string;
  readonly texts: readonly string[];
  readonly reads: readonly { readonly from: Position; readonly text: string }[];
}

/** What an audit has found to be wrong. */
export interface Findings {
  readonly lost: readonly string[];
  /** Changed, repeated where nothing was sent twice, out of order, or moved: in words. */
  readonly wrong: readonly string[];
}

/** Reads everything and compares it with what was sent. Remembers where texts stood: they must stand there the next time. */
export function createAudit(cloud: Cloud, sent: Sent): (clients: Clients, o: CallOptions) => Promise<Findings> {
  const remembered = new Map<string, Map<Position, string>>();

  function stillThere({ partition, reads }: FoundPartition): readonly string[] {
    const known = remembered.get(partition) ?? new Map<Position, string>();
    remembered.set(partition, known);
    const wrong = reads
      .filter(({ from, text }) => known.has(from) && known.get(from) !== text)
      .map(({ from }) => `position ${from} of partition ${partition} has another record than before`);
    for (const { from, text } of reads) known.set(from, text);
    return wrong;
  }
  function inOrder({ partition, texts }: FoundPartition): readonly string[] {
    const wrong: string[] = [];
    const last = new Map<string, number>();
    const seen = new Set<string>();
    for (const text of texts) {
      const id = idOf(text);
      const [writer = '', number] = id.split('-');
      if (sent.texts.get(id) !== text) wrong.push(`${id || 'a record'} in partition ${partition} is not what was sent`);
      const isRepeated = seen.has(id);
      seen.add(id);
      // The producer sends again what was not answered; a late copy may stand behind newer ones.
      if (isRepeated && writer === PRODUCER) continue;
      if (Number(number) <= (last.get(writer) ?? -1))
        wrong.push(`${id} in partition ${partition} is repeated, or late`);
      last.set(writer, Number(number));
    }
    return wrong;
  }

  return async (clients, o) => {
    const wrong: string[] = [];
    // As of now: the producer goes on meanwhile.
    const stored = [...sent.stored];
    const partitions = await patiently(clients.driver, o, () => clients.driver.partitions(o));
    const found: FoundPartition[] = [];
    for (const partition of partitions) found.push(await readAll(clients, cloud.field, partition, o));
    const everywhere = new Set(found.flatMap(({ texts }) => texts.map(idOf)));
    for (const each of found) wrong.push(...stillThere(each), ...inOrder(each));
    const value = await clients.setting?.(o.signal);
    if (value !== undefined && sent.setting.sent > 0) {
      // What was sent last may have been done without an answer.
      const { done, sent: last } = sent.setting;
      if (!(value >= done && value <= last) && !(done === 0 && Number.isNaN(value))) {
        wrong.push(`the setting is ${value}; ${done} was answered, ${last} was sent`);
      }
    }
    return { lost: stored.filter((id) => !everywhere.has(id)), wrong };
  };
}

async function readAll(
  { driver }: Clients,
  field: string,
  partition: Partition,
  o: CallOptions,
): Promise<FoundPartition> {
  const texts: string[] = [];
  const reads: { from: Position; text: string }[] = [];
  const locate = (start: StartPoint) => patiently(driver, o, () => driver.locate([partition], start, o));
  const ends = await locate('latest');
  let from = (await locate('earliest')).get(partition.id) as Position;
  while (from !== ends.get(partition.id)) {
    const place = from;
    const batch = await patiently(driver, o, () => driver.read(partition, place, { ...reading, ...o }));
    const before = texts.length;
    for (const record of batch.records) texts.push(String(record.get(field)));
    if (texts.length > before) reads.push({ from, text: texts[before] as string });
    const { next } = batch;
    batch.release();
    if (next === from) break;
    from = next;
  }
  return { partition: partition.id, texts, reads };
}

const idOf = (text: string): string => text.slice(0, text.indexOf(' '));

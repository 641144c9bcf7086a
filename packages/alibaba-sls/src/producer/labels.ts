import { encodeLogGroup } from '@polylog/driver-kit';
import { invalid, textIn } from '../client/requests.js';

/** What the service is told once for all logs of a group. */
export interface SlsLabels {
  readonly topic?: string;
  /** Where the logs come from, mostly an address. */
  readonly source?: string;
  /** Handed out as `__tag__:name`. Those of a record stand beside those of the producer, and count where both name one. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Labels as they stand at the end of a log group. */
export interface LogGroupEnd {
  /** The same for the same labels. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** How many are kept: there are few in most programs, and they are read from every record. */
const KEPT = 256;

/** Finds the end of a record's log group. Throws `invalid-argument` where a label is no text. */
export function logGroupEnds(standard: SlsLabels): (record: SlsLabels) => LogGroupEnd {
  const known = new Map<string, LogGroupEnd>();

  function find({ topic, source, tags }: SlsLabels): LogGroupEnd {
    const pairs = Object.entries(tagsIn(tags)).map(([name, value]) => [name, String(value)] as const);
    const [named, from] = [textIn('topic', topic), textIn('source', source)];
    const name = JSON.stringify([named ?? null, from ?? null, pairs]);
    let end = known.get(name);
    if (end === undefined) {
      const labels = { ...(named !== undefined && { topic: named }), ...(from !== undefined && { source: from }) };
      end = { name, bytes: encodeLogGroup({ logs: [], ...labels, tags: pairs }) };
      if (known.size >= KEPT) known.clear();
      known.set(name, end);
    }
    return end;
  }

  const usual = find(standard);
  return ({ topic, source, tags }) => {
    if (topic === undefined && source === undefined && tags === undefined) return usual;
    return find({
      ...standard,
      ...(topic !== undefined && { topic }),
      ...(source !== undefined && { source }),
      ...(tags !== undefined && { tags: { ...standard.tags, ...tagsIn(tags) } }),
    });
  };
}

function tagsIn(tags: SlsLabels['tags'] = {}): Readonly<Record<string, string>> {
  if (typeof tags === 'object' && tags !== null && !Array.isArray(tags)) return tags;
  throw invalid("tags is no object of texts, such as { env: 'prod' }.");
}

import type { LogRecord } from '@polylog/core';
import { jsonText } from '../output/json-text.js';
import { exactTimeText } from '../values/time-text.js';

/**
 * A record as one line of JSON, which `polylog produce --input json` takes as it is. `fields` is an object always; where a
 * name comes twice, `pairs` has all of them in order.
 */
export function recordJson(partition: string, record: LogRecord): string {
  const { timeNs, id, body, topic, source, host, path, tags } = record;
  const pairs = [...record.entries()];
  const fields = record.toObject();
  const repeats = pairs.length > Object.keys(fields).length;
  return jsonText({
    time: exactTimeText(timeNs),
    partition,
    id,
    body,
    topic,
    source,
    host,
    path,
    ...(tags.size > 0 && { tags: Object.fromEntries(tags) }),
    fields,
    ...(repeats && { pairs }),
  });
}

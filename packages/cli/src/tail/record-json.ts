import type { LogRecord } from '@polylog/core';
import { jsonText } from '../output/json-text.js';
import { exactTimeText } from '../values/time-text.js';
import { ownFields } from './own-fields.js';

/**
 * A record as one line of JSON, which `polylog produce --input json` takes as it is. `fields` is an object always; where a
 * name comes twice, `pairs` has all of them in order. A label that is told as a tag is not told as a field again.
 */
export function recordJson(partition: string, record: LogRecord): string {
  const { timeNs, id, body, topic, source, host, path, tags } = record;
  const pairs = ownFields(record);
  // The first value of a name counts, as in `get`.
  const fields = Object.fromEntries([...new Map([...pairs].reverse())].reverse());
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

import { ConsumerError, type LogRecord } from '@polylog/core/driver';

/** A record of one field, `content`, that cannot be used any more once its batch was released. */
export function arrayRecord(id: string, text: string, epochMs: number, isReleased: () => boolean): LogRecord {
  const live = <T>(value: T): T => {
    if (!isReleased()) return value;
    throw new ConsumerError('record-released', 'The batch was released; keep record.toObject(), not the record.');
  };
  const fields: readonly [string, string][] = [['content', text]];
  return {
    get id() {
      return live(id);
    },
    get epochMs() {
      return live(epochMs);
    },
    get timeNs() {
      return live(BigInt(epochMs) * 1_000_000n);
    },
    get body() {
      return live(text);
    },
    get topic() {
      return live(undefined);
    },
    get source() {
      return live(undefined);
    },
    get host() {
      return live(undefined);
    },
    get path() {
      return live(undefined);
    },
    get tags() {
      return live(new Map<string, string>());
    },
    get: (name) => live(name === 'content' ? text : undefined),
    getBytes: (name) => live(name === 'content' ? new TextEncoder().encode(text) : undefined),
    entries: () => live(fields.values()),
    toObject: () => live(Object.fromEntries(fields)),
  };
}

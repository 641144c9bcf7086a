import { ConsumerError } from '../errors/consumer-error.js';
import type { LogRecord } from '../record.js';

/** What is appended to a memory log. */
export interface MemoryEntry {
  readonly fields: Readonly<Record<string, string>>;
  /** @defaultValue the clock's time at the append */
  readonly epochMs?: number;
  readonly topic?: string;
  readonly source?: string;
  readonly host?: string;
  readonly path?: string;
  readonly tags?: ReadonlyMap<string, string>;
}

/** A record that keeps the promise of `record-released` as the real ones do. */
export function memoryRecord(
  entry: MemoryEntry & { readonly epochMs: number },
  id: string,
  isReleased: () => boolean,
): LogRecord {
  const live = <T>(value: () => T): T => {
    if (!isReleased()) return value();
    throw new ConsumerError(
      'record-released',
      'A record was used after its batch was released; keep record.toObject() or the texts, not the record.',
    );
  };
  const fields = Object.entries(entry.fields);
  const get = (name: string): string | undefined => fields.find(([key]) => key === name)?.[1];
  return {
    get id() {
      return live(() => id);
    },
    get epochMs() {
      return live(() => entry.epochMs);
    },
    get timeNs() {
      return live(() => BigInt(entry.epochMs) * 1_000_000n);
    },
    get body() {
      return live(() => get('content'));
    },
    get topic() {
      return live(() => entry.topic);
    },
    get source() {
      return live(() => entry.source);
    },
    get host() {
      return live(() => entry.host);
    },
    get path() {
      return live(() => entry.path);
    },
    get tags() {
      return live(() => entry.tags ?? new Map<string, string>());
    },
    get: (name) => live(() => get(name)),
    getBytes: (name) =>
      live(() => {
        const text = get(name);
        return text === undefined ? undefined : new TextEncoder().encode(text);
      }),
    entries: () => live(() => fields.map(([key, value]): [string, string] => [key, value])[Symbol.iterator]()),
    toObject: () => live(() => Object.fromEntries(fields)),
  };
}

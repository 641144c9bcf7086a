import type { LogRecord } from '../src/record.js';

/** A record as a driver gives it: fields are bytes, a text has U+FFFD where they are not UTF-8. */
export function byteRecord(
  fields: readonly (readonly [name: string, value: Uint8Array])[],
  rest: Partial<LogRecord> = {},
): LogRecord {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
  const find = (name: string): Uint8Array | undefined => fields.find(([key]) => key === name)?.[1];
  const get = (name: string): string | undefined => {
    const bytes = find(name);
    return bytes && text(bytes);
  };
  return {
    id: '0/0',
    epochMs: 0,
    timeNs: 0n,
    body: get('content'),
    topic: undefined,
    source: undefined,
    host: undefined,
    path: undefined,
    tags: new Map(),
    get,
    getBytes: (name) => find(name)?.slice(),
    entries: () => fields.map(([name, bytes]): [string, string] => [name, text(bytes)])[Symbol.iterator](),
    toObject: () => Object.fromEntries(fields.map(([name, bytes]) => [name, text(bytes)])),
    ...rest,
  };
}

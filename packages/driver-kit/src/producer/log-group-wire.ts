import type { SendOptions } from '../client/send-options.js';
import type { EncodedLabels } from './batch-labels.js';
import { type HashRoute, hashRouteOf } from './hash-route.js';
import type { ProducerWire } from './producer-wire.js';

/** A log as it stands in a log group, and how that group ends. */
export interface GroupedLog {
  readonly log: Buffer;
  readonly end: Buffer;
}

export interface LogGroupWireParts<NewR extends HashRoute> {
  /** Into how many stretches of the hash line keys are sorted. */
  readonly buckets: number;
  /** Checks and encodes one log. Throws `invalid-argument`. */
  readonly encode: (record: NewR, nowMs: number) => Buffer;
  /** The end of a record's log group: its labels. Throws `invalid-argument`. */
  readonly endOf: (record: NewR) => EncodedLabels;
  readonly put: (logGroup: Buffer, hashKey: string | undefined, o: SendOptions) => Promise<void>;
}

/** What a producer brings whose batch is one log group, put under a hash key: logs, and behind them their labels. */
export function logGroupWire<NewR extends HashRoute>(
  parts: LogGroupWireParts<NewR>,
): Pick<ProducerWire<NewR, GroupedLog>, 'prepare' | 'put'> {
  const { buckets, encode, endOf, put } = parts;
  return {
    prepare(record, nowMs) {
      const order = hashRouteOf(record, buckets);
      const end = endOf(record);
      const log = encode(record, nowMs);
      return {
        item: { log, end: end.bytes },
        bytes: log.length,
        headBytes: end.bytes.length,
        labels: end.name,
        ...(order !== undefined && { order }),
      };
    },
    async put(items, hashKey, o) {
      const logGroup = Buffer.concat([...items.map(({ log }) => log), ...items.slice(0, 1).map(({ end }) => end)]);
      await put(logGroup, hashKey, o);
    },
  };
}

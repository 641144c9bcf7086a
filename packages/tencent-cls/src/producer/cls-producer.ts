import { ConsumerError } from '@polylog/core/driver';
import {
  batchLabels,
  type ClsLogInput,
  createProducer,
  encodeClsLog,
  hashRouteOf,
  type Producer,
  type ProducerRecord,
  refusalOf,
} from '@polylog/driver-kit';
import { classify } from '../classify.js';
import { logInputOf } from '../client/log-input.js';
import { openService } from '../open-connection.js';
import { uploadLog } from '../wire/upload-log.js';
import { type ClsLabels, clsLabels } from './labels.js';
import { type ClsProducerOptions, checkProducerOptions, DOOR } from './producer-options.js';

/** A record for {@link createClsProducer}. */
export interface ClsProducerRecord extends ProducerRecord, ClsLabels {
  /**
   * Instead of `key`: up to 32 hexadecimal digits, for those who know the partitions' ranges. Records of one hash key keep
   * their order, and share no batch with others.
   */
  readonly hashKey?: string;
}

/** Of one log group (limits of uploads); of the bytes only the values count, so that what surrounds them is room to spare. */
const limits = { maxBatchBytes: 5 * 1024 * 1024, maxBatchRecords: 10_000 };
const MAX_VALUE_BYTES = 1024 * 1024;

/** A log as it stands in a log group, and how that group ends. */
interface Item {
  readonly log: Buffer;
  readonly end: Buffer;
}

/**
 * A producer for one topic of Tencent Cloud CLS. A batch is one log group: of records with the same labels and, where they have
 * keys, of one stretch of the partitions' hash keys. Sends nothing before the first record. Throws `invalid-argument` with one
 * line that helps where an option is wrong.
 */
export function createClsProducer(options: ClsProducerOptions): Producer<ClsProducerRecord> {
  const { service, topicId, compression, buckets } = checkProducerOptions(options);
  const endOf = batchLabels<ClsLabels>(clsLabels, options);
  const { connection, close } = openService(options, service);
  return createProducer<ClsProducerRecord, Item>({
    settings: options,
    invalid: refusalOf(DOOR),
    wire: {
      provider: 'tencent-cls',
      limits,
      prepare(record, nowMs) {
        const order = hashRouteOf(record, buckets);
        const end = endOf(record);
        const input = logInputOf(record, nowMs);
        const log = encodeClsLog(input);
        if (log.length > MAX_VALUE_BYTES) checkValues(input);
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
        const route = hashKey === undefined ? {} : { hashKey };
        await uploadLog(connection, { topicId, logGroups: [logGroup], compression, ...route }, o);
      },
      classify,
      close,
    },
  });
}

function checkValues({ contents }: ClsLogInput): void {
  for (const [name, value] of contents) {
    const bytes = typeof value === 'string' ? Buffer.byteLength(value) : value.length;
    if (bytes <= MAX_VALUE_BYTES) continue;
    const quoted = JSON.stringify(name.slice(0, 60));
    throw new ConsumerError(
      'invalid-argument',
      `the field ${quoted} has ${bytes} bytes; allowed: ${MAX_VALUE_BYTES}. Shorten or split it.`,
    );
  }
}

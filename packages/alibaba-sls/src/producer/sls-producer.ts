import {
  batchLabels,
  createProducer,
  encodeLog,
  hashRouteOf,
  type Producer,
  type ProducerRecord,
  refusalOf,
} from '@polylog/driver-kit';
import { classify } from '../classify.js';
import { logInputOf } from '../client/put.js';
import { openService } from '../open-connection.js';
import { putLogs } from '../wire/put-logs.js';
import { type SlsLabels, slsLabels } from './labels.js';
import { checkProducerOptions, DOOR, type SlsProducerOptions } from './producer-options.js';

/** A record for {@link createSlsProducer}. */
export interface SlsProducerRecord extends ProducerRecord, SlsLabels {
  /**
   * Instead of `key`: up to 32 hexadecimal digits, for those who know the shards' ranges. Records of one hash key keep their
   * order, and share no batch with others.
   */
  readonly hashKey?: string;
}

/** Of one put: SLS API reference and SDKs, which differ; the larger ones are the newer. */
const limits = { maxBatchBytes: 10 * 1024 * 1024, maxBatchRecords: 4096 };

/** A log as it stands in a log group, and how that group ends. */
interface Item {
  readonly log: Buffer;
  readonly end: Buffer;
}

/**
 * A producer for one logstore of Alibaba Cloud SLS. A batch is one log group: of records with the same topic, source and tags
 * and, where they have keys, of one stretch of the shards' hash keys. Sends nothing before the first record. Throws
 * `invalid-argument` with one line that helps where an option is wrong.
 */
export function createSlsProducer(options: SlsProducerOptions): Producer<SlsProducerRecord> {
  const { service, project, logstore, chosen, buckets } = checkProducerOptions(options);
  const endOf = batchLabels<SlsLabels>(slsLabels, options);
  const compression = chosen.codecFor(chosen.compression) ?? chosen.compression;
  const { connection, close } = openService(options, service);
  return createProducer<SlsProducerRecord, Item>({
    settings: options,
    invalid: refusalOf(DOOR),
    wire: {
      provider: 'alibaba-sls',
      limits,
      prepare(record, nowMs) {
        const order = hashRouteOf(record, buckets);
        const end = endOf(record);
        const log = encodeLog(logInputOf(record, nowMs));
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
        await putLogs(connection, { project, logstore, logGroup, compression, ...route }, o);
      },
      classify,
      close,
    },
  });
}

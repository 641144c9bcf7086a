import { ConsumerError } from '@polylog/core/driver';
import {
  batchLabels,
  createProducer,
  hashRouteOf,
  type PreparedRecord,
  type Producer,
  type ProducerRecord,
  refusalOf,
} from '@polylog/driver-kit';
import { classify } from '../classify.js';
import { lineOf, type NewLine, structuredLogOf } from '../client/log-input.js';
import { openService } from '../open-connection.js';
import { lineJson, linesBody } from '../wire/push-logs.js';
import { joinStructured, structuredJson } from '../wire/push-structured-logs.js';
import { type PushForm, sendPush } from '../wire/send-push.js';
import { type LtsLabels, ltsLabels } from './labels.js';
import { orderedTimes } from './ordered-times.js';
import { checkProducerOptions, DOOR, type LtsProducerOptions } from './producer-options.js';

/** A log that is a text, for {@link createLtsProducer}. */
export interface LtsProducerLine extends NewLine, Pick<ProducerRecord, 'key'> {}

/** What {@link createLtsProducer} takes: names and values, which become a structured log, or a text. */
export type LtsProducerRecord = (ProducerRecord & LtsLabels) | LtsProducerLine;

/**
 * Of one push. The vendor's producer sends up to 512 KiB or 4096 logs; how much the service takes is not documented. A guess: that
 * it takes more, so that one log of 1 MB passes that is nothing but escapes in JSON.
 */
const limits = { usualBatchBytes: 512 * 1024, maxBatchBytes: 8 * 1024 * 1024, maxBatchRecords: 4096 };

/** Of one log (limits of log push). A guess: that names and values of a structured one count like a text. */
const MAX_LOG_BYTES = 1024 * 1024;

/**
 * The service takes no hash keys: a push goes into a shard of its choice. So keys are only dealt into so many lanes, in each of
 * which one push follows the other.
 */
const LANES = 8;

/** What surrounds a line that shares its labels with no other. */
const ITEM_BYTES = 32;

const NO_LABELS = '{}';

/** A log and its labels, as JSON. */
interface Item {
  readonly form: PushForm;
  readonly json: Buffer;
  readonly labels: Buffer;
}

/**
 * A producer for one log stream of Huawei Cloud LTS. A batch is one push: of lines, or of structured logs with the same labels. Sends
 * nothing before the first record. Throws `invalid-argument` with one line that helps where an option is wrong.
 */
export function createLtsProducer(options: LtsProducerOptions): Producer<LtsProducerRecord> {
  const { service, stream } = checkProducerOptions(options);
  const labelsOf = batchLabels<LtsLabels>(ltsLabels, options);
  const { connection, close } = openService(options, service);
  const nextNs = orderedTimes();

  function prepare(record: LtsProducerRecord, nowMs: number): PreparedRecord<Item> {
    const order = hashRouteOf(record.key === undefined ? {} : { key: record.key }, LANES);
    const labels = labelsOf(record);
    const shared = { ...(order !== undefined && { order }) };
    if ('text' in record && 'fields' in record)
      throw new ConsumerError('invalid-argument', 'text and fields exclude each other: a log is one of them.');
    if (!('text' in record)) {
      const log = structuredLogOf(record, nextNs(nowMs), labels.mapNames);
      const json = structuredJson(log);
      checkSize(json, () => log.contents.flat());
      const item = { form: 'structured', json, labels: labels.bytes } as const;
      return {
        ...shared,
        item,
        bytes: json.length + 1,
        headBytes: labels.bytes.length + ITEM_BYTES,
        labels: labels.name,
      };
    }
    const line = lineOf(record, nextNs(nowMs), labels.mapNames);
    const json = lineJson(line);
    checkSize(json, () => [line.text]);
    const item = { form: 'lines', json, labels: labels.bytes } as const;
    const bytes = json.length + ITEM_BYTES + labels.bytes.length;
    // Lines say their labels one by one, so that all of them share batches.
    return { ...shared, item, bytes, headBytes: ITEM_BYTES, labels: 'lines' };
  }

  return createProducer<LtsProducerRecord, Item>({
    settings: options,
    invalid: refusalOf(DOOR),
    wire: {
      provider: 'huawei-lts',
      limits,
      prepare,
      async put(items, _route, o) {
        const form = items[0]?.form ?? 'lines';
        const body =
          form === 'lines'
            ? linesBody(items)
            : joinStructured(
                items.map(({ json }) => json),
                items.find(({ labels }) => labels.length > NO_LABELS.length)?.labels,
              );
        await sendPush(connection, { ...stream, form, body }, o);
      },
      classify,
      close,
    },
  });
}

/** The JSON of a log is larger than what counts of it. */
function checkSize(json: Buffer, texts: () => readonly string[]): void {
  if (json.length <= MAX_LOG_BYTES) return;
  const bytes = texts().reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes <= MAX_LOG_BYTES) return;
  throw new ConsumerError(
    'invalid-argument',
    `a log has ${bytes} bytes; allowed: ${MAX_LOG_BYTES}. Shorten or split it.`,
  );
}

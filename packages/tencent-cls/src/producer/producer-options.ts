import {
  bucketsIn,
  type Codec,
  checkOptionNames,
  chosenCompression,
  type ProducerSettings,
  producerSettingNames,
  refusalOf,
} from '@polylog/driver-kit';
import { type ClsCompression, clsCodecFor } from '../compression.js';
import {
  type CheckedService,
  type ClsServiceOptions,
  checkServiceOptions,
  serviceOptionNames,
} from '../service-options.js';
import { topicIdText } from '../wire/names.js';
import type { ClsLabels } from './labels.js';

/**
 * What {@link createClsProducer} takes. `source`, `filename`, `hostname` and `tags` are for records that name none of their own.
 */
export interface ClsProducerOptions extends ClsServiceOptions, ProducerSettings, ClsLabels {
  readonly topicId: string;
  /**
   * What uploads are compressed with. zstd needs Node 22.15 or later. A codec, such as `nativeLz4()` of `@polylog/lz4-native`,
   * stands for its name.
   * @defaultValue 'lz4'
   */
  readonly compression?: ClsCompression | Codec;
  /**
   * Into how many stretches of the hash line keys are sorted: a batch is of one stretch, and so of one partition. More than
   * partitions, so that each has some; fewer make larger batches. 1, 2, 4 … 256.
   * @defaultValue 64
   */
  readonly buckets?: number;
}

export interface CheckedProducerOptions {
  readonly service: CheckedService;
  readonly topicId: string;
  readonly compression: ClsCompression | Codec;
  readonly buckets: number;
}

const known: Readonly<Record<keyof ClsProducerOptions, true>> = {
  ...serviceOptionNames,
  ...producerSettingNames,
  topicId: true,
  source: true,
  filename: true,
  hostname: true,
  tags: true,
  compression: true,
  buckets: true,
};

/** The name under which options are refused. */
export const DOOR = 'createClsProducer';

/** Throws `invalid-argument`; no message repeats a secret. */
export function checkProducerOptions(options: ClsProducerOptions): CheckedProducerOptions {
  const invalid = refusalOf(DOOR);
  if (typeof options !== 'object' || options === null)
    throw invalid('the options are missing. Pass { region, topicId, credentials }.');
  checkOptionNames(options, known, invalid);
  const { compression, codecFor } = chosenCompression(options.compression, DOOR, clsCodecFor);
  return {
    service: checkServiceOptions(options, invalid),
    topicId: topicIdText(options.topicId, 'topicId'),
    compression: codecFor(compression) ?? compression,
    buckets: bucketsIn(options.buckets, invalid),
  };
}

import {
  bucketsIn,
  type ChosenCompression,
  type Codec,
  checkOptionNames,
  chosenCompression,
  type ProducerSettings,
  producerSettingNames,
  refusalOf,
} from '@polylog/driver-kit';
import type { SlsCompression } from '../options.js';
import {
  type CheckedService,
  checkServiceOptions,
  type SlsServiceOptions,
  serviceOptionNames,
} from '../service-options.js';
import { logstoreName, projectName } from '../wire/names.js';
import type { SlsLabels } from './labels.js';

/** What {@link createSlsProducer} takes. `topic`, `source` and `tags` are for records that name none of their own. */
export interface SlsProducerOptions extends SlsServiceOptions, ProducerSettings, SlsLabels {
  readonly project: string;
  readonly logstore: string;
  /**
   * What puts are compressed with. zstd needs Node 22.15 or later. A codec, such as `nativeLz4()` of `@polylog/lz4-native`, stands
   * for its name.
   * @defaultValue 'lz4'
   */
  readonly compression?: SlsCompression | Codec;
  /**
   * Into how many stretches of the hash line keys are sorted: a batch is of one stretch, and so of one shard. More than shards,
   * so that each has some; fewer make larger batches. 1, 2, 4 … 256.
   * @defaultValue 64
   */
  readonly buckets?: number;
}

export interface CheckedProducerOptions {
  readonly service: CheckedService;
  readonly project: string;
  readonly logstore: string;
  readonly chosen: ChosenCompression;
  readonly buckets: number;
}

export const producerOptionNames: Readonly<Record<keyof SlsProducerOptions, true>> = {
  ...serviceOptionNames,
  ...producerSettingNames,
  project: true,
  logstore: true,
  topic: true,
  source: true,
  tags: true,
  compression: true,
  buckets: true,
};

/** The name under which options are refused. */
export const DOOR = 'createSlsProducer';

/** Throws `invalid-argument`; no message repeats a secret. */
export function checkProducerOptions(options: SlsProducerOptions): CheckedProducerOptions {
  const invalid = refusalOf(DOOR);
  if (typeof options !== 'object' || options === null)
    throw invalid('the options are missing. Pass { endpoint, project, logstore, credentials }.');
  checkOptionNames(options, producerOptionNames, invalid);
  return {
    service: checkServiceOptions(options, invalid),
    project: projectName(options.project, 'project'),
    logstore: logstoreName(options.logstore, 'logstore'),
    chosen: chosenCompression(options.compression, DOOR),
    buckets: bucketsIn(options.buckets, invalid),
  };
}

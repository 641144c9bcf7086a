import {
  type ChosenCompression,
  type ClientSettings,
  type Codec,
  checkOptionNames,
  chosenCompression,
  refusalOf,
} from '@polylog/driver-kit';
import { type ClsCompression, clsCodecFor } from '../compression.js';
import {
  type CheckedService,
  type ClsServiceOptions,
  checkServiceOptions,
  serviceOptionNames,
} from '../service-options.js';

/** What {@link createClsClient} takes. */
export interface ClsClientOptions extends ClsServiceOptions, ClientSettings {
  /**
   * What puts are compressed with; a call may say it otherwise. zstd needs Node 22.15 or later. A codec, such as `nativeLz4()` of `@polylog/lz4-native`,
   * stands for its name. (Pulls come in snappy always.)
   * @defaultValue 'lz4'
   */
  readonly compression?: ClsCompression | Codec;
}

export interface CheckedClientOptions extends CheckedService {
  readonly chosen: ChosenCompression;
}

const known: Readonly<Record<keyof ClsClientOptions, true>> = {
  ...serviceOptionNames,
  compression: true,
  retry: true,
  timeoutMs: true,
  random: true,
};

/** The name under which options are refused. */
export const DOOR = 'createClsClient';

/** Throws `invalid-argument`; no message repeats a secret. */
export function checkClientOptions(options: ClsClientOptions): CheckedClientOptions {
  const invalid = refusalOf(DOOR);
  if (typeof options !== 'object' || options === null)
    throw invalid('the options are missing. Pass { region, credentials }.');
  if ('logsetId' in options || 'topicIds' in options)
    throw invalid('logsetId and topicIds are no options: a client is for all of them, and each call names its own.');
  checkOptionNames(options, known, invalid);
  return {
    ...checkServiceOptions(options, invalid),
    chosen: chosenCompression(options.compression, DOOR, clsCodecFor),
  };
}

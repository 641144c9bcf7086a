import {
  type ChosenCompression,
  type ClientSettings,
  type Codec,
  checkOptionNames,
  chosenCompression,
  refusalOf,
} from '@polylog/driver-kit';
import type { SlsCompression } from '../options.js';
import {
  type CheckedService,
  checkServiceOptions,
  type SlsServiceOptions,
  serviceOptionNames,
} from '../service-options.js';

/** What {@link createSlsClient} takes. */
export interface SlsClientOptions extends SlsServiceOptions, ClientSettings {
  /**
   * What puts are compressed with, and pulls are asked for in; a call may say it otherwise. zstd needs Node 22.15 or later.
   * A codec, such as `nativeLz4()` of `@polylog/lz4-native`, stands for its name.
   * @defaultValue 'lz4'
   */
  readonly compression?: SlsCompression | Codec;
}

export interface CheckedClientOptions extends CheckedService {
  readonly chosen: ChosenCompression;
}

const known: Readonly<Record<keyof SlsClientOptions, true>> = {
  ...serviceOptionNames,
  compression: true,
  retry: true,
  timeoutMs: true,
  random: true,
};

/** The name under which options are refused. */
export const DOOR = 'createSlsClient';

/** Throws `invalid-argument`; no message repeats a secret. */
export function checkClientOptions(options: SlsClientOptions): CheckedClientOptions {
  const invalid = refusalOf(DOOR);
  if (typeof options !== 'object' || options === null)
    throw invalid('the options are missing. Pass { endpoint, credentials }.');
  if ('project' in options || 'logstore' in options)
    throw invalid('project and logstore are no options: a client is for all of them, and each call names its own.');
  checkOptionNames(options, known, invalid);
  return { ...checkServiceOptions(options, invalid), chosen: chosenCompression(options.compression, DOOR) };
}

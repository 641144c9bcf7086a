import { type ConsumerError, type Logger, loggerOption } from '@polylog/core/driver';
import { type CallDefaults, type ClientSettings, checkCallDefaults } from '../client/client-settings.js';
import { createOptionReaders } from '../options/option-readers.js';
import type { ProducerWire } from './producer-wire.js';

/** Options that the producers of all clouds have. */
export interface ProducerSettings extends ClientSettings {
  /**
   * How long a batch waits for more records, in milliseconds. Longer makes fewer and larger requests; `send` takes so much
   * longer. With 0 the records of one turn of the event loop still share a batch.
   * @defaultValue 200
   */
  readonly lingerMs?: number;
  /**
   * A batch of so many bytes, before compression, waits no longer. A larger record goes alone, up to what the service takes.
   * @defaultValue 1_048_576, 1 MiB; of LTS 524_288
   */
  readonly maxBatchBytes?: number;
  /** A batch of so many records waits no longer. @defaultValue the most that the service takes */
  readonly maxBatchRecords?: number;
  /**
   * How many bytes of records may be taken in and not yet settled, each counted as it is encoded and 500 bytes more. The bodies
   * under way come on top: at most `maxInFlight` batches, twice (raw and compressed).
   * @defaultValue 67_108_864, 64 MiB
   */
  readonly maxMemoryBytes?: number;
  /** Most requests at once. @defaultValue 8 */
  readonly maxInFlight?: number;
  /** Where log lines go; `'silent'` for nowhere. @defaultValue warnings and errors to stderr */
  readonly logger?: Logger | 'silent';
}

export interface CheckedProducerSettings extends CallDefaults {
  readonly lingerMs: number;
  readonly maxBatchBytes: number;
  readonly maxBatchRecords: number;
  readonly maxMemoryBytes: number;
  readonly maxInFlight: number;
  readonly logger: Logger;
}

export const producerSettingNames: Readonly<Record<keyof ProducerSettings, true>> = {
  lingerMs: true,
  maxBatchBytes: true,
  maxBatchRecords: true,
  maxMemoryBytes: true,
  maxInFlight: true,
  retry: true,
  timeoutMs: true,
  random: true,
  logger: true,
};

const MIB = 1024 * 1024;

/** Throws through `invalid`. */
export function checkProducerSettings(
  settings: ProducerSettings,
  limits: ProducerWire<never, never>['limits'],
  invalid: (message: string, option?: string) => ConsumerError,
): CheckedProducerSettings {
  const { wholeNumber } = createOptionReaders(invalid);
  const maxBatchBytes = wholeNumber('maxBatchBytes', settings.maxBatchBytes, {
    byDefault: Math.min(limits.usualBatchBytes ?? MIB, limits.maxBatchBytes),
    min: 1,
    max: limits.maxBatchBytes,
  });
  return {
    ...checkCallDefaults(settings, invalid),
    logger: loggerOption(settings.logger),
    lingerMs: wholeNumber('lingerMs', settings.lingerMs, { byDefault: 200, min: 0, max: 600_000 }),
    maxBatchBytes,
    maxBatchRecords: wholeNumber('maxBatchRecords', settings.maxBatchRecords, {
      byDefault: limits.maxBatchRecords,
      min: 1,
      max: limits.maxBatchRecords,
    }),
    maxMemoryBytes: wholeNumber('maxMemoryBytes', settings.maxMemoryBytes, {
      byDefault: Math.max(64 * MIB, maxBatchBytes),
      min: maxBatchBytes,
      max: Number.MAX_SAFE_INTEGER,
    }),
    maxInFlight: wholeNumber('maxInFlight', settings.maxInFlight, { byDefault: 8, min: 1, max: 256 }),
  };
}

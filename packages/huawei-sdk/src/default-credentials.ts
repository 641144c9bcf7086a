import { type Clock, ConsumerError } from '@polylog/core/driver';
import {
  type CredentialSource,
  checkOptionNames,
  createOptionReaders,
  credentialChain,
  parseAddress,
} from '@polylog/driver-kit';
import { agency } from './places/agency.js';
import { environment } from './places/environment.js';
import { profile } from './places/profile.js';

/** What {@link huaweiDefaultCredentials} may be told. */
export interface HuaweiDefaultCredentialsOptions {
  /**
   * How long one place may take to answer. The metadata service, which is not there on other machines, answers at once
   * where it is.
   * @defaultValue 5_000
   */
  readonly timeoutMs?: number;
  /** @defaultValue 'http://169.254.169.254' */
  readonly metadataEndpoint?: string;
  readonly clock?: Clock;
}

const known: Readonly<Record<keyof HuaweiDefaultCredentialsOptions, true>> = {
  timeoutMs: true,
  metadataEndpoint: true,
  clock: true,
};

/**
 * The keys that the vendor's SDKs would find, for `ltsDriver({ credentials })`: from the environment, else from the profile,
 * else of the agency that is bound to the machine. The first two may name an identity provider instead, whose tokens IAM
 * takes for keys. Temporary ones are renewed before they expire. The SDK is loaded when keys are first needed. Once a place
 * has given keys, no other is asked. Throws `invalid-argument` for a wrong option.
 */
export function huaweiDefaultCredentials(options: HuaweiDefaultCredentialsOptions = {}): CredentialSource {
  checkOptionNames(options, known, invalid);
  const timeoutMs = wholeNumber('timeoutMs', options.timeoutMs, { byDefault: 5_000, min: 1, max: 600_000 });
  const given = text('metadataEndpoint', options.metadataEndpoint) ?? 'http://169.254.169.254';
  const endpoint = parseAddress(given, (what) => invalid(`metadataEndpoint ${what}.`));
  const settings = { timeoutMs, clock: options.clock };
  return credentialChain({
    cloud: 'Huawei Cloud',
    places: [environment(settings), profile(settings), agency({ ...settings, endpoint })],
    ...settings,
  });
}

function invalid(message: string): ConsumerError {
  return new ConsumerError('invalid-argument', `huaweiDefaultCredentials: ${message}`);
}

const { text, wholeNumber } = createOptionReaders(invalid);

import { type Clock, ConsumerError } from '@polylog/core/driver';
import { type CredentialSource, checkOptionNames, createOptionReaders, credentialChain } from '@polylog/driver-kit';
import { type HuaweiSdkCredentials, keysOf } from './federated-keys.js';

/** What {@link huaweiCredentials} may be told. */
export interface HuaweiCredentialsOptions {
  /**
   * How long a renewal may take.
   * @defaultValue 10_000
   */
  readonly timeoutMs?: number;
  readonly clock?: Clock;
}

const known: Readonly<Record<keyof HuaweiCredentialsOptions, true>> = { timeoutMs: true, clock: true };

/**
 * A credential object of the SDK, for `ltsDriver({ credentials })`. The driver takes such an object as it is, too; this adds
 * what the driver does not see: when its keys end, and, where it has an identity provider and a token file, the renewal
 * before that. The object holds the new keys as well. Throws `invalid-argument` for what is none.
 */
export function huaweiCredentials(
  credentials: HuaweiSdkCredentials,
  options: HuaweiCredentialsOptions = {},
): CredentialSource {
  checkOptionNames(options, known, invalid);
  const timeoutMs = wholeNumber('timeoutMs', options.timeoutMs, { byDefault: 10_000, min: 1, max: 600_000 });
  if (typeof credentials?.getAk !== 'function' || typeof credentials.processAuthRequest !== 'function') {
    throw invalid(
      'this is no credential object of the SDK. Pass a BasicCredentials of @huaweicloud/huaweicloud-sdk-core.',
    );
  }
  const { clock } = options;
  const name = 'the credential object';
  const find = (o: { readonly signal: AbortSignal }) => keysOf(credentials, { ...o, name, timeoutMs, clock });
  return credentialChain({ cloud: 'Huawei Cloud', places: [{ name, find }], timeoutMs, clock });
}

function invalid(message: string): ConsumerError {
  return new ConsumerError('invalid-argument', `huaweiCredentials: ${message}`);
}

const { wholeNumber } = createOptionReaders(invalid);

import { type Clock, ConsumerError } from '@polylog/core/driver';
import {
  type CredentialSource,
  checkOptionNames,
  createOptionReaders,
  credentialChain,
  parseAddress,
} from '@polylog/driver-kit';
import { environment } from './places/environment.js';
import { instanceRole } from './places/instance-role.js';
import { oidc } from './places/oidc.js';
import { profile } from './places/profile.js';

/** What {@link tencentDefaultCredentials} may be told. */
export interface TencentDefaultCredentialsOptions {
  /**
   * How long one place may take to answer. The metadata service, which is not there on other machines, answers at once
   * where it is.
   * @defaultValue 5_000
   */
  readonly timeoutMs?: number;
  /**
   * Where STS is, for OIDC: `sts.internal.tencentcloudapi.com` inside a private network.
   * @defaultValue the SDK's own, `sts.tencentcloudapi.com`
   */
  readonly stsEndpoint?: string;
  readonly clock?: Clock;
}

const known: Readonly<Record<keyof TencentDefaultCredentialsOptions, true>> = {
  timeoutMs: true,
  stsEndpoint: true,
  clock: true,
};

/**
 * The keys that Tencent Cloud's own SDK would find, for `clsDriver({ credentials })`: from the environment, else from the
 * profile, else of the instance's role, else by OIDC. Temporary ones are renewed before they expire. The SDK is loaded
 * when keys are first needed. Once a place has given keys, no other is asked. Throws `invalid-argument` for a wrong option.
 */
export function tencentDefaultCredentials(options: TencentDefaultCredentialsOptions = {}): CredentialSource {
  checkOptionNames(options, known, invalid);
  const timeoutMs = wholeNumber('timeoutMs', options.timeoutMs, { byDefault: 5_000, min: 1, max: 600_000 });
  const endpoint = text('stsEndpoint', options.stsEndpoint);
  const stsEndpoint =
    endpoint === undefined ? undefined : parseAddress(endpoint, (what) => invalid(`stsEndpoint ${what}.`));
  return credentialChain({
    cloud: 'Tencent Cloud',
    places: [environment, profile, instanceRole, oidc({ stsEndpoint, timeoutMs })],
    timeoutMs,
    clock: options.clock,
  });
}

function invalid(message: string): ConsumerError {
  return new ConsumerError('invalid-argument', `tencentDefaultCredentials: ${message}`);
}

const { text, wholeNumber } = createOptionReaders(invalid);

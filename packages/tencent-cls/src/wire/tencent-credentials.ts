import { ConsumerError } from '@polylog/core/driver';
import type { CredentialSource, Credentials } from '@polylog/driver-kit';

/** Keys as the vendor's SDK spells them. */
export interface TencentKeys {
  readonly secretId?: string;
  readonly secretKey?: string;
  readonly token?: string;
}

/**
 * The vendor SDK's own objects, by their shape: keys, or what answers them (`DefaultProfileCredential`,
 * `CvmRoleCredential`, …). Such an object keeps a cache of its own and renews it by itself.
 */
export type TencentCredentials = TencentKeys | { getCredential(): Promise<TencentKeys> };

/** Takes credentials in our form or in the vendor's. Keys are checked where they are used, which names the field. */
export function tencentCredentials(given: CredentialSource | TencentCredentials): CredentialSource {
  if (typeof given !== 'object' || given === null) return given;
  if ('getCredential' in given) {
    if (typeof given.getCredential !== 'function') throw wrong('credentials.getCredential is not a function');
    return async () => ours(await given.getCredential());
  }
  return 'secretId' in given || 'secretKey' in given ? ours(given) : (given as Credentials);
}

/** What is missing stays missing, for the check to name it; an empty token is how the SDK says "none". */
function ours(keys: TencentKeys | undefined): Credentials {
  const { secretId, secretKey, token } = keys ?? {};
  if (secretId === undefined || secretKey === undefined) {
    throw wrong(`credentials: ${secretId === undefined ? 'secretId' : 'secretKey'} is missing`);
  }
  return { accessKeyId: secretId, secretAccessKey: secretKey, ...(token ? { securityToken: token } : {}) };
}

function wrong(message: string): ConsumerError {
  return new ConsumerError(
    'invalid-argument',
    `${message}; allowed: { secretId, secretKey, token? }, or an object whose getCredential() answers them.`,
    { option: 'credentials' },
  );
}

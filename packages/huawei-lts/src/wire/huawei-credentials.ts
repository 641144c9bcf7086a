import { ConsumerError } from '@polylog/core/driver';
import type { CredentialSource, Credentials } from '@polylog/driver-kit';

/**
 * The vendor SDK's own objects, by their shape (`BasicCredentials` of its core package). They are asked before each use, so
 * that keys that are renewed in place are seen.
 */
export interface HuaweiCredentials {
  getAk(): string | undefined;
  getSk(): string | undefined;
  /** Of temporary keys. */
  readonly securityToken?: string | undefined;
}

/** Takes credentials in our form or in the vendor's. Keys are checked where they are used, which names the field. */
export function huaweiCredentials(given: CredentialSource | HuaweiCredentials): CredentialSource {
  if (!isVendorObject(given)) return given;
  if (typeof given.getAk !== 'function' || typeof given.getSk !== 'function') {
    throw wrong('credentials: getAk and getSk are not both functions');
  }
  return async () => {
    const accessKeyId = given.getAk();
    const secretAccessKey = given.getSk();
    if (accessKeyId === undefined || secretAccessKey === undefined) {
      throw wrong(`credentials: ${accessKeyId === undefined ? 'getAk' : 'getSk'}() answered nothing`);
    }
    const { securityToken } = given;
    const keys: Credentials = { accessKeyId, secretAccessKey };
    return securityToken ? { ...keys, securityToken } : keys;
  };
}

function isVendorObject(given: CredentialSource | HuaweiCredentials): given is HuaweiCredentials {
  return typeof given === 'object' && given !== null && ('getAk' in given || 'getSk' in given);
}

function wrong(message: string): ConsumerError {
  return new ConsumerError(
    'invalid-argument',
    `${message}; allowed: { accessKeyId, secretAccessKey, securityToken? }, an async function that answers that, or an object with getAk(), getSk() and securityToken.`,
    { option: 'credentials' },
  );
}

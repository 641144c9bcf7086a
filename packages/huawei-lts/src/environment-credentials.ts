import { type CredentialSource, environmentCredentials as fromVariables } from '@polylog/driver-kit';

/** The names of the variables. */
export const credentialVariables = {
  accessKeyId: 'HUAWEICLOUD_SDK_AK',
  secretAccessKey: 'HUAWEICLOUD_SDK_SK',
  securityToken: 'HUAWEICLOUD_SDK_SECURITY_TOKEN',
} as const;

/**
 * Keys from `HUAWEICLOUD_SDK_AK` and `HUAWEICLOUD_SDK_SK`, and a token from `HUAWEICLOUD_SDK_SECURITY_TOKEN` where that is
 * set: the names that the vendor's own SDKs read. They are read each time they are needed; a missing one fails the call as
 * `invalid-argument` and is named.
 */
export function environmentCredentials(): CredentialSource {
  return fromVariables(credentialVariables);
}

import { type CredentialSource, environmentCredentials as fromVariables } from '@polylog/driver-kit';

/** The names of the variables. */
export const credentialVariables = {
  accessKeyId: 'ALIBABA_CLOUD_ACCESS_KEY_ID',
  secretAccessKey: 'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
  securityToken: 'ALIBABA_CLOUD_SECURITY_TOKEN',
} as const;

/**
 * Keys from `ALIBABA_CLOUD_ACCESS_KEY_ID` and `ALIBABA_CLOUD_ACCESS_KEY_SECRET`, and a token from
 * `ALIBABA_CLOUD_SECURITY_TOKEN` where that is set: the names that Alibaba Cloud's own tools read. They are read each time
 * they are needed; a missing one fails the call as `invalid-argument` and is named.
 */
export function environmentCredentials(): CredentialSource {
  return fromVariables(credentialVariables);
}

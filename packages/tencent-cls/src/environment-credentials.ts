import { type CredentialSource, environmentCredentials as fromVariables } from '@polylog/driver-kit';

/** The names of the variables. */
export const credentialVariables = {
  accessKeyId: 'TENCENTCLOUD_SECRET_ID',
  secretAccessKey: 'TENCENTCLOUD_SECRET_KEY',
  securityToken: 'TENCENTCLOUD_SESSION_TOKEN',
} as const;

/**
 * Keys from `TENCENTCLOUD_SECRET_ID` and `TENCENTCLOUD_SECRET_KEY`, and a token from `TENCENTCLOUD_SESSION_TOKEN` where
 * that is set: the names that Tencent Cloud's own SDK for Node reads. They are read each time they are needed; a missing
 * one fails the call as `invalid-argument` and is named.
 */
export function environmentCredentials(): CredentialSource {
  return fromVariables(credentialVariables);
}

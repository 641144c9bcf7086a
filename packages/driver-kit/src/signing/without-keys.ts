import type { Credentials } from '../credentials/credentials.js';

/** A service's text without the keys that were sent: services like to repeat what they were given. */
export function withoutKeys(text: string, credentials: Credentials): string {
  const { accessKeyId, secretAccessKey, securityToken = '' } = credentials;
  return [secretAccessKey, securityToken, accessKeyId]
    .filter((key) => key !== '')
    .reduce((rest, key) => rest.replaceAll(key, '***'), text);
}

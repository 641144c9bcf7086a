import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { CredentialPlace } from '@polylog/driver-kit';
import { credentialClasses } from '../credential-classes.js';

const SYSTEM_FILE = '/etc/tencentcloud/credentials';

/** The section `[default]` of the SDK's file. Of a file that is missing, unreadable or damaged it says nothing at all. */
export const profile: CredentialPlace = {
  name: 'the profile',
  async find() {
    const { ProfileCredential } = await credentialClasses();
    const { secretId, secretKey, token } = await new ProfileCredential().getCredential();
    if (!secretId || !secretKey) return { none: whatLiesThere() };
    return {
      credentials: { accessKeyId: secretId, secretAccessKey: secretKey, ...(token && { securityToken: token }) },
    };
  },
};

function whatLiesThere(): string {
  const ownFile = join(homedir(), '.tencentcloud', 'credentials');
  const file = [ownFile, SYSTEM_FILE].find((path) => existsSync(path));
  if (file === undefined) return `there is neither ${ownFile} nor ${SYSTEM_FILE}`;
  return `${file} cannot be read, or has no section [default] with secret_id and secret_key`;
}

import { ConsumerError } from '@polylog/core/driver';
import type { CredentialPlace } from '@polylog/driver-kit';
import { credentialClasses } from '../credential-classes.js';

const ID = 'TENCENTCLOUD_SECRET_ID';
const KEY = 'TENCENTCLOUD_SECRET_KEY';

/** Keys in environment variables. The SDK passes over one without the other; here that is a mistake. */
export const environment: CredentialPlace = {
  name: 'the environment',
  async find() {
    const { EnvironmentVariableCredential } = await credentialClasses();
    const { secretId, secretKey, token } = await new EnvironmentVariableCredential().getCredential();
    if (!secretId && !secretKey) return { none: `${ID} and ${KEY} are not set` };
    if (!secretId || !secretKey) {
      const [missing, there] = secretId ? [KEY, ID] : [ID, KEY];
      throw new ConsumerError('invalid-argument', `the environment has ${there} and no ${missing}. Set both, or none.`);
    }
    return {
      credentials: { accessKeyId: secretId, secretAccessKey: secretKey, ...(token && { securityToken: token }) },
    };
  },
};

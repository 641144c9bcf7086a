import { ConsumerError } from '@polylog/core/driver';
import type { CredentialPlace } from '@polylog/driver-kit';
import { type CredentialClasses, credentialClasses } from '../credential-classes.js';
import { sdkText } from '../sdk-text.js';
import { temporaryKeys } from '../temporary-keys.js';
import { watchedCall } from '../watched-call.js';

const ROLE_NAME = /^[\w+=,.@-]{1,128}$/;

/**
 * The role that is bound to the machine. Of the SDK's class only the two requests are used, each time by a new object: its
 * own cache keeps a failure for ever, and asks without end or pause when the metadata service gives keys that have expired.
 */
export const instanceRole: CredentialPlace = {
  name: 'the instance role',
  async find({ signal }) {
    const role = roleRequests(await credentialClasses());
    const named = await watchedCall(signal, role.name);
    if ('error' in named) {
      const { lastStatus } = named.sent;
      if (lastStatus === undefined) return { none: `the metadata service does not answer: ${sdkText(named.error)}` };
      if (lastStatus === 404) return { none: 'no role is bound to this machine' };
      throw failed(`status ${lastStatus}`);
    }
    const name = named.value.trim();
    // On other clouds and in hotels something else may answer.
    if (!ROLE_NAME.test(name)) return { none: 'what answers under metadata.tencentyun.com names no role' };

    const given = await watchedCall(signal, () => role.keysOf(name));
    if ('value' in given) return { credentials: temporaryKeys(given.value) };
    throw failed(`of the role ${name}: ${sdkText(given.error)}`);
  },
};

function roleRequests({ CvmRoleCredential }: CredentialClasses) {
  class RoleRequests extends CvmRoleCredential {
    readonly name = (): Promise<string> => this.getRoleName();
    readonly keysOf = (role: string) => this.getRoleCredential(role);
  }
  return new RoleRequests();
}

function failed(how: string): ConsumerError {
  return new ConsumerError('unavailable', `the instance role: the metadata service gave no keys: ${how}`);
}

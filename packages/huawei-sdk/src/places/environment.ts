import type { CredentialPlace } from '@polylog/driver-kit';
import type { AskOptions } from '../federated-keys.js';
import { keysOfSettings, type SettingNames } from '../key-settings.js';

const names: SettingNames = {
  ak: 'HUAWEICLOUD_SDK_AK',
  sk: 'HUAWEICLOUD_SDK_SK',
  securityToken: 'HUAWEICLOUD_SDK_SECURITY_TOKEN',
  idpId: 'HUAWEICLOUD_SDK_IDP_ID',
  idTokenFile: 'HUAWEICLOUD_SDK_ID_TOKEN_FILE',
  iamEndpoint: 'HUAWEICLOUD_SDK_IAM_ENDPOINT',
};

/**
 * The variables that the SDK reads. It does so only while it builds one of its clients, whose module needs a package that
 * the SDK does not declare; so they are read here, and given to its credential object.
 */
export function environment(settings: Omit<AskOptions, 'name' | 'signal'>): CredentialPlace {
  const name = 'the environment';
  return {
    name,
    async find({ signal }) {
      const read = Object.entries(names).map(([key, variable]) => [key, process.env[variable]]);
      return await keysOfSettings(Object.fromEntries(read), names, { ...settings, name, signal });
    },
  };
}

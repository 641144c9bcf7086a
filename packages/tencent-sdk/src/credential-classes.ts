import { loadSdk } from '@polylog/driver-kit';

/** The SDK's credential classes. Its 260 services stay on the disk. */
export type CredentialClasses = typeof import('tencentcloud-sdk-nodejs/tencentcloud/common/credential.js');

const names = {
  caller: 'tencentDefaultCredentials',
  sdk: 'tencentcloud-sdk-nodejs',
  addOn: '@polylog/tencent-sdk',
};

export async function credentialClasses(): Promise<CredentialClasses> {
  return await loadSdk(names, () => import('tencentcloud-sdk-nodejs/tencentcloud/common/credential.js'));
}

import { ConsumerError } from '@polylog/core/driver';
import { oneLine } from '@polylog/driver-kit';

/** The SDK's credential classes. Its other 260 services stay on the disk. */
export type TencentCredentialClasses = typeof import('tencentcloud-sdk-nodejs/tencentcloud/common/credential.js');

/** Loads them at the first call. Rejects as `unsupported` where that cannot be. */
export async function loadSdk(): Promise<TencentCredentialClasses> {
  try {
    return await import('tencentcloud-sdk-nodejs/tencentcloud/common/credential.js');
  } catch (cause) {
    throw new ConsumerError(
      'unsupported',
      `tencentDefaultCredentials: the package "tencentcloud-sdk-nodejs" cannot be loaded: ${oneLine(String(cause), 200)}. It comes with @polylog/tencent-sdk; install that again.`,
      { cause },
    );
  }
}

import { ConsumerError } from '@polylog/core/driver';
import { oneLine } from '@polylog/driver-kit';

/** What the SDK's index has: its credential objects. */
export type HuaweiSdk = typeof import('@huaweicloud/huaweicloud-sdk-core');

/** Loads it at the first call. Rejects as `unsupported` where that cannot be. */
export async function loadSdk(): Promise<HuaweiSdk> {
  try {
    return await import('@huaweicloud/huaweicloud-sdk-core');
  } catch (cause) {
    throw new ConsumerError(
      'unsupported',
      `huaweiDefaultCredentials: the package "@huaweicloud/huaweicloud-sdk-core" cannot be loaded: ${oneLine(String(cause), 200)}. It comes with @polylog/huawei-sdk; install that again.`,
      { cause },
    );
  }
}

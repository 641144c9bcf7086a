import { type Clock, ConsumerError, type GroupAdmin, systemClock } from '@polylog/core/driver';
import { type AdminSettings, groupAdminOver } from '@polylog/tencent-cls/wire';
import { clsApiOver, type TencentApiClient } from './cls-api-over.js';

export type { TencentApiClient };

/** What {@link sdkGroupAdmin} needs. */
export interface SdkGroupAdminOptions {
  /** Your own `ClsClient` of `tencentcloud-sdk-nodejs`, or its `CommonClient` for CLS. It stays yours. */
  readonly client: TencentApiClient;
  readonly logsetId: string;
  /** As for `clsDriver`: the groups over any of these, and their partitions. */
  readonly topicIds: readonly string[];
  /**
   * In whose name beginnings, ends and times are asked for, as `placesGroup` of `clsDriver`.
   * @defaultValue the same as there
   */
  readonly placesGroup?: string;
  readonly clock?: Clock;
}

/**
 * `clsGroupAdmin` of `@polylog/tencent-cls` over a client that you have already: its keys, endpoint, proxy and agent. Sends
 * nothing before the first call; `close()` leaves the client alone. A number that the SDK has rounded is `unsupported`.
 * Throws `invalid-argument` for a wrong option.
 */
export function sdkGroupAdmin(options: SdkGroupAdminOptions): GroupAdmin {
  const { client, clock = systemClock, ...log } = options;
  if (typeof client?.request !== 'function') {
    throw new ConsumerError(
      'invalid-argument',
      'sdkGroupAdmin: client has no method "request". Pass a ClsClient of tencentcloud-sdk-nodejs.',
    );
  }
  const settings: AdminSettings = { ...log, clock };
  return groupAdminOver(clsApiOver(client, clock), settings);
}

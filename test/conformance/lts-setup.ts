import type { LtsOptions, LtsSwitches } from '@polylog/emulator';
import type { LtsDriverOptions } from '@polylog/huawei-lts';

export const logGroup = 'e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1';
export const logStream = 'c54dbc58-0fd8-48ed-b007-6d54981427a7';
const projectId = '2a473356cca5487f8373be891bffc1cf';
const region = 'cn-north-4';
/** Temporary, so that the token is tried with every call. */
const key = { id: 'an-access-key', secret: 'its-secret', securityToken: 'its-token' };

/** What a log with a short text comes to, as the service counts it, the comma behind it included. */
const SHORT_LOG_BYTES =
  JSON.stringify({
    labels: {
      log_content: '000',
      __time__: '1700000000000',
      lineNum: '1700000000000000000',
      collectTime: '1700000000000',
      category: 'LTS',
    },
  }).length + 1;

/** A log stream of LTS on the emulator whose reads give at most so many short records. */
export interface LtsSetup {
  readonly lts: LtsOptions;
  readonly driver: Omit<LtsDriverOptions, 'endpoint'>;
}

export function ltsSetup(
  { partitions, batchRecords }: { readonly partitions: number; readonly batchRecords: number },
  switches: Partial<LtsSwitches>,
): LtsSetup {
  const { leastLimit = 1, tokenHeader } = switches;
  // Where so few cannot be asked for, the service's own limit keeps batches short.
  const isTooFew = batchRecords < leastLimit;
  return {
    lts: {
      region,
      projectId,
      accessKeys: [key],
      logGroups: { [logGroup]: { [logStream]: { shards: partitions } } },
      switches: { ...(isTooFew ? { pullMaxBytes: batchRecords * SHORT_LOG_BYTES } : {}), ...switches },
    },
    driver: {
      region,
      projectId,
      logGroupId: logGroup,
      logStreamId: logStream,
      credentials: { accessKeyId: key.id, secretAccessKey: key.secret, securityToken: key.securityToken },
      tokenHeader: tokenHeader === 'X-Security-Token' ? tokenHeader : 'SecurityToken',
      createGroup: true,
      maxRecords: Math.max(batchRecords, leastLimit),
    },
  };
}

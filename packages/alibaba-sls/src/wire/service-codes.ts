import type { CodeTable } from '@polylog/driver-kit';

const keys = 'check the access key id and secret, and that both belong to the same key';
const groupAgain = 'somebody deleted the group, or it was never created; allow the creation or create it';
const quota = 'the quota is used up for the moment';
const otherOwner = {
  code: 'lease-lost',
  scope: 'partition',
  advice: 'another member of the group has the shard now',
} as const;
const timedOut = {
  code: 'lease-lost',
  scope: 'member',
  advice: 'the group has removed this member, as its heartbeats came too late',
} as const;
const noProject = {
  code: 'not-found',
  advice: 'check the project’s name, and that the endpoint is of the project’s region',
} as const;
const noLogstore = { code: 'not-found', advice: 'check the logstore’s name, and that it is in this project' } as const;
const noShard = { code: 'not-found', scope: 'partition', advice: 'the shard has expired or was deleted' } as const;
const noIndex = { code: 'not-found', advice: 'create an index: nothing can be searched without one' } as const;
const noGroup = { code: 'not-found', advice: groupAgain } as const;
const badKeys = { code: 'unauthenticated', advice: keys } as const;
const oldToken = {
  code: 'unauthenticated',
  advice: 'the temporary credentials have expired; give a function as credentials, so that new ones are fetched',
} as const;
const badClock = { code: 'unauthenticated', advice: 'the clock of this machine is more than 15 minutes off' } as const;
const expired = {
  code: 'position-lost',
  advice: 'the position is older than the logstore keeps, or of another shard',
} as const;
const throttled = { code: 'throttled', advice: quota } as const;

/**
 * What the service's codes mean (SLS API reference, error codes). Compared without case. Both spellings stand here
 * where the service and the vendor's SDKs differ; what is missing goes by the status.
 */
export const serviceCodes: CodeTable = {
  ProjectNotExist: noProject,
  ProjectNotExists: noProject,
  ProjectNotExsit: noProject,
  LogStoreNotExist: noLogstore,
  LogStoreNotExists: noLogstore,
  LogStoreNotExsit: noLogstore,
  LogStoreWithoutShard: noLogstore,
  ShardNotExist: noShard,
  ShardNotExists: noShard,
  ShardNotExsit: noShard,
  ConsumerGroupNotExist: noGroup,
  ConsumerGroupNotExists: noGroup,
  ConsumerGroupNotExsit: noGroup,

  IndexConfigNotExist: noIndex,
  ConfigNotExist: 'not-found',
  GroupNotExist: 'not-found',
  MachineGroupNotExist: 'not-found',
  ShipperNotExist: 'not-found',

  NotExistConsumerWithBody: timedOut,
  NotExsitConsumerWithBody: timedOut,
  ConsumerNotExist: timedOut,
  ConsumerNotExists: timedOut,
  ConsumerNotExsit: timedOut,
  ConsumerNotMatch: otherOwner,

  InvalidCursor: expired,
  SLSInvalidCursor: expired,
  InvalidShardCheckPoint: 'invalid-argument',

  SignatureNotMatch: badKeys,
  Unauthorized: badKeys,
  InvalidAccessKeyId: badKeys,
  MissAccessKeyId: badKeys,
  SecurityTokenExpired: oldToken,
  'SecurityToken.Expired': oldToken,
  RequestTimeTooSkewed: badClock,
  RequestTimeExpired: badClock,
  InvalidRequestTime: badClock,
  ProjectForbidden: { code: 'permission-denied', advice: 'the project is disabled, or the key may not use it' },

  ReadQuotaExceed: throttled,
  WriteQuotaExceed: throttled,
  ShardReadQuotaExceed: throttled,
  ShardWriteQuotaExceed: throttled,
  MetaOperationQpsLimitExceeded: throttled,

  InternalServerError: 'unavailable',
  RequestTimeout: 'unavailable',
  ServerBusy: 'unavailable',

  ParameterInvalid: 'invalid-argument',
  InvalidParameter: 'invalid-argument',
  PostBodyTooLarge: 'invalid-argument',
  ConsumerGroupAlreadyExist: 'invalid-argument',
  ProjectAlreadyExist: 'invalid-argument',
  LogStoreAlreadyExist: 'invalid-argument',
  IndexAlreadyExist: 'invalid-argument',
  ConfigAlreadyExist: 'invalid-argument',
  MachineGroupAlreadyExist: 'invalid-argument',
};

/** Whether a refusal says that the signature's time is wrong, so that the right one may help. */
export function isClockCode(code: string): boolean {
  return among(code, ['RequestTimeTooSkewed', 'RequestTimeExpired', 'InvalidRequestTime']);
}

/** Whether a refusal may be cured by newer credentials. */
export function isCredentialCode(code: string): boolean {
  return among(code, [
    'Unauthorized',
    'InvalidAccessKeyId',
    'SignatureNotMatch',
    'SecurityTokenExpired',
    'SecurityToken.Expired',
  ]);
}

export function sameCode(code: string, other: string): boolean {
  return code.toLowerCase() === other.toLowerCase();
}

function among(code: string, codes: readonly string[]): boolean {
  return codes.some((other) => sameCode(code, other));
}

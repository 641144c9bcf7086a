import type { CodeTable, Refusals, ServiceError } from '@polylog/driver-kit';

const badKeys = {
  code: 'unauthenticated',
  advice: 'check the SecretId and the SecretKey, and that both belong to the same key',
} as const;
const oldToken = {
  code: 'unauthenticated',
  advice: 'the temporary credentials have expired; give a function as credentials, so that new ones are fetched',
} as const;
const badClock = { code: 'unauthenticated', advice: 'the clock of this machine is more than 5 minutes off' } as const;
const notAllowed = {
  code: 'permission-denied',
  advice: 'the key is good and may not do this; check its CAM policy',
} as const;
const account = {
  code: 'permission-denied',
  advice: 'the account may not use the service now; look at it in the console',
} as const;
const expired = {
  code: 'position-lost',
  advice: 'the position is older than the topic keeps, or behind its end',
} as const;
const throttled = { code: 'throttled', advice: 'the quota is used up for the moment' } as const;
const noTopic = {
  code: 'not-found',
  advice: 'check the topic’s id, and that it is in this logset and region',
} as const;
const noPartition = {
  code: 'not-found',
  scope: 'partition',
  advice: 'the partition was deleted with its topic',
} as const;
const noLogset = { code: 'not-found', advice: 'check the logset’s id and the region' } as const;

/**
 * What the codes of both planes mean (API reference, error codes of the data plane and of API 3.0). Compared without
 * case; one with dots that is not in the table goes by what stands before its first dot, and then by the status.
 */
export const serviceCodes: CodeTable = {
  InvalidOffset: expired,
  CursorNotExist: expired,

  AuthFailure: badKeys,
  'AuthFailure.SecretIdNotFound': badKeys,
  'AuthFailure.InvalidSecretId': badKeys,
  'AuthFailure.SignatureFailure': badKeys,
  'AuthFailure.InvalidAuthorization': badKeys,
  InvalidAuthorization: badKeys,
  MissingAuthorization: badKeys,
  'AuthFailure.TokenFailure': oldToken,
  'AuthFailure.SignatureExpire': badClock,
  'AuthFailure.UnauthorizedOperation': notAllowed,
  'AuthFailure.Unauthorized': notAllowed,
  'AuthFailure.MFAFailure': notAllowed,
  UnauthorizedOperation: notAllowed,
  NotAllowed: notAllowed,
  OperationDenied: account,
  AccountArrears: account,
  ServiceNotActivated: account,

  TopicNotExist: noTopic,
  LogsetNotExist: noLogset,
  ResourceNotFound: 'not-found',
  'ResourceNotFound.TopicNotExist': noTopic,
  'ResourceNotFound.LogsetNotExist': noLogset,
  'ResourceNotFound.PartitionNotExist': noPartition,
  TopicClosed: { code: 'permission-denied', advice: 'the topic is closed; open it in the console' },
  'FailedOperation.TopicClosed': { code: 'permission-denied', advice: 'the topic is closed; open it in the console' },
  'FailedOperation.TopicIsolated': account,

  SpeedQuotaExceed: throttled,
  RequestLimitExceeded: throttled,
  'FailedOperation.ReadQpsLimit': throttled,
  'FailedOperation.WriteQpsLimit': throttled,
  'FailedOperation.WriteTrafficLimit': throttled,

  InternalError: 'unavailable',
  Timeout: 'unavailable',
  ResourceUnavailable: 'unavailable',
  'FailedOperation.TopicCreating': 'unavailable',

  ActionOffline: 'unsupported',
  InvalidAction: 'unsupported',
  NoSuchVersion: 'unsupported',
  UnsupportedOperation: 'unsupported',
  NotSupported: 'unsupported',
  UnsupportedRegion: { code: 'invalid-argument', advice: 'the service is not in this region' },

  InvalidParam: 'invalid-argument',
  InvalidParameter: 'invalid-argument',
  InvalidParameterValue: 'invalid-argument',
  MissingParameter: 'invalid-argument',
  UnknownParameter: 'invalid-argument',
  InvalidContent: 'invalid-argument',
  MissingContent: 'invalid-argument',
  'FailedOperation.MissingContent': 'invalid-argument',
  RequestSizeLimitExceeded: 'invalid-argument',
  LogSizeExceed: 'invalid-argument',
  LimitExceeded: 'invalid-argument',
  SyntaxError: 'invalid-argument',
};

/** How exactly the service spells an expired offset is not documented; its own clients look for the word in any case. */
export function entryOf(code: string): string {
  return /invalidoffset/i.test(code) ? 'InvalidOffset' : code;
}

/** What may be set right before the request goes out once more; a permission that is missing may not. */
export const refusals: Refusals = {
  isAboutTime: ({ code }) => isCode(code, 'AuthFailure.SignatureExpire'),
  isAboutKeys: ({ code, status }) => status !== 403 && keyCodes.some((other) => isCode(code, other)),
};

const keyCodes = [
  'AuthFailure',
  'AuthFailure.SecretIdNotFound',
  'AuthFailure.InvalidSecretId',
  'AuthFailure.SignatureFailure',
  'AuthFailure.InvalidAuthorization',
  'AuthFailure.TokenFailure',
];

function isCode(code: ServiceError['code'], other: string): boolean {
  return code.toLowerCase() === other.toLowerCase();
}

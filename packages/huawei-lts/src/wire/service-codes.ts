import type { CodeTable, Refusals, ServiceError } from '@polylog/driver-kit';

const badKeys = {
  code: 'unauthenticated',
  advice:
    'check the AK and the SK, that they belong together, the region, and that the clock of this machine is right; after more than five wrong signatures the service locks an AK for five minutes',
} as const;
const oldToken = {
  code: 'unauthenticated',
  advice: 'the token is not valid (any more); give a function as credentials, so that new ones are fetched',
} as const;
const badProject = {
  code: 'permission-denied',
  advice: 'check the project id: it is that of the region, in the console under "My credentials"',
} as const;
const noLogGroup = { code: 'not-found', advice: 'check the log group’s id (not its name), and the region' } as const;
const noStream = {
  code: 'not-found',
  advice: 'check the log stream’s id (not its name), and that it is in this log group',
} as const;

/** One code for both (API reference): only whoever sees the request can tell them apart. */
const badOrMissing = {
  code: 'invalid-argument',
  advice:
    'the service says the same where the log group or the log stream does not exist: check their ids (not their names), and the region',
} as const;

/**
 * What the published codes of both faces mean (API reference, error codes). Those of the consumer-group calls are not
 * published: what is not here goes by its status.
 */
export const serviceCodes: CodeTable = {
  'APIGW.0301': badKeys,
  'LTS.0003': oldToken,
  'LTS.0414': oldToken,

  'LTS.0001': badProject,
  'LTS.0011': badProject,
  'SVCSTG.ALS.403.105': badProject,

  'LTS.0002': 'invalid-argument',
  'LTS.0007': 'invalid-argument',
  'LTS.0009': 'invalid-argument',
  'SVCSTG.ALS.200.201': badOrMissing,
  'SVCSTG.ALS.200201': badOrMissing,

  'LTS.0201': noLogGroup,
  'LTS.0208': noStream,

  'LTS.0010': 'unavailable',
  'LTS.0102': 'unavailable',
  'LTS.0203': 'unavailable',

  'SVCSTG.ALS.200.210': { code: 'throttled', advice: 'the account’s quota is used up' },
};

/**
 * What may be set right before the request goes out once more. One code says everything that can be wrong with a signature
 * (APIGW.0301), so each such answer is held against the clock first, and then against the keys.
 */
export const refusals: Refusals = {
  isAboutTime: isUnauthenticated,
  isAboutKeys: isUnauthenticated,
};

/** Whether an answer says that a signature was wrong, which the service counts. */
export function isUnauthenticated({ status, code }: ServiceError): boolean {
  if (code === 'LTS.0003' || code === 'LTS.0414') return true;
  // 401 is also how a push to another project is refused.
  return status === 401 && code !== 'SVCSTG.ALS.403.105';
}

/** Success, as some answers say it beside status 200. */
export function isSuccessCode(code: string): boolean {
  return code.endsWith('200.200') || code.endsWith('200200');
}

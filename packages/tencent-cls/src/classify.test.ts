import { ServiceError } from '@polylog/driver-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify } from './classify.js';

const said = (code: string, status: number): ServiceError =>
  new ServiceError({ what: 'Call at host', status, code, text: 'text', requestId: 'id', headers: {} });

describe('what the service’s codes mean', () => {
  it.each([
    ['InvalidOffset', 400, 'position-lost', 'partition'],
    ['InvalidOffset', 404, 'position-lost', 'partition'],
    ['InvalidParam.InvalidOffset', 400, 'position-lost', 'partition'],
    ['LogOffset.invalidoffset', 500, 'position-lost', 'partition'],
    ['ReadInvalidOffsetError', 400, 'position-lost', 'partition'],
    ['AuthFailure.SecretIdNotFound', 401, 'unauthenticated', 'credentials'],
    ['AuthFailure.SignatureFailure', 401, 'unauthenticated', 'credentials'],
    ['AuthFailure.SignatureExpire', 200, 'unauthenticated', 'credentials'],
    ['AuthFailure.TokenFailure', 200, 'unauthenticated', 'credentials'],
    ['AuthFailure', 200, 'unauthenticated', 'credentials'],
    ['AuthFailure.SomethingNew', 200, 'unauthenticated', 'credentials'],
    ['AuthFailure.UnauthorizedOperation', 401, 'permission-denied', 'call'],
    ['AuthFailure.Unauthorized', 401, 'permission-denied', 'call'],
    ['AuthFailure.MFAFailure', 200, 'permission-denied', 'call'],
    ['UnauthorizedOperation', 200, 'permission-denied', 'call'],
    ['OperationDenied.ACLFailed', 200, 'permission-denied', 'call'],
    ['OperationDenied.AccountIsolate', 200, 'permission-denied', 'call'],
    ['AccountArrears', 403, 'permission-denied', 'call'],
    ['NotAllowed', 403, 'permission-denied', 'call'],
    ['TopicNotExist', 404, 'not-found', 'call'],
    ['ResourceNotFound', 200, 'not-found', 'call'],
    ['ResourceNotFound.TopicNotExist', 200, 'not-found', 'call'],
    ['ResourceNotFound.PartitionNotExist', 200, 'not-found', 'partition'],
    ['SpeedQuotaExceed', 429, 'throttled', 'call'],
    ['RequestLimitExceeded', 200, 'throttled', 'call'],
    ['RequestLimitExceeded.UinLimitExceeded', 200, 'throttled', 'call'],
    ['FailedOperation.ReadQpsLimit', 200, 'throttled', 'call'],
    ['FailedOperation.TopicCreating', 200, 'unavailable', 'call'],
    ['InternalError', 500, 'unavailable', 'call'],
    ['InternalError.Timeout', 200, 'unavailable', 'call'],
    ['ResourceUnavailable', 200, 'unavailable', 'call'],
    ['', 502, 'unavailable', 'call'],
    ['InvalidParameter', 200, 'invalid-argument', 'call'],
    ['InvalidParameter.DbDuplication', 200, 'invalid-argument', 'call'],
    ['InvalidParameterValue', 200, 'invalid-argument', 'call'],
    ['MissingParameter', 200, 'invalid-argument', 'call'],
    ['LimitExceeded.Partition', 200, 'invalid-argument', 'call'],
    ['InvalidAction', 200, 'unsupported', 'call'],
    ['FailedOperation', 200, 'unknown', 'call'],
    ['FailedOperation.SomethingNew', 200, 'unknown', 'call'],
    ['SomethingNew', 200, 'unknown', 'call'],
  ])('%s (%i) is %s, scope %s, in any case of letters', (code, status, meaning, scope) => {
    for (const spelling of [code, code.toLowerCase(), code.toUpperCase()]) {
      expect(classify(said(spelling, status))).toMatchObject({ code: meaning, scope, requestId: 'id' });
    }
  });

  it('is answered for whatever is thrown, without throwing', () => {
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        expect(typeof classify(thrown).code).toBe('string');
      }),
    );
  });
});

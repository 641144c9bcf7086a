import { ServiceError } from '@polylog/driver-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify } from './classify.js';

const said = (code: string, status = 400): ServiceError =>
  new ServiceError({ what: 'Call /path at host', status, code, text: 'text', requestId: 'id', headers: {} });

describe('what the service’s codes mean', () => {
  it.each([
    ['ProjectNotExist', 404, 'not-found', 'call'],
    ['ProjectNotExists', 404, 'not-found', 'call'],
    ['LogStoreNotExist', 404, 'not-found', 'call'],
    ['LogstoreNotExist', 404, 'not-found', 'call'],
    ['ConsumerGroupNotExist', 404, 'not-found', 'call'],
    ['ShardNotExist', 400, 'not-found', 'partition'],
    ['ShardNotExsit', 404, 'not-found', 'partition'],
    ['NotExistConsumerWithBody', 400, 'lease-lost', 'member'],
    ['ConsumerNotExist', 404, 'lease-lost', 'member'],
    ['ConsumerNotExsit', 404, 'lease-lost', 'member'],
    ['ConsumerNotMatch', 400, 'lease-lost', 'partition'],
    ['InvalidCursor', 400, 'position-lost', 'partition'],
    ['SLSInvalidCursor', 400, 'position-lost', 'partition'],
    ['ParameterInvalid', 400, 'invalid-argument', 'call'],
    ['SignatureNotMatch', 401, 'unauthenticated', 'credentials'],
    ['Unauthorized', 401, 'unauthenticated', 'credentials'],
    ['InvalidAccessKeyId', 401, 'unauthenticated', 'credentials'],
    ['SecurityTokenExpired', 401, 'unauthenticated', 'credentials'],
    ['SecurityToken.Expired', 401, 'unauthenticated', 'credentials'],
    ['RequestTimeTooSkewed', 400, 'unauthenticated', 'credentials'],
    ['Unauthorized', 403, 'permission-denied', 'call'],
    ['ProjectForbidden', 403, 'permission-denied', 'call'],
    ['ReadQuotaExceed', 403, 'throttled', 'call'],
    ['WriteQuotaExceed', 403, 'throttled', 'call'],
    ['ShardReadQuotaExceed', 403, 'throttled', 'call'],
    ['ShardWriteQuotaExceed', 403, 'throttled', 'call'],
    ['MetaOperationQpsLimitExceeded', 403, 'throttled', 'call'],
    ['InternalServerError', 500, 'unavailable', 'call'],
    ['RequestTimeout', 500, 'unavailable', 'call'],
    ['ServerBusy', 503, 'unavailable', 'call'],
    ['', 502, 'unavailable', 'call'],
    ['SomethingNew', 403, 'permission-denied', 'call'],
    ['SomethingNew', 429, 'throttled', 'call'],
    ['SomethingNew', 418, 'unknown', 'call'],
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
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error('no');
        },
      },
    );
    expect(classify(hostile).code).toBe('unknown');
  });
});

import { ConsumerError, type ErrorCode } from '@polylog/core/driver';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TransportError, type TransportErrorKind } from '../transport/transport-error.js';
import { createClassifier } from './classify.js';
import { ServiceError, type ServiceErrorDetails } from './service-error.js';

const classify = createClassifier({
  LogStoreNotExist: 'not-found',
  ReadQuotaExceed: 'throttled',
  RequestTimeTooSkewed: { code: 'unauthenticated', advice: 'set the clock of this machine' },
  NotExistConsumerWithBody: { code: 'lease-lost', scope: 'member' },
  ConsumerNotMatch: 'lease-lost',
});

const answer = (details: Partial<ServiceErrorDetails>): ServiceError =>
  new ServiceError({ what: 'PullLogs of shard 3', status: 400, code: '', text: '', headers: {}, ...details });

describe('an answer of the service', () => {
  test.each<[string, number, ErrorCode, string]>([
    ['LogStoreNotExist', 400, 'not-found', 'call'],
    ['logstorenotexist', 404, 'not-found', 'call'],
    ['READQUOTAEXCEED', 403, 'throttled', 'call'],
    ['NotExistConsumerWithBody', 400, 'lease-lost', 'member'],
    ['ConsumerNotMatch', 400, 'lease-lost', 'partition'],
    ['requesttimetooskewed', 400, 'unauthenticated', 'credentials'],
    ['Unheard', 400, 'invalid-argument', 'call'],
    ['Unheard', 401, 'unauthenticated', 'credentials'],
    ['Unheard', 403, 'permission-denied', 'call'],
    ['Unheard', 404, 'not-found', 'call'],
    ['Unheard', 408, 'unavailable', 'call'],
    ['Unheard', 429, 'throttled', 'call'],
    ['', 500, 'unavailable', 'call'],
    ['', 599, 'unavailable', 'call'],
    ['', 418, 'unknown', 'call'],
    ['', 302, 'unknown', 'call'],
    ['', 0, 'unknown', 'call'],
    ['constructor', 404, 'not-found', 'call'],
    ['__proto__', 404, 'not-found', 'call'],
  ])('%s with status %i is %s, scope %s', (code, status, expected, scope) => {
    expect(classify(answer({ code, status }))).toMatchObject({ code: expected, scope });
  });

  test('gives one line with what was asked, what was said, the request id and what to do', () => {
    const error = answer({ code: 'RequestTimeTooSkewed', text: 'too\r\nfar\u001b[31m off', requestId: '5AEC' });
    expect(classify(error)).toEqual({
      code: 'unauthenticated',
      scope: 'credentials',
      requestId: '5AEC',
      message:
        'PullLogs of shard 3: status 400, RequestTimeTooSkewed: too far [31m off (request 5AEC): set the clock of this machine',
    });
  });

  test('keeps the wait that it asks for', () => {
    expect(classify(answer({ status: 429, headers: { 'retry-after': '2' } }))).toMatchObject({ retryAfterMs: 2_000 });
    expect(classify(answer({ status: 429 }))).not.toHaveProperty('retryAfterMs');
  });
});

test.each<[TransportErrorKind, object, ErrorCode]>([
  ['connect', {}, 'unavailable'],
  ['timeout', {}, 'unavailable'],
  ['cut', {}, 'unavailable'],
  ['short', {}, 'unavailable'],
  ['protocol', {}, 'unavailable'],
  ['tls', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'invalid-argument'],
  ['tls', { code: 'CERT_HAS_EXPIRED' }, 'unavailable'],
  ['proxy', { status: 407 }, 'invalid-argument'],
  ['proxy', { status: 403 }, 'permission-denied'],
  ['proxy', { status: 503 }, 'unavailable'],
  ['proxy', {}, 'unavailable'],
  ['too-large', {}, 'corrupt-data'],
  ['request', {}, 'invalid-argument'],
  ['closed', {}, 'aborted'],
  ['unknown', {}, 'unknown'],
])('a transport error of kind %s %o is %s', (kind, details, code) => {
  const error = new TransportError(kind, 'what happened', { host: 'h', ...details });
  expect(classify(error)).toEqual({ code, message: 'what happened', scope: 'call' });
});

test('a ConsumerError keeps code, message, request id and wait', () => {
  const error = new ConsumerError('throttled', 'slowly', { requestId: 'r', retryAfterMs: 5 });
  expect(classify(error)).toEqual({
    code: 'throttled',
    message: 'slowly',
    scope: 'call',
    requestId: 'r',
    retryAfterMs: 5,
  });
});

test.each<[ErrorCode, string | undefined, string]>([
  ['unauthenticated', undefined, 'credentials'],
  ['lease-lost', '3', 'partition'],
  ['lease-lost', undefined, 'member'],
  ['position-lost', undefined, 'partition'],
  ['not-found', undefined, 'call'],
])('a ConsumerError %s of partition %s has scope %s', (code, partition, scope) => {
  expect(classify(new ConsumerError(code, 'm', { partition }))).toMatchObject({ code, scope });
});

test.each([
  ['abort', () => AbortSignal.abort().reason],
  ['timeout', () => new DOMException('too long', 'TimeoutError')],
])("a signal's own %s reason is aborted", (_name, reason) => {
  expect(classify(reason())).toMatchObject({ code: 'aborted', scope: 'call' });
});

test('whatever is thrown is classified, as unknown where nothing is recognised', () => {
  const hostile = new Proxy(
    {},
    {
      get() {
        throw new Error('no');
      },
      has() {
        throw new Error('no');
      },
    },
  );
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  for (const thrown of [hostile, revoked, undefined, null, Symbol('x'), () => 1, Object.create(null), { message: 7 }]) {
    expect(classify(thrown)).toMatchObject({ code: 'unknown', scope: 'call' });
  }
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withSparseArray: true, withTypedArray: true }), (thrown) => {
      const { code, message } = classify(thrown);
      expect(code).toBe('unknown');
      expect(message.length).toBeLessThanOrEqual(300);
    }),
  );
});

test('an unknown error is named with its text, cut to a sane length', () => {
  expect(classify(new TypeError('x is\nnot y')).message).toBe('not recognised: TypeError: x is not y');
  expect(classify(new Error('x'.repeat(1_000_000))).message).toHaveLength(300);
});

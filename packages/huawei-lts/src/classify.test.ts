import { ServiceError } from '@polylog/driver-kit';
import { expect, it } from 'vitest';
import { classify } from './classify.js';
import { failureOf, wordIn } from './wire/service-failure.js';

const error = (status: number, code: string): ServiceError =>
  new ServiceError({ what: 'call', status, code, text: 'text', headers: {} });

it.each([
  [401, 'APIGW.0301', 'unauthenticated'],
  [400, 'LTS.0003', 'unauthenticated'],
  [401, '', 'unauthenticated'],
  [401, 'SVCSTG.ALS.403.105', 'permission-denied'],
  [403, 'APIGW.0302', 'permission-denied'],
  [400, 'LTS.0011', 'permission-denied'],
  [400, 'LTS.0009', 'invalid-argument'],
  [400, 'LTS.0201', 'not-found'],
  [404, 'LTS.0208', 'not-found'],
  [404, 'LTS.SOMETHING.New', 'not-found'],
  [400, 'lts.0010', 'unavailable'],
  [500, 'LTS.0203', 'unavailable'],
  [503, '', 'unavailable'],
  [429, 'LTS.SOMETHING.New', 'throttled'],
  [200, 'LTS.SOMETHING.New', 'unknown'],
] as const)('status %i with %j is %s', (status, code, expected) => {
  expect(classify(error(status, code)).code).toBe(expected);
});

it.each([
  [{ error_code: 'LTS.0009', error_msg: 'm' }],
  [{ errorCode: 'LTS.0009', errorMessage: 'm' }],
  [{ code: 'LTS.0009', message: 'm' }],
  [{ error: { code: 'LTS.0009', message: 'm' } }],
])('reads what the service says in each of its forms: %j', (body) => {
  expect(wordIn(body)).toEqual({ code: 'LTS.0009', text: 'm' });
});

it.each([
  [200, { errorCode: 'SVCSTG.ALS.200.200', errorMessage: 'Report success.' }, false],
  [201, { consumer_group_name: 'g' }, false],
  [200, undefined, false],
  [200, { errorCode: 'LTS.0010' }, true],
  [302, undefined, true],
  [500, { errorCode: 'SVCSTG.ALS.200.200' }, true],
])('a %i with %j is a failure: %s', (status, body, isFailure) => {
  const response = { status, headers: {}, body: Buffer.from('') };
  const keys = { accessKeyId: 'a', secretAccessKey: 's' };
  expect(failureOf('call', response, wordIn(body), keys) !== undefined).toBe(isFailure);
});

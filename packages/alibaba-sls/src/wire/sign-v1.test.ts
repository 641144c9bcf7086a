import { describe, expect, it } from 'vitest';
import { contentMd5, signatureV1, stringToSignV1 } from './sign-v1.js';
import type { SignableRequest } from './signable-request.js';

const vectorA: SignableRequest = {
  method: 'GET',
  path: '/logstores',
  query: [
    ['logstoreName', ''],
    ['offset', '0'],
    ['size', '1000'],
  ],
  headers: {
    date: 'Mon, 09 Nov 2015 06:11:16 GMT',
    'x-log-apiversion': '0.6.0',
    'x-log-signaturemethod': 'hmac-sha1',
  },
  body: undefined,
};

const vectorB: SignableRequest = {
  method: 'GET',
  path: '/logstores',
  query: [
    ['offset', '0'],
    ['size', '100'],
  ],
  headers: {
    date: 'Tue, 03 Mar 2026 04:05:06 GMT',
    'x-log-apiversion': '0.6.0',
    'x-log-bodyrawsize': '0',
    'x-log-signaturemethod': 'hmac-sha1',
  },
  body: undefined,
};

const secret = 'test-key-secret-0123456789';

describe('signature version 1', () => {
  it('gives vector A of the API reference', () => {
    expect(stringToSignV1(vectorA)).toBe(
      'GET\n\n\nMon, 09 Nov 2015 06:11:16 GMT\nx-log-apiversion:0.6.0\nx-log-signaturemethod:hmac-sha1\n/logstores?logstoreName=&offset=0&size=1000',
    );
    expect(signatureV1(vectorA, '4fdO2fTDDnZPU/L7CHNdemB2Nsk=')).toBe('jEYOTCJs2e88o+y5F4/S5IsnBJQ=');
  });

  it('gives vector B, on which the Python and Go SDKs agree', () => {
    expect(stringToSignV1(vectorB)).toBe(
      'GET\n\n\nTue, 03 Mar 2026 04:05:06 GMT\nx-log-apiversion:0.6.0\nx-log-bodyrawsize:0\nx-log-signaturemethod:hmac-sha1\n/logstores?offset=0&size=100',
    );
    expect(signatureV1(vectorB, secret)).toBe('jdgDQei2YqOqY4x+H8djIbchwBc=');
  });

  it('does not depend on the order of headers and parameters', () => {
    const reversed: SignableRequest = {
      ...vectorB,
      query: [...vectorB.query].reverse(),
      headers: Object.fromEntries(Object.entries(vectorB.headers).reverse()),
    };
    expect(stringToSignV1(reversed)).toBe(stringToSignV1(vectorB));
  });

  it('takes x-log-date in the place of Date and leaves it out of the headers', () => {
    const { date, ...rest } = vectorB.headers;
    expect(stringToSignV1({ ...vectorB, headers: { ...rest, date: 'ignored', 'x-log-date': date ?? '' } })).toBe(
      stringToSignV1(vectorB),
    );
  });

  it('covers the body as sent, the content type header, the token, and no x-log-meta header', () => {
    const text = stringToSignV1({
      ...vectorB,
      method: 'POST',
      headers: {
        ...vectorB.headers,
        'content-type': 'application/json',
        'content-md5': 'A LIE',
        'x-acs-security-token': ' token ',
        'x-log-meta-color': 'red',
      },
      body: Buffer.from('{}'),
    });
    expect(text).toContain('POST\n99914B932BD37A50B983C5E7C90AE93B\napplication/json\n');
    expect(text).toContain('\nx-acs-security-token:token\n');
    expect(text).not.toContain('meta');
  });

  it('signs decoded parameter values', () => {
    const text = stringToSignV1({ ...vectorB, query: [['consumer', 'c 1/日志']] });
    expect(text.endsWith('/logstores?consumer=c 1/日志')).toBe(true);
  });

  it('an empty body counts as none, unless its MD5 was sent, as the Node SDK sends it of a log group without anything', () => {
    const request = { method: 'POST', path: '/', query: [], headers: {}, body: new Uint8Array() };
    expect(stringToSignV1(request)).toMatch(/^POST\n\n/);
    const headers = { 'content-md5': contentMd5(request.body) };
    expect(stringToSignV1({ ...request, headers })).toMatch(/^POST\nD41D8CD98F00B204E9800998ECF8427E\n/);
  });
});

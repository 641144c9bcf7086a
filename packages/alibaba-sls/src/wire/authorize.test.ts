import { describe, expect, it } from 'vitest';
import { signV1, signV4 } from './authorize.js';

const credentials = { accessKeyId: 'LTAI-test-key-id', secretAccessKey: 'test-key-secret-0123456789' };
const nowMs = Date.UTC(2026, 2, 3, 4, 5, 6, 789);
const get = {
  method: 'GET',
  path: '/logstores',
  query: [
    ['offset', '0'],
    ['size', '100'],
  ] as const,
  headers: { host: 'proj-a.cn-emu.log.aliyuncs.com', 'x-log-bodyrawsize': '0' },
  body: undefined,
};

describe('Authorization', () => {
  it('puts everything that version 1 wants, and comes to vector B', () => {
    expect(signV1(get, credentials, nowMs)).toEqual({
      ...get.headers,
      'x-log-apiversion': '0.6.0',
      'x-log-signaturemethod': 'hmac-sha1',
      date: 'Tue, 03 Mar 2026 04:05:06 GMT',
      authorization: 'LOG LTAI-test-key-id:jdgDQei2YqOqY4x+H8djIbchwBc=',
    });
  });

  it('puts everything that version 4 wants, and comes to vector C', () => {
    const headers = signV4({ ...get, query: [...get.query, ['logstoreName', '']] }, credentials, nowMs, 'cn-emu');
    expect(headers).toEqual({
      ...get.headers,
      'x-log-apiversion': '0.6.0',
      'x-log-date': '20260303T040506Z',
      'x-log-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      authorization:
        'SLS4-HMAC-SHA256 Credential=LTAI-test-key-id/20260303/cn-emu/sls/aliyun_v4_request,Signature=e737916920978639295a0c78db01471920c09463103c7da8d2b4e61e199cc086',
    });
  });

  it('sends the token of temporary credentials and signs it, in both versions', () => {
    const temporary = { ...credentials, securityToken: 'token' };
    for (const sign of [signV1, (...[r, c, n]: Parameters<typeof signV1>) => signV4(r, c, n, 'cn-emu')]) {
      const headers = sign(get, temporary, nowMs);
      expect(headers['x-acs-security-token']).toBe('token');
      expect(headers.authorization).not.toBe(sign(get, credentials, nowMs).authorization);
    }
  });

  it('names the MD5 of a body in version 1', () => {
    const headers = signV1({ ...get, method: 'POST', body: Buffer.from('{}') }, credentials, nowMs);
    expect(headers['content-md5']).toBe('99914B932BD37A50B983C5E7C90AE93B');
  });
});

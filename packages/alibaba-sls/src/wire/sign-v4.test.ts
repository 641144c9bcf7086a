import { describe, expect, it } from 'vitest';
import { canonicalRequestV4, contentSha256, percentEncode, signatureV4, stringToSignV4 } from './sign-v4.js';
import type { SignableRequest } from './signable-request.js';

const secret = 'test-key-secret-0123456789';
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const vectorC: SignableRequest = {
  method: 'GET',
  path: '/logstores',
  query: [
    ['offset', '0'],
    ['size', '100'],
    ['logstoreName', ''],
  ],
  headers: {
    host: 'proj-a.cn-emu.log.aliyuncs.com',
    'x-log-apiversion': '0.6.0',
    'x-log-bodyrawsize': '0',
    'x-log-content-sha256': emptyHash,
    'x-log-date': '20260303T040506Z',
  },
  body: undefined,
};

const bodyD = Buffer.from('{"shard": 3, "checkpoint": "MTc3MjUxMDcwNjAwMDAwMDAwMA=="}');
const hashD = '9b094f0cee14f888f011279259177cfd9ada9e5a8c026a9dbf8a74636f812397';
const vectorD: SignableRequest = {
  method: 'POST',
  path: '/logstores/ls-1/consumergroups/g-1',
  query: [
    ['type', 'checkpoint'],
    ['consumer', 'c1'],
    ['forceSuccess', 'false'],
  ],
  headers: { ...vectorC.headers, 'content-type': 'application/json', 'x-log-content-sha256': hashD },
  body: bodyD,
};

describe('signature version 4', () => {
  it('gives vector C, on which the Python, Go and Java SDKs agree', () => {
    expect(canonicalRequestV4(vectorC)).toBe(
      [
        'GET',
        '/logstores',
        'logstoreName&offset=0&size=100',
        'host:proj-a.cn-emu.log.aliyuncs.com',
        'x-log-apiversion:0.6.0',
        'x-log-bodyrawsize:0',
        `x-log-content-sha256:${emptyHash}`,
        'x-log-date:20260303T040506Z',
        '',
        'host;x-log-apiversion;x-log-bodyrawsize;x-log-content-sha256;x-log-date',
        emptyHash,
      ].join('\n'),
    );
    expect(stringToSignV4(vectorC, 'cn-emu')).toBe(
      'SLS4-HMAC-SHA256\n20260303T040506Z\n20260303/cn-emu/sls/aliyun_v4_request\nacd6bf84a226a8c701d99dc0bb4871aa1684621f8471870dee011885592a285e',
    );
    expect(signatureV4(vectorC, secret, 'cn-emu')).toBe(
      'e737916920978639295a0c78db01471920c09463103c7da8d2b4e61e199cc086',
    );
  });

  it('gives vector D, with a signed body', () => {
    expect(contentSha256(bodyD)).toBe(hashD);
    const lines = canonicalRequestV4(vectorD).split('\n');
    expect(lines[2]).toBe('consumer=c1&forceSuccess=false&type=checkpoint');
    expect(lines.at(-2)).toBe('content-type;host;x-log-apiversion;x-log-bodyrawsize;x-log-content-sha256;x-log-date');
    expect(lines.at(-1)).toBe(hashD);
    expect(signatureV4(vectorD, secret, 'cn-emu')).toBe(
      'dde8f095a01814423712996a5b67d48310422df7d344ce6ea1b31dce21b4b26c',
    );
  });

  it('notices a changed body even where the header still names the old hash', () => {
    const changed = { ...vectorD, body: Buffer.from('{"shard": 4}') };
    expect(signatureV4(changed, secret, 'cn-emu')).not.toBe(signatureV4(vectorD, secret, 'cn-emu'));
  });

  it('signs the token and neither x-log-meta headers nor those a proxy may change', () => {
    const lines = canonicalRequestV4({
      ...vectorC,
      headers: {
        ...vectorC.headers,
        'x-acs-security-token': 't',
        'x-log-meta-color': 'red',
        date: 'd',
        'user-agent': 'u',
        'accept-encoding': 'lz4',
        'content-length': '0',
      },
    }).split('\n');
    expect(lines.at(-2)).toBe(
      'host;x-acs-security-token;x-log-apiversion;x-log-bodyrawsize;x-log-content-sha256;x-log-date',
    );
  });

  it('escapes values by RFC 3986, with upper-case hex', () => {
    expect(percentEncode("aZ9-_.~ /+=!'()*日")).toBe('aZ9-_.~%20%2F%2B%3D%21%27%28%29%2A%E6%97%A5');
  });
});

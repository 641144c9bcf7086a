import { describe, expect, it } from 'vitest';
import { legacyAuthorization, legacySignature } from './sign-legacy.js';

const secretId = 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE';
const secretKey = 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE';
const window = { from: 1_699_999_940, until: 1_700_000_300 };
const upload = {
  method: 'POST',
  path: '/structuredlog',
  query: [['topic_id', '6f6ded3f-948c-4616-9c7c-956a95d8c1a3']],
  window,
} as const;
const protobuf = (host: string) => ({ 'content-type': 'application/x-protobuf', host });

describe('the legacy signature is that of the vendor’s SDKs', () => {
  it('L1, Python', () => {
    const headers = protobuf('ap-guangzhou.cls.tencentcs.com');
    expect(legacySignature({ ...upload, headers }, secretKey)).toBe('674afaf02da8dd5fa3aff0fd51c75f22b605d8c8');
  });

  it('L2, Go, with a port in the host', () => {
    expect(legacySignature({ ...upload, headers: protobuf('127.0.0.1:18080') }, secretKey)).toBe(
      '8fe886a7c2c4903d20e504e8492040cfd541641c',
    );
  });

  it('L3, the vendor’s published example', () => {
    const request = {
      method: 'GET',
      path: '/logset',
      query: [['logset_id', 'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx']],
      headers: { host: 'ap-shanghai.cls.tencentyun.com', 'content-type': 'application/json' },
      window: { from: 1_578_976_553, until: 1_578_978_363 },
    } as const;
    expect(legacySignature(request, 'LUSE4nPK1d4tX5SHyXv6tZXXXXXXXXXX')).toBe(
      '315dfa0d0ce55582145f7800df5eb3e9c88d2f84',
    );
  });

  it('L4 and L5, values that have to be escaped: Python and Java differ in the space only', () => {
    const query = [
      ['zeta', '日志'],
      ['Topic_ID', 'a b/c+d~e*f'],
    ] as const;
    const request = { ...upload, query, headers: protobuf('127.0.0.1:18080') };
    expect(legacySignature(request, secretKey, '+')).toBe('ae028ce778df84b8b77e39528c5c37bd87c1c307');
    expect(legacySignature(request, secretKey, '%20')).toBe('2706dc6f12c641ecf5f410ead124cc2a4a7454bc');
  });

  it('goes into seven items, in the order of the SDKs', () => {
    const headers = protobuf('ap-guangzhou.cls.tencentcs.com');
    expect(legacyAuthorization({ ...upload, headers }, secretId, secretKey)).toBe(
      `q-sign-algorithm=sha1&q-ak=${secretId}&q-sign-time=1699999940;1700000300&q-key-time=1699999940;1700000300&q-header-list=content-type;host&q-url-param-list=topic_id&q-signature=674afaf02da8dd5fa3aff0fd51c75f22b605d8c8`,
    );
  });
});

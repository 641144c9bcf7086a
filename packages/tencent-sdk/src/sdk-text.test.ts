import { expect, it } from 'vitest';
import { sdkText } from './sdk-text.js';

const jwt = `eyJ${'a'.repeat(60)}.${'b'.repeat(60)}.c`;

it.each<[unknown, string]>([
  [new Error('env TKE_REGION not exist'), 'env TKE_REGION not exist'],
  [Object.assign(new Error('getaddrinfo ENOTFOUND metadata'), { code: 'ENOTFOUND' }), 'getaddrinfo ENOTFOUND metadata'],
  [Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }), 'socket hang up (ECONNRESET)'],
  [new Error(`the token "${jwt}" is bad`), 'the token "***" is bad'],
  [new Error('Get it failed: invalid json response body, "secretKey":"plan... is not valid'), 'the answer is not JSON'],
  [new Error('one\ntwo'), 'one two'],
  [undefined, 'a thrown undefined'],
])('what the SDK says is one line without a key: %s', (error, text) => {
  expect(sdkText(error)).toBe(text);
});

it('a role, a request id and a path are short enough to stay', () => {
  const said = `role qcs::cam::uin/100000000001:roleName/polylog-reader, /var/run/secrets/tokens/one, ${'0'.repeat(36)}`;
  expect(sdkText(new Error(said))).toBe(said);
});

import { legacyAuthorization } from '@polylog/tencent-cls/wire';
import { describe, expect, test } from 'vitest';
import type { ClsCall } from '../../testing/cls-client.js';
import { oneClsLog, startClsFixture } from '../../testing/cls-fixture.js';
import type { RawRequest } from '../http/request.js';
import { authenticateApi, authenticateData, type Keys } from './auth.js';

const id = 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE';
const nowMs = 1_700_000_000_000;
const keys: Keys = new Map(
  [
    { id, secret: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE' },
    { id: 'AKIDc9YlmrBcFk4C8sbmXQ8i65XXXXXXXXXX', secret: 'LUSE4nPK1d4tX5SHyXv6tZXXXXXXXXXX' },
  ].map((key) => [key.id, key]),
);

function request(given: Partial<RawRequest>): RawRequest {
  return { method: 'POST', authority: '', path: '/', query: [], headers: {}, body: Buffer.alloc(0), ...given };
}

/** As an SDK writes it, with one of its signatures. */
function legacy(
  list: string,
  parameters: string,
  signature: string,
  ak = id,
  window = '1699999940;1700000300',
): string {
  return `q-sign-algorithm=sha1&q-ak=${ak}&q-sign-time=${window}&q-key-time=${window}&q-header-list=${list}&q-url-param-list=${parameters}&q-signature=${signature}`;
}

const protobuf = 'application/x-protobuf';
const odd = [
  ['Topic_ID', 'a b/c+d~e*f'],
  ['zeta', '日志'],
] as const;
const upload = (host: string, signature: string, query: RawRequest['query'], names: string): RawRequest =>
  request({
    path: '/structuredlog',
    query,
    headers: { host, 'content-type': protobuf, authorization: legacy('content-type;host', names, signature) },
  });
const topic = [['topic_id', '6f6ded3f-948c-4616-9c7c-956a95d8c1a3']] as const;

describe('signatures that the vendor’s SDKs have made', () => {
  test.each([
    [
      'L1, Python',
      upload('ap-guangzhou.cls.tencentcs.com', '674afaf02da8dd5fa3aff0fd51c75f22b605d8c8', topic, 'topic_id'),
    ],
    ['L2, Go', upload('127.0.0.1:18080', '8fe886a7c2c4903d20e504e8492040cfd541641c', topic, 'topic_id')],
    [
      'L1, with a port in the Host that was not signed',
      upload('ap-guangzhou.cls.tencentcs.com:80', '674afaf02da8dd5fa3aff0fd51c75f22b605d8c8', topic, 'topic_id'),
    ],
    ['L4, Python', upload('127.0.0.1:18080', 'ae028ce778df84b8b77e39528c5c37bd87c1c307', odd, 'topic_id;zeta')],
    ['L5, Java', upload('127.0.0.1:18080', '2706dc6f12c641ecf5f410ead124cc2a4a7454bc', odd, 'topic_id;zeta')],
  ])('%s', (_name, sent) => {
    expect(() => authenticateData(sent, keys, nowMs)).not.toThrow();
    const other = { ...sent, path: '/structuredlogs' };
    expect(() => authenticateData(other, keys, nowMs)).toThrow(expect.objectContaining({ status: 401 }));
  });

  test('L3, the vendor’s published example', () => {
    const window = '1578976553;1578978363';
    const sent = request({
      method: 'GET',
      path: '/logset',
      query: [['logset_id', 'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx']],
      headers: {
        host: 'ap-shanghai.cls.tencentyun.com',
        'content-type': 'application/json',
        authorization: legacy(
          'content-type;host',
          'logset_id',
          '315dfa0d0ce55582145f7800df5eb3e9c88d2f84',
          'AKIDc9YlmrBcFk4C8sbmXQ8i65XXXXXXXXXX',
          window,
        ),
      },
    });
    expect(() => authenticateData(sent, keys, 1_578_977_000_000)).not.toThrow();
    expect(() => authenticateData(sent, keys, 1_578_978_364_000)).toThrow(
      expect.objectContaining({ code: 'AuthFailure.SignatureExpire' }),
    );
  });

  const tc3 = (host: string, service: string, signature: string, body: string): RawRequest =>
    request({
      headers: {
        host,
        'content-type': 'application/json',
        'x-tc-timestamp': '1700000000',
        authorization: `TC3-HMAC-SHA256 Credential=${id}/2023-11-14/${service}/tc3_request, SignedHeaders=content-type;host, Signature=${signature}`,
      },
      body: Buffer.from(body),
    });
  const logset = '0f8e4b82-8adb-47b1-a3c4-2b1d5e6f7a89';

  test.each([
    [
      'T1, Python',
      tc3(
        'cls.ap-guangzhou.tencentcloudapi.com',
        'cls',
        '77d255e474b075012b1d9380de404c9dce04d9e8de81f744796f87c6426676db',
        `{"ConsumerGroup": "consumer-group-1", "Timeout": 40, "Topics": ["6f6ded3f-948c-4616-9c7c-956a95d8c1a3"], "LogsetId": "${logset}"}`,
      ),
    ],
    [
      'T2, Node, which signs the host without its port and names a service of its own',
      tc3(
        '127.0.0.1:18080',
        '127',
        '3d6b05c69b7c47d15fd649d50ee1815469765c7182d97fdc959484d00b36f794',
        `{"ConsumerGroup":"consumer-group-1","Consumer":"consumer-group-1-A","LogsetId":"${logset}","TopicPartitionsInfo":[{"TopicID":"6f6ded3f-948c-4616-9c7c-956a95d8c1a3","Partitions":[0,1]}]}`,
      ),
    ],
  ])('%s', (_name, sent) => {
    expect(() => authenticateApi(sent, keys, nowMs, 'either')).not.toThrow();
    for (const changed of [
      { ...sent, body: Buffer.concat([sent.body, Buffer.from(' ')]) },
      { ...sent, headers: { ...sent.headers, host: 'other' } },
      { ...sent, headers: { ...sent.headers, 'content-type': 'application/json; charset=utf-8' } },
    ]) {
      expect(() => authenticateApi(changed, keys, nowMs, 'either')).toThrow(
        expect.objectContaining({ code: 'AuthFailure.SignatureFailure' }),
      );
    }
  });
});

describe('over the wire', () => {
  const group = oneClsLog('hello');

  test('a good request is let in on both planes, a key or a secret that is wrong is not', async () => {
    const { api, upload: put } = await startClsFixture();
    const both = async (call: ClsCall): Promise<readonly unknown[]> => {
      const answers = [await put('top', [group], call), await api('DescribeTopics', {}, call)];
      return answers.map(({ status, code }) => [status, code]);
    };
    expect(await both({})).toEqual([
      [200, undefined],
      [200, undefined],
    ]);
    expect(await both({ secret: 'other' })).toEqual([
      [401, 'AuthFailure.SignatureFailure'],
      [200, 'AuthFailure.SignatureFailure'],
    ]);
    expect(await both({ id: 'other' })).toEqual([
      [401, 'AuthFailure.SecretIdNotFound'],
      [200, 'AuthFailure.SecretIdNotFound'],
    ]);
    expect(await both({ sign: false })).toEqual([
      [400, 'MissingAuthorization'],
      [200, 'AuthFailure.InvalidAuthorization'],
    ]);
    expect(await both({ headers: { authorization: 'q-sign-algorithm=md5&TC3-' } })).toEqual([
      [400, 'InvalidAuthorization'],
      [200, 'AuthFailure.InvalidAuthorization'],
    ]);
  });

  test('hosts are signed with or without their port, and sent in either way', async () => {
    const { api, upload: put, emulator } = await startClsFixture();
    const withPort = `127.0.0.1:${emulator.cls.port}`;
    for (const [host, signedHost] of [
      ['127.0.0.1', '127.0.0.1'],
      [withPort, '127.0.0.1'],
      [withPort, withPort],
    ] as const) {
      const call = { headers: { host }, signedHost };
      expect((await put('top', [group], call)).code).toBeUndefined();
      expect((await api('DescribeTopics', {}, { ...call, service: '127' })).code).toBeUndefined();
    }
  });

  test.each([
    [290, undefined],
    [310, 'AuthFailure.SignatureExpire'],
    [-310, 'AuthFailure.SignatureExpire'],
  ])('a clock that is %d s off: %s', async (seconds, code) => {
    const { api, upload: put, emulator } = await startClsFixture();
    const now = (): number => emulator.clock.now() - seconds * 1000;
    expect((await api('DescribeTopics', {}, { now })).code).toBe(code);
    expect((await put('top', [group], { now })).code).toBe(code);
  });

  test('what is signed cannot be changed: the body of API 3.0, the query of the data plane', async () => {
    const { api, upload: put } = await startClsFixture();
    const code = 'AuthFailure.SignatureFailure';
    expect(await api('DescribeTopics', {}, { changedBody: '{"Limit":1}' })).toMatchObject({ code });
    expect(await put('top', [group], { search: 'topic_id=other' })).toMatchObject({ code });
  });

  test('JavaScript’s SDK signs the content type only and no host', async () => {
    const { data, emulator } = await startClsFixture();
    const from = Math.floor(emulator.clock.now() / 1000) - 60;
    const authorization = legacyAuthorization(
      {
        method: 'POST',
        path: '/structuredlog',
        query: [['topic_id', 'top']],
        headers: { 'content-type': protobuf },
        window: { from, until: from + 3_000_060 },
      },
      'polylog',
      'polylog-emulator-secret',
    );
    const body = Buffer.concat([Buffer.from([0x0a, group.length]), group]);
    const answer = await data('/structuredlog', body, protobuf, {
      query: [['topic_id', 'top']],
      headers: { authorization },
    });
    expect([answer.status, answer.text]).toEqual([200, '']);
  });
});

describe('session tokens', () => {
  const accessKeys = [{ id: 'polylog', secret: 'polylog-emulator-secret', securityToken: 'tok' }];
  const group = oneClsLog('hello');
  const TOKEN = 'AuthFailure.TokenFailure';

  test('must come: on the data plane in X-Cls-Token, on the other there or in X-TC-Token', async () => {
    const { api, upload } = await startClsFixture({ accessKeys });
    const withToken = (name: string, token = 'tok'): ClsCall => ({ headers: { [name]: token } });
    expect((await upload('top', [group])).code).toBe(TOKEN);
    expect((await upload('top', [group], withToken('x-cls-token'))).code).toBeUndefined();
    expect((await upload('top', [group], withToken('x-cls-token', 'old'))).code).toBe(TOKEN);
    expect((await api('DescribeTopics')).code).toBe(TOKEN);
    for (const name of ['x-cls-token', 'x-tc-token']) {
      expect((await api('DescribeTopics', {}, withToken(name))).code).toBeUndefined();
    }
  });

  test('tokenHeader=standard: only X-TC-Token counts on API 3.0', async () => {
    const { api } = await startClsFixture({ accessKeys, switches: { tokenHeader: 'standard' } });
    expect((await api('DescribeTopics', {}, { headers: { 'x-cls-token': 'tok' } })).code).toBe(TOKEN);
    expect((await api('DescribeTopics', {}, { headers: { 'x-tc-token': 'tok' } })).code).toBeUndefined();
  });

  test('one that has expired is refused; an empty header is none', async () => {
    const key = { ...accessKeys[0], id: 'short', secret: 's', securityTokenExpiresAtMs: 0 };
    const plain = { id: 'polylog', secret: 'polylog-emulator-secret' };
    const { api } = await startClsFixture({ accessKeys: [key, plain] });
    const call = { id: 'short', secret: 's', headers: { 'x-tc-token': 'tok' } };
    expect((await api('DescribeTopics', {}, call)).code).toBe(TOKEN);
    expect((await api('DescribeTopics', {}, { headers: { 'x-cls-token': '' } })).code).toBeUndefined();
  });
});

test('uploads without keys need a topic that allows them', async () => {
  const { upload, emulator } = await startClsFixture();
  emulator.cls.createTopic({ logset: 'set', topic: 'open', allowAnonymous: true });
  const weak = { sign: false, headers: { 'x-cls-auth-mode': 'weak', 'x-cls-uin': '100000000001' } };
  expect((await upload('open', [oneClsLog('hello')], weak)).status).toBe(200);
  expect(await upload('top', [oneClsLog('hello')], weak)).toMatchObject({
    status: 401,
    code: 'AuthFailure.UnauthorizedOperation',
  });
});

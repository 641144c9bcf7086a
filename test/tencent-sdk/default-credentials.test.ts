import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFakeClock } from '@polylog/core/testing';
import type { CredentialSource } from '@polylog/driver-kit';
import { type AccessKey, type Emulator, startEmulator } from '@polylog/emulator';
import { clsDriver } from '@polylog/tencent-cls';
import { tencentDefaultCredentials } from '@polylog/tencent-sdk';
import { DefaultCredentialProvider } from 'tencentcloud-sdk-nodejs/tencentcloud/common/credential.js';
import { describe, expect, test, vi } from 'vitest';
import type { CloudStand, StandAnswer, StandRequest } from '../cloud-stand.js';
import { ask, bareMachine, failure, HOUR_MS, START_MS, temporaryKey } from '../credential-fixture.js';
import { options } from '../driver-calls.js';

const HOUR_S = HOUR_MS / 1000;
const ROLES = 'GET /latest/meta-data/cam/security-credentials/';
const role = 'polylog-reader';
const machine = bareMachine(/^(TENCENTCLOUD|TKE)_|_proxy$/i);

/** The same as STS and the metadata service write them. */
const answerOf = ({ id, secret, securityToken, securityTokenExpiresAtMs }: Required<AccessKey>) => ({
  TmpSecretId: id,
  TmpSecretKey: secret,
  Token: securityToken,
  ExpiredTime: securityTokenExpiresAtMs / 1000,
  Expiration: new Date(securityTokenExpiresAtMs).toISOString(),
});

/** The addresses of its services stand in the SDK's code. */
async function standing(answer: (request: StandRequest) => StandAnswer): Promise<CloudStand> {
  const stand = await machine.standing(answer);
  vi.stubEnv('http_proxy', stand.endpoint);
  return stand;
}

/** A metadata service with one role; `keys` says what it has by now. */
const metadata = (keys: () => StandAnswer): Promise<CloudStand> =>
  standing(({ call }) => {
    if (call === ROLES) return { body: role };
    return call === `${ROLES}${role}` ? keys() : { status: 404, body: '' };
  });

async function emulated(accessKeys?: readonly AccessKey[], clock = createFakeClock({ startMs: START_MS })) {
  const cls = { logsets: { set: { orders: { partitions: 2 } } }, ...(accessKeys && { accessKeys }) };
  const emulator: Emulator = await startEmulator({ cls, clock });
  machine.later(() => emulator.stop());
  const partitions = (credentials: CredentialSource) => {
    const log = { region: 'ap-guangzhou', endpoint: emulator.cls.endpoint, logsetId: 'set', topicIds: ['orders'] };
    const driver = clsDriver({ ...log, credentials, clock });
    machine.later(async () => driver.close?.());
    return async (): Promise<number> => (await driver.partitions(options())).length;
  };
  return { clock, partitions, refused: () => emulator.cls.stats().refusals };
}

describe('the places', () => {
  test('are those of the SDK’s own chain, in its order', async () => {
    await standing(() => ({ status: 404, body: '' }));
    const { providers } = new DefaultCredentialProvider() as unknown as { readonly providers: readonly object[] };
    expect(providers.map((provider) => provider.constructor.name)).toEqual([
      'EnvironmentVariableCredential',
      'ProfileCredential',
      'CvmRoleCredential',
      'OIDCRoleArnCredential',
    ]);
    const { message } = await failure(ask(tencentDefaultCredentials()));
    expect(message).toMatch(/the environment: .*the profile: .*the instance role: .*OIDC: /);
  });

  test('that have nothing are told in one line, with what was looked for, and nothing is printed', async () => {
    const printed = ['log', 'warn', 'error'].map((name) => vi.spyOn(console, name as 'log'));
    await standing(() => ({ status: 404, body: '' }));
    const error = await failure(ask(tencentDefaultCredentials()));
    expect(error).toMatchObject({ code: 'invalid-argument' });
    for (const part of [
      'TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY are not set',
      join(machine.home(), '.tencentcloud', 'credentials'),
      'no role is bound to this machine',
      'TKE_ROLE_ARN are not set',
    ]) {
      expect(error.message).toContain(part);
    }
    expect(error.message).not.toContain('\n');
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
  });

  test('give the same keys to whoever asks at the same time, by one look', async () => {
    const stand = await metadata(() => ({ body: { ...answerOf(temporaryKey(1, START_MS + 1)), Code: 'Success' } }));
    const source = tencentDefaultCredentials();
    const all = await Promise.all([ask(source), ask(source), ask(source)]);
    expect(new Set(all).size).toBe(1);
    expect(stand.requests).toHaveLength(2);
  });
});

describe('the environment', () => {
  test('gives the driver its keys, with a token where there is one', async () => {
    const { partitions } = await emulated([temporaryKey(1, START_MS + 1)]);
    const { id, secret, securityToken } = temporaryKey(1, 0);
    vi.stubEnv('TENCENTCLOUD_SECRET_ID', id);
    vi.stubEnv('TENCENTCLOUD_SECRET_KEY', secret);
    vi.stubEnv('TENCENTCLOUD_SESSION_TOKEN', securityToken);
    expect(await partitions(tencentDefaultCredentials())()).toBe(2);
  });

  test('with half a key is a mistake, and nobody else’s keys are taken in its stead', async () => {
    writeProfile('[default]\nsecret_id = AKIDprofile\nsecret_key = planted');
    vi.stubEnv('TENCENTCLOUD_SECRET_ID', 'AKIDenvironment');
    expect(await failure(ask(tencentDefaultCredentials()))).toMatchObject({
      code: 'invalid-argument',
      message: 'the environment has TENCENTCLOUD_SECRET_ID and no TENCENTCLOUD_SECRET_KEY. Set both, or none.',
    });
  });
});

function writeProfile(text: string): void {
  mkdirSync(join(machine.home(), '.tencentcloud'), { recursive: true });
  writeFileSync(join(machine.home(), '.tencentcloud', 'credentials'), text);
}

describe('the profile', () => {
  test('gives the driver its keys, and new ones once it has changed', async () => {
    const { partitions, clock, refused } = await emulated([
      { id: 'AKIDone', secret: 'planted-1' },
      { id: 'AKIDtwo', secret: 'planted-2' },
    ]);
    writeProfile('[default]\nsecret_id = AKIDone\nsecret_key = planted-1');
    const list = partitions(tencentDefaultCredentials());
    expect(await list()).toBe(2);
    writeProfile('[default]\nsecret_id = AKIDtwo\nsecret_key = planted-2');
    await clock.advance(60_000);
    expect(await list()).toBe(2);
    expect(refused()).toEqual({});
  });

  test.each([
    ['without a section [default]', '[other]\nsecret_id = a\nsecret_key = planted'],
    ['without a key', '[default]\nsecret_id = a'],
    ['that is something else', '{"secret_key":"planted"}'],
  ])('%s has nothing, and is named', async (_, text) => {
    await standing(() => ({ status: 404, body: '' }));
    writeProfile(text);
    const { message } = await failure(ask(tencentDefaultCredentials()));
    expect(message).toContain(
      `${join(machine.home(), '.tencentcloud', 'credentials')} cannot be read, or has no section [default]`,
    );
    expect(message).not.toContain('planted');
  });
});

describe('the instance role', () => {
  test('gives temporary keys, which the driver renews before they expire: none that has expired is ever sent', async () => {
    const keys = [1, 2, 3].map((n) => temporaryKey(n, START_MS + n * HOUR_S * 1000));
    const { partitions, clock, refused } = await emulated(keys);
    let current = 0;
    const stand = await metadata(() => ({ body: { ...answerOf(keys[current]!), Code: 'Success' } }));
    const list = partitions(tencentDefaultCredentials());
    const sent = (): number => stand.requests.length / 2;
    expect([await list(), sent()]).toEqual([2, 1]);
    await clock.advance(HOUR_S * 900);
    expect([await list(), sent()]).toEqual([2, 1]);
    // The last five minutes: the one in hand serves while the next is fetched.
    current = 1;
    await clock.advance(HOUR_S * 50);
    expect(await list()).toBe(2);
    await vi.waitFor(() => expect(sent()).toBe(2));
    await clock.advance(HOUR_S * 100);
    expect([await list(), sent()]).toEqual([2, 2]);
    // Nobody called for hours: it has expired meanwhile, and the call waits for a new one.
    current = 2;
    await clock.advance(HOUR_S * 1_000);
    expect([await list(), sent()]).toEqual([2, 3]);
    expect(refused()).toEqual({});
  });

  test('is asked anew when the service refuses what it gave', async () => {
    const keys = [temporaryKey(1, START_MS + HOUR_S * 1000), temporaryKey(2, START_MS + HOUR_S * 1000)];
    const { partitions } = await emulated([keys[1]!]);
    let current = 0;
    await metadata(() => ({ body: { ...answerOf(keys[current++]!), Code: 'Success' } }));
    expect(await partitions(tencentDefaultCredentials())()).toBe(2);
    expect(current).toBe(2);
  });

  test('that fails once is asked again, and is not remembered as a failure', async () => {
    let status = 500;
    await standing(({ call }) =>
      call === ROLES ? { status, body: role } : { body: { ...answerOf(temporaryKey(1, START_MS)), Code: 'Success' } },
    );
    const source = tencentDefaultCredentials();
    expect(await failure(ask(source))).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('status 500'),
    });
    status = 200;
    expect(await ask(source)).toMatchObject({ accessKeyId: 'temporary1', expiresAtMs: START_MS });
  });

  test('that gives keys which have expired is asked once, not without end, and the driver says what is wrong', async () => {
    const { partitions } = await emulated();
    const stand = await metadata(() => ({ body: { ...answerOf(temporaryKey(1, START_MS - 1)), Code: 'Success' } }));
    const error = await failure(partitions(tencentDefaultCredentials())());
    expect(error.message).toContain('the clock of this machine is wrong');
    // For the driver, and once more without what may have been kept.
    expect(stand.requests.length).toBeLessThanOrEqual(4);
  });

  test('that does not answer is given up in time, and keeps no socket open', async () => {
    const clock = createFakeClock();
    const stand = await standing(() => undefined);
    const asked = failure(ask(tencentDefaultCredentials({ timeoutMs: 3_000, clock })));
    await vi.waitFor(() => expect(stand.requests).toHaveLength(1));
    await clock.advance(3_000);
    expect((await asked).message).toContain('the instance role: no answer within 3000 ms');
    await vi.waitFor(async () => expect(await stand.sockets()).toBe(0));
    expect(clock.pending).toBe(0);
  });

  test('ends with the signal of whoever asked', async () => {
    const stand = await standing(() => undefined);
    const ended = new AbortController();
    const asked = ask(tencentDefaultCredentials(), ended.signal).catch((error: unknown) => error);
    await vi.waitFor(() => expect(stand.requests).toHaveLength(1));
    ended.abort('enough');
    expect(await asked).toBe('enough');
    await vi.waitFor(async () => expect(await stand.sockets()).toBe(0));
  });

  test.each<[string, StandAnswer, string]>([
    ['a failure in words', { body: { Code: 'Failed' } }, 'Code: Failed'],
    ['another status', { status: 503, body: '' }, 'http code: 503'],
    ['half of the keys', { body: '{"Code":"Success","TmpSecretKey":"planted' }, 'the answer is not JSON'],
    ['other fields', { body: { Code: 'Success', TmpSecretKey: 'planted' } }, 'accessKeyId'],
  ])('that answers %s says so, and repeats no part of a key', async (_, answer, expected) => {
    await metadata(() => answer);
    const { message } = await failure(ask(tencentDefaultCredentials()));
    expect(message).toContain(expected);
    expect(message).not.toContain('planted');
  });

  test('is none where something else answers under its name', async () => {
    await standing(() => ({ body: '<html>Welcome to this hotel</html>' }));
    const { message } = await failure(ask(tencentDefaultCredentials()));
    expect(message).toContain('what answers under metadata.tencentyun.com names no role');
  });
});

describe('OIDC', () => {
  function inCluster(token: string): string {
    const file = join(machine.home(), 'token');
    writeFileSync(file, token);
    vi.stubEnv('TKE_REGION', 'ap-guangzhou');
    vi.stubEnv('TKE_PROVIDER_ID', 'my-cluster');
    vi.stubEnv('TKE_WEB_IDENTITY_TOKEN_FILE', file);
    vi.stubEnv('TKE_ROLE_ARN', 'qcs::cam::uin/100000000001:roleName/polylog-reader');
    return file;
  }
  /** There is no role on the machine. */
  const sts = (exchange: (request: StandRequest) => StandAnswer): Promise<CloudStand> =>
    standing((request) =>
      request.call === 'AssumeRoleWithWebIdentity' ? exchange(request) : { status: 404, body: '' },
    );
  const granted = (key: Required<AccessKey>): StandAnswer => {
    const { ExpiredTime, Expiration, ...Credentials } = answerOf(key);
    return { body: { Response: { Credentials, ExpiredTime, Expiration, RequestId: 'r' } } };
  };
  const token = `${'planted'.repeat(20)}.${'x'.repeat(80)}.y`;

  test('exchanges the token that lies there at the time for keys, and again before they expire', async () => {
    const keys = [1, 2].map((n) => temporaryKey(n, START_MS + n * HOUR_S * 1000));
    const { partitions, clock, refused } = await emulated(keys);
    const file = inCluster('first-token');
    const stand = await sts(({ body }) => granted(keys[body.WebIdentityToken === 'first-token' ? 0 : 1]!));
    const list = partitions(tencentDefaultCredentials({ stsEndpoint: stand.endpoint }));
    expect(await list()).toBe(2);
    writeFileSync(file, 'second-token');
    await clock.advance(HOUR_S * 950);
    expect(await list()).toBe(2);
    const exchanges = () => stand.requests.filter(({ call }) => call === 'AssumeRoleWithWebIdentity');
    await vi.waitFor(() => expect(exchanges()).toHaveLength(2));
    await clock.advance(HOUR_S * 100);
    expect(await list()).toBe(2);
    expect(exchanges()[0]).toMatchObject({
      headers: { authorization: 'SKIP', 'x-tc-region': 'ap-guangzhou' },
      body: { ProviderId: 'my-cluster', RoleArn: 'qcs::cam::uin/100000000001:roleName/polylog-reader' },
    });
    expect(refused()).toEqual({});
  });

  test.each<[string, StandAnswer, string, string]>([
    [
      'a refusal',
      { body: { Response: { Error: { Code: 'AuthFailure', Message: 'the role is not yours' }, RequestId: 'r' } } },
      'unknown',
      'the role is not yours',
    ],
    [
      'a refusal that repeats the token',
      { body: { Response: { Error: { Code: 'InvalidParameter', Message: `bad token ${token}` }, RequestId: 'r' } } },
      'unknown',
      'bad token ***',
    ],
    ['a page of a proxy', { status: 502, body: '<html>' }, 'unavailable', 'Bad Gateway'],
    ['half of the keys', { body: '{"Response":{"Credentials":{"TmpSecretKey":"planted' }, 'unknown', 'not JSON'],
  ])('that is answered by %s says so, without the token', async (_, answer, code, expected) => {
    inCluster(token);
    const stand = await sts(() => answer);
    const error = await failure(ask(tencentDefaultCredentials({ stsEndpoint: stand.endpoint })));
    expect(error).toMatchObject({ code, message: expect.stringContaining(expected) });
    expect(error.message).not.toContain('planted');
  });

  test('with half of what a cluster sets is a mistake; so is a token that cannot be read', async () => {
    await sts(() => ({ status: 500, body: '' }));
    rmSync(inCluster(token));
    expect(await failure(ask(tencentDefaultCredentials()))).toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(/OIDC: .*ENOENT/),
    });
    vi.stubEnv('TKE_ROLE_ARN', '');
    expect(await failure(ask(tencentDefaultCredentials()))).toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('TKE_ROLE_ARN not set'),
    });
  });
});

test('the SDK is loaded when keys are first needed, not by the import', () => {
  const script = `
    import { createRequire } from 'node:module';
    const loaded = () => Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes('tencentcloud')).length;
    const { tencentDefaultCredentials } = await import('@polylog/tencent-sdk');
    const source = tencentDefaultCredentials();
    const before = loaded();
    await source({ refresh: false, signal: new AbortController().signal });
    console.log(before, loaded() > 0);
  `;
  const env = { ...process.env, TENCENTCLOUD_SECRET_ID: 'AKIDone', TENCENTCLOUD_SECRET_KEY: 'planted' };
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env,
    encoding: 'utf8',
  });
  expect({ stdout, stderr }).toEqual({ stdout: '0 true\n', stderr: '' });
});

test.each([
  [{ timeoutMs: 0 }, 'timeoutMs is 0'],
  [{ stsEndpoint: 'ftp://x' }, 'stsEndpoint begins with "ftp://"'],
  [{ endpoint: 'x' }, '"endpoint" is no option'],
])('options that are wrong are refused at once: %j', (given, message) => {
  expect(() => tencentDefaultCredentials(given as object)).toThrow(message);
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core';
import { createFakeClock } from '@polylog/core/testing';
import type { CredentialSource } from '@polylog/driver-kit';
import { type AccessKey, type Emulator, startEmulator } from '@polylog/emulator';
import { ltsDriver } from '@polylog/huawei-lts';
import { huaweiCredentials, huaweiDefaultCredentials } from '@polylog/huawei-sdk';
import { describe, expect, test, vi } from 'vitest';
import type { CloudStand, StandAnswer, StandRequest } from '../cloud-stand.js';
import { ask, bareMachine, failure, HOUR_MS, START_MS, temporaryKey } from '../credential-fixture.js';
import { options } from '../driver-calls.js';
import { region, stream } from '../huawei-lts/lts-service.js';

const SESSION = 'PUT /meta-data/latest/api/token';
const KEYS = 'GET /openstack/latest/securitykey';
const TOKEN_FOR_ID_TOKEN = 'POST /v3/OS-FEDERATION/identity_providers/my-idp/protocols/oidc/auth';
const KEYS_FOR_TOKEN = 'POST /v3.0/OS-CREDENTIAL/securitytokens';
const identity = `eyJ${'planted'.repeat(10)}.${'x'.repeat(80)}.y`;

const machine = bareMachine(/^HUAWEICLOUD_SDK_/);
const { standing } = machine;

/** As IAM and the metadata service write them. */
const answerOf = ({ id, secret, securityToken, securityTokenExpiresAtMs }: Required<AccessKey>) => ({
  credential: {
    access: id,
    secret,
    securitytoken: securityToken,
    expires_at: new Date(securityTokenExpiresAtMs).toISOString().replace('Z', '000Z'),
  },
});

/** A machine with an agency; `keys` says what its metadata service has by now. */
const metadata = (keys: () => StandAnswer): Promise<CloudStand> =>
  standing(({ call }) => (call === SESSION ? { body: 'a-session' } : keys()));

/** IAM, which takes identity tokens. */
const iam = (keys: () => StandAnswer): Promise<CloudStand> =>
  standing(({ call }) => {
    if (call !== TOKEN_FOR_ID_TOKEN) return keys();
    return { status: 201, headers: { 'X-Subject-Token': 'planted-unscoped-token' }, body: {} };
  });

async function emulated(accessKeys?: readonly AccessKey[]) {
  const clock = createFakeClock({ startMs: START_MS });
  const { logGroupId, logStreamId } = stream;
  const lts = { logGroups: { [logGroupId]: { [logStreamId]: { shards: 2 } } }, ...(accessKeys && { accessKeys }) };
  const emulator: Emulator = await startEmulator({ lts, clock });
  machine.later(() => emulator.stop());
  const partitions = (credentials: CredentialSource) => {
    const driver = ltsDriver({ region, endpoint: emulator.lts.endpoint, ...stream, credentials, clock });
    machine.later(async () => driver.close?.());
    return async (): Promise<number> => (await driver.partitions(options())).length;
  };
  return { clock, partitions, refused: () => emulator.lts.stats().refusals };
}

/** The chain, on a machine around which is what the stand says. */
const chainAt = ({ endpoint }: CloudStand, more: object = {}): CredentialSource =>
  huaweiDefaultCredentials({ metadataEndpoint: endpoint, ...more });

function writeProfile(text: string): string {
  mkdirSync(join(machine.home(), '.huaweicloud'), { recursive: true });
  const file = join(machine.home(), '.huaweicloud', 'credentials');
  writeFileSync(file, text);
  return file;
}

function writeIdentity(text = identity): string {
  const file = join(machine.home(), 'identity');
  writeFileSync(file, text);
  return file;
}

test('places that have nothing are told in one line, with what was looked for', async () => {
  const stand = await standing(() => ({ status: 404, body: '' }));
  const error = await failure(ask(chainAt(stand)));
  expect(error).toMatchObject({ code: 'invalid-argument' });
  expect(error.message).toMatch(/the environment: .*HUAWEICLOUD_SDK_AK.*the profile: there is no .*the agency of this/);
  expect(error.message).not.toContain('\n');
});

describe('the environment', () => {
  test('gives the driver its keys, with a token where there is one', async () => {
    const { partitions } = await emulated([temporaryKey(1, START_MS + 1)]);
    const { id, secret, securityToken } = temporaryKey(1, 0);
    vi.stubEnv('HUAWEICLOUD_SDK_AK', id);
    vi.stubEnv('HUAWEICLOUD_SDK_SK', secret);
    vi.stubEnv('HUAWEICLOUD_SDK_SECURITY_TOKEN', securityToken);
    expect(await partitions(huaweiDefaultCredentials())()).toBe(2);
  });

  test.each([
    ['HUAWEICLOUD_SDK_AK', 'HUAWEICLOUD_SDK_SK'],
    ['HUAWEICLOUD_SDK_ID_TOKEN_FILE', 'HUAWEICLOUD_SDK_IDP_ID'],
  ])('with %s and no %s is a mistake, and nobody else’s keys are taken in its stead', async (there, missing) => {
    writeProfile('[basic]\nak = other\nsk = planted');
    vi.stubEnv(there, 'something');
    expect(await failure(ask(huaweiDefaultCredentials()))).toMatchObject({
      code: 'invalid-argument',
      message: `the environment has ${there} and no ${missing}. Set both, or none.`,
    });
  });
});

describe('the profile', () => {
  test('gives the driver its keys, and new ones once it has changed', async () => {
    const { partitions, clock, refused } = await emulated([
      { id: 'HPUAONE', secret: 'planted-1' },
      { id: 'HPUATWO', secret: 'planted-2' },
    ]);
    writeProfile('# ours\n[basic]\nak = HPUAONE\nsk=planted-1\n');
    const list = partitions(huaweiDefaultCredentials());
    expect(await list()).toBe(2);
    writeProfile('[global]\nak = no\nsk = no\n[basic]\nak = HPUATWO\nsk = planted-2\n');
    await clock.advance(60_000);
    expect(await list()).toBe(2);
    expect(refused()).toEqual({});
  });

  test('may lie where a variable says; then it has to be there', async () => {
    const file = writeProfile('[basic]\nak = HPUAONE\nsk = planted');
    vi.stubEnv('HUAWEICLOUD_SDK_CREDENTIALS_FILE', file);
    expect(await ask(huaweiDefaultCredentials())).toEqual({ accessKeyId: 'HPUAONE', secretAccessKey: 'planted' });
    rmSync(file);
    expect(await failure(ask(huaweiDefaultCredentials()))).toMatchObject({
      code: 'invalid-argument',
      message: `the profile ${file}, which HUAWEICLOUD_SDK_CREDENTIALS_FILE names, cannot be read (ENOENT).`,
    });
  });

  test('with half a key is a mistake, and is named', async () => {
    const file = writeProfile('[basic]\nsk = planted');
    const { message } = await failure(ask(huaweiDefaultCredentials()));
    expect(message).toBe(`the profile ${file} has sk and no ak. Set both, or none.`);
  });

  test('for other services has nothing', async () => {
    const stand = await standing(() => ({ status: 404, body: '' }));
    const file = writeProfile('[global]\nak = HPUAONE\nsk = planted');
    expect((await failure(ask(chainAt(stand)))).message).toContain(`${file} has no section [basic]`);
  });
});

describe('the agency of the machine', () => {
  test('gives temporary keys, which the driver renews before they expire: none that has expired is ever sent', async () => {
    const keys = [1, 2, 3].map((n) => temporaryKey(n, START_MS + n * HOUR_MS));
    const { partitions, clock, refused } = await emulated(keys);
    let current = 0;
    const stand = await metadata(() => ({ body: answerOf(keys[current]!) }));
    const list = partitions(chainAt(stand));
    const sent = (): number => stand.requests.filter(({ call }) => call === KEYS).length;
    expect([await list(), sent()]).toEqual([2, 1]);
    await clock.advance(0.9 * HOUR_MS);
    expect([await list(), sent()]).toEqual([2, 1]);
    // The last five minutes: the one in hand serves while the next is fetched.
    current = 1;
    await clock.advance(0.05 * HOUR_MS);
    expect(await list()).toBe(2);
    await vi.waitFor(() => expect(sent()).toBe(2));
    await clock.advance(0.1 * HOUR_MS);
    expect([await list(), sent()]).toEqual([2, 2]);
    // Nobody called for hours: it has expired meanwhile, and the call waits for a new one.
    current = 2;
    await clock.advance(HOUR_MS);
    expect([await list(), sent()]).toEqual([2, 3]);
    expect(refused()).toEqual({});
    expect(stand.requests[0]?.headers).toMatchObject({ 'x-metadata-token-ttl-seconds': '21600' });
    expect(stand.requests[1]?.headers).toMatchObject({ 'x-metadata-token': 'a-session' });
  });

  test('is asked anew when the service refuses what it gave', async () => {
    const keys = [temporaryKey(1, START_MS + HOUR_MS), temporaryKey(2, START_MS + HOUR_MS)];
    const { partitions } = await emulated([keys[1]!]);
    let current = 0;
    const stand = await metadata(() => ({ body: answerOf(keys[current++]!) }));
    expect(await partitions(chainAt(stand))()).toBe(2);
    expect(current).toBe(2);
  });

  test.each([404, 405, 503])('is asked without a session where there are none (status %i)', async (status) => {
    const stand = await standing(({ call }) =>
      call === SESSION ? { status, body: '' } : { body: answerOf(temporaryKey(1, START_MS)) },
    );
    expect(await ask(chainAt(stand))).toEqual({
      accessKeyId: 'temporary1',
      secretAccessKey: 'planted-secret-1',
      securityToken: 'planted-token-1',
      expiresAtMs: START_MS,
    });
    expect(stand.requests[1]?.headers).not.toHaveProperty('x-metadata-token');
  });

  test('is none where no agency is bound', async () => {
    const body = { error: { code: 401, message: 'Please configure Cloud Service Agency first' } };
    const stand = await metadata(() => ({ status: 401, body }));
    expect((await failure(ask(chainAt(stand)))).message).toContain('no agency is bound to this machine');
  });

  test.each<[string, StandAnswer, string, string]>([
    ['another status', { status: 500, body: '' }, 'unavailable', 'status 500'],
    ['half of the keys', { body: '{"credential":{"secret":"planted' }, 'corrupt-data', 'no keys'],
    ['other fields', { body: { credential: { secret: 'planted' } } }, 'invalid-argument', 'accessKeyId is missing'],
  ])('that answers %s says so, and repeats no part of a key', async (_, answer, code, expected) => {
    const stand = await metadata(() => answer);
    const error = await failure(ask(chainAt(stand)));
    expect(error).toMatchObject({ code, message: expect.stringContaining(expected) });
    expect(error.message).not.toContain('planted');
  });

  test('that does not answer is given up in time, and keeps no socket open', async () => {
    const clock = createFakeClock();
    const stand = await standing(() => undefined);
    const asked = failure(ask(chainAt(stand, { timeoutMs: 3_000, clock })));
    await vi.waitFor(() => expect(stand.requests).toHaveLength(1));
    await clock.advance(3_000);
    expect((await asked).message).toMatch(/the agency of this machine: .*within 3000 ms/);
    await vi.waitFor(async () => expect(await stand.sockets()).toBe(0));
    expect(clock.pending).toBe(0);
  });

  test('ends with the signal of whoever asked', async () => {
    const stand = await standing(() => undefined);
    const ended = new AbortController();
    const asked = ask(chainAt(stand), ended.signal).catch((error: unknown) => error);
    await vi.waitFor(() => expect(stand.requests).toHaveLength(1));
    ended.abort('enough');
    expect(await asked).toBe('enough');
    await vi.waitFor(async () => expect(await stand.sockets()).toBe(0));
  });
});

describe('an identity provider', () => {
  test('named by the environment: IAM takes the token that lies there at the time, and again before the keys expire', async () => {
    const keys = [1, 2].map((n) => temporaryKey(n, START_MS + n * HOUR_MS));
    const { partitions, clock, refused } = await emulated(keys);
    let current = 0;
    const stand = await iam(() => ({ status: 201, body: answerOf(keys[current++]!) }));
    const file = writeIdentity('first-identity\n');
    vi.stubEnv('HUAWEICLOUD_SDK_IDP_ID', 'my-idp');
    vi.stubEnv('HUAWEICLOUD_SDK_ID_TOKEN_FILE', file);
    vi.stubEnv('HUAWEICLOUD_SDK_IAM_ENDPOINT', stand.endpoint);
    const list = partitions(huaweiDefaultCredentials());
    expect(await list()).toBe(2);
    writeIdentity('second-identity');
    await clock.advance(0.95 * HOUR_MS);
    expect(await list()).toBe(2);
    await vi.waitFor(() => expect(stand.requests).toHaveLength(4));
    await clock.advance(0.1 * HOUR_MS);
    expect(await list()).toBe(2);
    expect(refused()).toEqual({});
    expect(stand.requests.map(({ call }) => call)).toEqual([
      ...[TOKEN_FOR_ID_TOKEN, KEYS_FOR_TOKEN],
      ...[TOKEN_FOR_ID_TOKEN, KEYS_FOR_TOKEN],
    ]);
    expect(stand.requests.map(({ headers }) => headers.authorization ?? headers['x-auth-token'])).toEqual([
      ...['Bearer first-identity', 'planted-unscoped-token'],
      ...['Bearer second-identity', 'planted-unscoped-token'],
    ]);
    expect(stand.requests[1]?.body).toMatchObject({ auth: { identity: { methods: ['token'] } } });
  });

  test('named by the profile comes before keys that stand there, too', async () => {
    const stand = await iam(() => ({ body: answerOf(temporaryKey(1, START_MS)) }));
    const file = writeIdentity();
    writeProfile(
      `[basic]\nak = other\nsk = planted\nidp_id = my-idp\nid_token_file = ${file}\niam_endpoint = ${stand.endpoint}`,
    );
    expect(await ask(huaweiDefaultCredentials())).toMatchObject({ accessKeyId: 'temporary1' });
  });

  test('of an object of the SDK: its keys are renewed in it, by one exchange for all who ask, and nothing is printed', async () => {
    const printed = ['log', 'warn', 'error', 'info'].map((name) => vi.spyOn(console, name as 'log'));
    const { partitions } = await emulated([temporaryKey(1, START_MS + HOUR_MS)]);
    const stand = await iam(() => ({ body: answerOf(temporaryKey(1, START_MS + HOUR_MS)) }));
    const own = new BasicCredentials()
      .withIdpId('my-idp')
      .withIdTokenFile(writeIdentity())
      .withIamEndpoint(stand.endpoint);
    const source = huaweiCredentials(own);
    expect(await partitions(source)()).toBe(2);
    expect([own.getAk(), own.getExpiredAt()]).toEqual(['temporary1', START_MS + HOUR_MS]);
    await Promise.all([ask(source), ask(source)]);
    expect(stand.requests).toHaveLength(4);
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
  });

  test.each<[string, (request: StandRequest) => StandAnswer, string, string]>([
    [
      'is refused',
      () => ({ status: 401, body: { error: { code: 401, message: `the token ${identity} is not good` } } }),
      'unauthenticated',
      'IAM: status 401, 401: the token *** is not good',
    ],
    ['meets a proxy’s page', () => ({ status: 502, body: '<html>' }), 'unavailable', 'IAM: status 502'],
    [
      'brings half of the keys',
      ({ call }) =>
        call === TOKEN_FOR_ID_TOKEN
          ? { headers: { 'x-subject-token': 't' }, body: {} }
          : { body: '{"credential":{"secret":"planted' },
      'unknown',
      'Failed to obtain temporary access key',
    ],
    ['brings no token', () => ({ body: {} }), 'unknown', 'Failed to obtain unscoped token'],
  ])(
    'whose exchange %s says so in one line, without the token, and prints nothing',
    async (_, answer, code, expected) => {
      const printed = ['log', 'warn', 'error', 'info'].map((name) => vi.spyOn(console, name as 'log'));
      const stand = await standing(answer);
      const own = new BasicCredentials()
        .withIdpId('my-idp')
        .withIdTokenFile(writeIdentity())
        .withIamEndpoint(stand.endpoint);
      const error = await failure(ask(huaweiCredentials(own)));
      expect(error).toMatchObject({ code, message: expect.stringContaining(expected) });
      expect(error.message).not.toMatch(/planted|\n/);
      for (const spy of printed) expect(spy).not.toHaveBeenCalled();
    },
  );

  test('whose token cannot be read says which file, and with which code', async () => {
    const own = new BasicCredentials().withIdpId('my-idp').withIdTokenFile(join(machine.home(), 'nowhere'));
    expect(await failure(ask(huaweiCredentials(own)))).toMatchObject({
      code: 'invalid-argument',
      message: `the credential object: the identity token in ${join(machine.home(), 'nowhere')} cannot be read (ENOENT).`,
    });
  });

  test('that does not answer ends with the signal of whoever asked, and keeps no socket open', async () => {
    const stand = await standing(() => undefined);
    const own = new BasicCredentials()
      .withIdpId('my-idp')
      .withIdTokenFile(writeIdentity())
      .withIamEndpoint(stand.endpoint);
    const ended = new AbortController();
    const asked = ask(huaweiCredentials(own), ended.signal).catch((error: unknown) => error);
    await vi.waitFor(() => expect(stand.requests).toHaveLength(1));
    ended.abort('enough');
    expect(await asked).toBe('enough');
    await vi.waitFor(async () => expect(await stand.sockets()).toBe(0));
  });
});

describe('an object of the SDK with plain keys', () => {
  test('is asked each time, and may say when they end', async () => {
    const own = new BasicCredentials({ ak: 'HPUAONE', sk: 'planted-1', expiredAt: START_MS });
    const source = huaweiCredentials(own);
    expect(await ask(source)).toEqual({ accessKeyId: 'HPUAONE', secretAccessKey: 'planted-1', expiresAtMs: START_MS });
    own.withAk('HPUATWO').withSk('planted-2').withSecurityToken('planted-3');
    own.expiredAt = Number.NaN;
    expect(await ask(source)).toEqual({
      accessKeyId: 'HPUATWO',
      secretAccessKey: 'planted-2',
      securityToken: 'planted-3',
    });
  });

  test('without keys says so', async () => {
    expect((await failure(ask(huaweiCredentials(new BasicCredentials())))).message).toContain(
      'neither an AK nor an SK',
    );
    expect((await failure(ask(huaweiCredentials(new BasicCredentials({ ak: 'HPUAONE' }))))).message).toBe(
      'the credential object has an AK and no SK. Set both, or none.',
    );
  });
});

test('the SDK is loaded when keys are first needed, not by the import', () => {
  const script = `
    import { createRequire } from 'node:module';
    const loaded = () => Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes('huaweicloud')).length;
    const { huaweiDefaultCredentials } = await import('@polylog/huawei-sdk');
    const source = huaweiDefaultCredentials();
    const before = loaded();
    await source({ refresh: false, signal: new AbortController().signal });
    console.log(before, loaded() > 0);
  `;
  const env = { ...process.env, HUAWEICLOUD_SDK_AK: 'HPUAONE', HUAWEICLOUD_SDK_SK: 'planted' };
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env,
    encoding: 'utf8',
  });
  expect({ stdout, stderr }).toEqual({ stdout: '0 true\n', stderr: '' });
});

test('options that are wrong are refused at once', () => {
  expect(() => huaweiDefaultCredentials({ timeoutMs: 0 })).toThrow('timeoutMs is 0');
  expect(() => huaweiDefaultCredentials({ metadataEndpoint: 'http://x/y' })).toThrow(
    'metadataEndpoint "x" is followed',
  );
  expect(() => huaweiDefaultCredentials({ endpoint: 'x' } as object)).toThrow('"endpoint" is no option');
  expect(() => huaweiCredentials({} as never)).toThrow('this is no credential object of the SDK');
});

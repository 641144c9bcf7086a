import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { LtsCall } from '../../testing/lts-client.js';
import { startLtsFixture, streamPath } from '../../testing/lts-fixture.js';

const access = `/v2/${streamPath}`;
const gateway = `/v1.0/${streamPath}`;
const push = '/v2/internal/proj/lts/groups/grp/streams/str/tenant/batch-contents';
const lines = { log_items: [{ contents: [{ log_time_ns: 1, log: 'x' }], labels: '{}' }] };

const routes: readonly (readonly [path: string, call: LtsCall])[] = [
  [`${access}/shards/0`, { query: { limit: '1000', start: '1685444710000000000', end: '1685445470192043318' } }],
  [`${access}/shards/0/cursor`, { query: { from: 'begin' } }],
  [`${access}/consumer-groups/g`, { query: { shard_id: '' } }],
  [`${access}/consumer-groups/g`, { method: 'POST', query: { consumer_name: 'a' }, body: [] }],
  [`${access}/consumer-groups/g/heartbeat`, { method: 'POST', query: { consumer_name: 'a' }, body: ['0'] }],
  [push, { method: 'POST', body: lines }],
  [`/v3/proj/lts/groups/grp/streams/str/logs`, { method: 'POST', body: { logs: [] } }],
  [
    `/v2/proj/lts/groups/grp/streams/str/tenant/contents`,
    { method: 'POST', body: { log_time_ns: 1, contents: [], labels: {} } },
  ],
  [`/v2/proj/lts/groups/grp/streams/str/tenant/contents/high-accuracy`, { method: 'POST', body: { contents: [] } }],
  [`${gateway}/consumer-groups`, { method: 'POST', body: { consumer_group_name: 'näme 1*~+' } }],
  [`${gateway}/consumer-groups`, {}],
  [`${gateway}/consumer-groups/g`, {}],
  [`${gateway}/consumer-groups/g/heartbeat`, { method: 'POST', query: { consumer_name: 'worker 1*~+é' }, body: [] }],
  [`${gateway}/consumer-groups/g`, { method: 'POST', query: { consumer_name: 'a' }, body: [] }],
  [`${gateway}/consumer-groups/näme 1*~+`, { method: 'DELETE' }],
  [`${gateway}/shards/0/cursor`, { query: { from: '0' } }],
  [`${gateway}/shards/0/time`, { query: { cursor: '0' } }],
  [`${gateway}/shards`, {}],
  ['/v2/proj/groups', { method: 'POST', body: { log_group_name: 'new', ttl_in_days: 1 } }],
  ['/v2/proj/groups', {}],
  ['/v2/proj/groups/grp', { method: 'POST', body: { ttl_in_days: 7 } }],
  ['/v2/proj/groups/grp/streams', { method: 'POST', body: { log_stream_name: 'new' } }],
  ['/v2/proj/groups/grp/streams', {}],
  ['/v2/proj/log-streams', {}],
  ['/v2/proj/groups/grp/streams-ttl/str', { method: 'PUT', body: { ttl_in_days: 7 } }],
  ['/v2/proj/groups/grp/streams/str', { method: 'DELETE' }],
  ['/v2/proj/groups/grp', { method: 'DELETE' }],
];

/** A push of another body than the one signed, with a hash of the client's own. */
const withHash = (hash: string): LtsCall => ({
  method: 'POST',
  body: {},
  changedBody: JSON.stringify(lines),
  headers: { 'x-sdk-content-sha256': hash },
});

describe('signatures', () => {
  test.each(['lts', 'core', 'sdk-hmac'] as const)('%s is let in on every route', async (sign) => {
    const { send, emulator } = await startLtsFixture();
    for (const [path, call] of routes) {
      const answer = await send(path, { ...call, sign });
      expect([path, call.method ?? 'GET', answer.text, answer.status < 300]).toEqual([
        path,
        call.method ?? 'GET',
        answer.text,
        true,
      ]);
    }
    expect(emulator.lts.accessKey('polylog').mostBadInARow).toBe(0);
  });

  test('without a signature, or with a wrong one, no route is', async () => {
    const { send, emulator } = await startLtsFixture();
    for (const [path, call] of routes) {
      expect([(await send(path, { ...call, sign: 'none' })).code, path]).toEqual(['APIGW.0301', path]);
      const wrong = await send(path, { ...call, secret: 'other' });
      expect([wrong.status, wrong.code, path]).toEqual([401, 'APIGW.0301', path]);
      emulator.clock.advance(6 * 60_000);
    }
  });

  test('the vendor’s requests of a day in 2025 are let in at their time, and a changed one is not', async () => {
    const accessKeys = [{ id: 'HPUAEXAMPLEAK0000001', secret: 'exampleSecretKey0123456789abcdefghijkl01' }];
    const { send, emulator } = await startLtsFixture({ accessKeys });
    emulator.clock.advance(Date.parse('2025-07-23T08:01:00Z') - emulator.clock.now());
    const path =
      '/v2/2a473356cca5487f8373be891bffc1cf/groups/e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1/streams/c54dbc58-0fd8-48ed-b007-6d54981427a7/consumer-groups/orders-cg';
    const signed = (date: string, signature: string) => ({
      'content-type': 'application/json',
      'x-sdk-date': date,
      authorization: `V11-HMAC-SHA256 Credential=HPUAEXAMPLEAK0000001/20250723/cn-north-4/lts, SignedHeaders=content-type;x-sdk-date, Signature=${signature}`,
    });
    const detail = signed('20250723T080000Z', '39ac5074a739db07e2c0dae7553cb7a8a26ab685aafac1c38329faf2256c84cb');
    const ask = (search: string) => send(path, { sign: 'none', headers: {}, unsigned: detail, search });
    expect((await ask('shard_id=')).code).toBe('LTS.0201');
    expect((await ask('shard_id=0')).code).toBe('APIGW.0301');
    const beat = {
      method: 'POST',
      sign: 'none',
      body: '["0","1"]',
      search: 'consumer_name=5f0b1c9e-6a0e-4d0b-9a3d-3f1f1b8f2c11',
      unsigned: signed('20250723T080001Z', '2c0d912cdfbf75c3e4d6bc863bff6434cd662b724b660be809321b715a2def02'),
    } as const;
    expect((await send(`${path}/heartbeat`, beat)).code).toBe('LTS.0201');
    expect((await send(`${path}/heartbeat`, { ...beat, body: '["0"]' })).code).toBe('APIGW.0301');
  });

  test('own: on each plane only its own flavours', async () => {
    const { send } = await startLtsFixture({ switches: { signatures: 'own' } });
    const codes = async (path: string) =>
      Promise.all((['lts', 'core', 'sdk-hmac'] as const).map(async (sign) => (await send(path, { sign })).status));
    expect(await codes(`${access}/consumer-groups/g`)).toEqual([200, 401, 401]);
    expect(await codes(`${gateway}/consumer-groups/g`)).toEqual([401, 200, 200]);
  });

  test.each<readonly [what: string, path: string, call: LtsCall]>([
    [
      'a host signed without its port',
      `${gateway}/consumer-groups`,
      { signedHost: '127.0.0.1', headers: { host: '127.0.0.1' } },
    ],
    [
      'a space in the path that the general SDK for Node escapes twice',
      `${gateway}/consumer-groups/a b+é/heartbeat`,
      {
        signedPath: `${gateway}/consumer-groups/a%20b+é/heartbeat`,
        method: 'POST',
        query: { consumer_name: 'c' },
        body: [],
      },
    ],
    [
      'a space in the query as %20 in V11 of the LTS SDKs',
      `${access}/consumer-groups/g/heartbeat`,
      { method: 'POST', query: { consumer_name: 'a b' }, search: 'consumer_name=a+b', body: [] },
    ],
    ['a body that is said not to be signed', push, withHash('UNSIGNED-PAYLOAD')],
  ])('%s is let in', async (_what, path, call) => {
    const { send } = await startLtsFixture({ consumerGroups: { g: {}, 'a b+é': {} } });
    const answer = await send(path, call);
    expect([answer.status, answer.text]).toEqual([200, answer.text]);
  });

  test('a compressed body is let in as it is, and as the text that the SDK for Java takes it for', async () => {
    const { send } = await startLtsFixture();
    const body = gzipSync(JSON.stringify(lines));
    const headers = { 'content-encoding': 'gzip' };
    expect((await send(push, { method: 'POST', body, headers })).status).toBe(200);
    const asText = Buffer.from(body.toString('utf8'));
    const call = { method: 'POST', body: asText, changedBody: body } as const;
    expect((await send(push, { ...call, headers })).status).toBe(200);
    expect((await send(push, call)).code).toBe('APIGW.0301');
  });

  test('what is signed has to be what is sent: body, hash of the body, date, day and region of the scope', async () => {
    const { send, emulator } = await startLtsFixture({ region: 'cn-north-4' });
    const tried = async (call: LtsCall): Promise<number> => {
      const { status } = await send(push, { method: 'POST', body: lines, ...call });
      emulator.clock.advance(1);
      return status;
    };
    expect(await tried({})).toBe(200);
    expect(await tried({ changedBody: '{}' })).toBe(401);
    expect(await tried(withHash('0'.repeat(64)))).toBe(401);
    expect(await tried({ headers: { 'x-sdk-date': undefined } })).toBe(401);
    expect(await tried({ headers: { 'x-sdk-date': undefined }, unsigned: { 'x-sdk-date': '20261121T000000Z' } })).toBe(
      401,
    );
    expect(await tried({ region: 'cn-south-1' })).toBe(401);
    expect(await tried({ region: 'CN-North-4' })).toBe(401);
    expect(await tried({ unsigned: { authorization: 'AWS4-HMAC-SHA256 Credential=a' } })).toBe(401);
    expect(await tried({ id: 'stranger' })).toBe(401);
  });
});

describe('the clock', () => {
  test('fifteen minutes either way are let in, a second more is not', async () => {
    const { send, emulator } = await startLtsFixture();
    const at = async (seconds: number): Promise<string | undefined> => {
      // Whole seconds: a signature knows no smaller ones.
      emulator.clock.advance(1000 - (emulator.clock.now() % 1000));
      return (await send(`${access}/consumer-groups/g`, { now: () => emulator.clock.now() + seconds * 1000 })).code;
    };
    const limit = 15 * 60;
    expect([await at(-limit + 1), await at(limit), await at(-limit - 1), await at(limit + 2)]).toEqual([
      undefined,
      undefined,
      'APIGW.0301',
      'APIGW.0301',
    ]);
    expect(emulator.lts.accessKey('polylog').mostBadInARow).toBe(0);
  });
});

describe('a key with bad signatures', () => {
  test('is locked by the sixth in a row for five minutes, whatever is sent then; a good one begins anew', async () => {
    const { send, emulator } = await startLtsFixture();
    const good = async (): Promise<number> => (await send(`${access}/consumer-groups/g`)).status;
    const bad = async (times: number): Promise<void> => {
      for (let n = 0; n < times; n++) await send(`${access}/consumer-groups/g`, { secret: 'no' });
    };
    await bad(5);
    expect(emulator.lts.accessKey('polylog')).toEqual({ badInARow: 5, mostBadInARow: 5, lockedUntilMs: undefined });
    expect(await good()).toBe(200);
    await bad(5);
    expect(await good()).toBe(200);
    await bad(6);
    expect(emulator.lts.accessKey('polylog').lockedUntilMs).toBeGreaterThan(emulator.clock.now());
    expect(await good()).toBe(401);
    emulator.clock.advance(5 * 60_000 - 60_000);
    expect(await good()).toBe(401);
    emulator.clock.advance(60_000);
    expect(await good()).toBe(200);
    expect(emulator.lts.accessKey('nobody')).toEqual({ badInARow: 0, mostBadInARow: 0, lockedUntilMs: undefined });
  });
});

describe('a security token', () => {
  const over = Date.parse('2035-01-01T00:00:00Z');
  const accessKeys = [
    { id: 'polylog', secret: 'polylog-emulator-secret', securityToken: 'ST', securityTokenExpiresAtMs: over },
  ];
  const tokens = {
    SecurityToken: { unsigned: { securitytoken: 'ST' } },
    'X-Security-Token': { headers: { 'x-security-token': 'ST' } },
  } as const;

  test('comes in either header, signed or not, on either plane; a missing or wrong one is refused', async () => {
    const { send } = await startLtsFixture({ accessKeys });
    for (const path of [`${access}/consumer-groups/g`, `${gateway}/consumer-groups/g`]) {
      for (const call of Object.values(tokens)) expect((await send(path, call)).status).toBe(200);
      expect((await send(path)).status).toBe(401);
      expect((await send(path, { unsigned: { securitytoken: 'other' } })).status).toBe(401);
    }
  });

  test('is over at its time, and refused where the key has none', async () => {
    const { send, emulator } = await startLtsFixture({ accessKeys });
    emulator.clock.advance(over - emulator.clock.now() - 30_000);
    const call = { ...tokens.SecurityToken, now: () => emulator.clock.now() } as const;
    expect((await send(`${access}/consumer-groups/g`, call)).status).toBe(200);
    emulator.clock.advance(30_000);
    expect((await send(`${access}/consumer-groups/g`, call)).status).toBe(401);
    const other = await startLtsFixture();
    expect((await other.send(`${access}/consumer-groups/g`, tokens.SecurityToken)).status).toBe(401);
  });

  test.each(['SecurityToken', 'X-Security-Token'] as const)('tokenHeader: only %s', async (tokenHeader) => {
    const { send } = await startLtsFixture({ accessKeys, switches: { tokenHeader } });
    for (const [name, call] of Object.entries(tokens)) {
      expect((await send(`${access}/consumer-groups/g`, call)).status).toBe(name === tokenHeader ? 200 : 401);
      expect((await send(`${gateway}/consumer-groups/g`, call)).status).toBe(200);
    }
  });
});

test('anybody is let in where that is asked for, with no signature and any clock', async () => {
  const { send } = await startLtsFixture({ acceptAnyCredentials: true });
  expect((await send(`${access}/consumer-groups/g`, { sign: 'none', now: () => 0 })).status).toBe(200);
});

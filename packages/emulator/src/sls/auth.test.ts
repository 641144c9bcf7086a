import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { startFixture } from '../../testing/fixture.js';
import type { RawCall } from '../../testing/raw-client.js';

const put: RawCall = {
  method: 'POST',
  path: '/logstores/store/consumergroups',
  body: JSON.stringify({ consumerGroup: 'g', timeout: 60, order: false }),
};

describe.each(['v1', 'v4'] as const)('signature %s', (sign) => {
  test('lets a good request in, with and without a body', async () => {
    const { send } = await startFixture();
    expect((await send({ sign, path: '/logstores' })).status).toBe(200);
    expect((await send({ sign, ...put })).status).toBe(200);
  });

  test('covers the query by its decoded values: + and %20, empty values, = and / in them', async () => {
    const { send } = await startFixture();
    const query = { logstoreName: '', offset: '0', x: 'a b/c=ü' };
    for (const search of [
      'x=a+b%2Fc%3D%C3%BC&offset=0&logstoreName=',
      'logstoreName&x=a%20b/c=%C3%BC&offset=0',
      undefined,
    ]) {
      const answer = await send({ sign, path: '/logstores', query, ...(search === undefined ? {} : { search }) });
      expect([search, answer.code]).toEqual([search, undefined]);
    }
  });

  test('refuses a wrong secret, an unknown id, a changed body, a changed query and a changed header', async () => {
    const { send } = await startFixture();
    const { body: _body, ...rest } = put;
    const changed = JSON.stringify({ consumerGroup: 'h', timeout: 60, order: false });
    for (const [call, code] of [
      [{ ...put, secret: 'other' }, 'SignatureNotMatch'],
      [{ ...put, id: 'other' }, 'InvalidAccessKeyId'],
      [{ ...put, changedBody: changed }, 'SignatureNotMatch'],
      [{ ...rest, changedBody: changed }, 'SignatureNotMatch'],
      [{ path: '/logstores', query: { size: '1' }, search: 'size=2' }, 'SignatureNotMatch'],
    ] as const) {
      expect(await send({ sign, ...call })).toMatchObject({ status: 401, code });
    }
  });

  test.each([
    [14 * 60_000, undefined],
    [-14 * 60_000, undefined],
    [16 * 60_000, 'RequestTimeTooSkewed'],
    [-16 * 60_000, 'RequestTimeTooSkewed'],
  ])('allows a clock to be 15 minutes off, by the service’s clock: %d ms', async (off, code) => {
    const { send, emulator } = await startFixture();
    emulator.clock.advance(1e9);
    const answer = await send({ sign, path: '/logstores', now: () => emulator.clock.now() + off });
    expect([answer.status, answer.code]).toEqual(code ? [400, code] : [200, undefined]);
    // What a client corrects its clock by.
    expect(Math.abs(Date.parse(String(answer.headers.date)) - emulator.clock.now())).toBeLessThan(5000);
  });

  test('demands the security token that belongs to a key, until it has expired', async () => {
    const { send, emulator } = await startFixture({
      accessKeys: [
        { id: 'sts', secret: 's', securityToken: 'token', securityTokenExpiresAtMs: Date.now() + 60_000 },
        { id: 'plain', secret: 'p' },
      ],
    });
    const call = (id: string, secret: string, token?: string): RawCall => ({
      sign,
      path: '/logstores',
      id,
      secret,
      headers: { 'x-acs-security-token': token },
    });
    expect((await send(call('sts', 's', 'token'))).status).toBe(200);
    expect(await send(call('sts', 's', 'other'))).toMatchObject({ status: 401, code: 'Unauthorized' });
    expect((await send(call('sts', 's'))).json.errorMessage).toMatch(/security token/);
    expect((await send(call('plain', 'p', 'token'))).code).toBe('Unauthorized');
    expect((await send(call('plain', 'p'))).status).toBe(200);
    emulator.clock.advance(61_000);
    expect(await send(call('sts', 's', 'token'))).toMatchObject({ status: 401, code: 'SecurityTokenExpired' });
  });

  test('holds for absolute-form targets and host names of the service, with and without a port', async () => {
    const { send } = await startFixture();
    for (const host of ['cn-emu.log.aliyuncs.com', 'cn-emu.log.aliyuncs.com:80', 'localhost:1']) {
      expect(
        (await send({ sign, ...put, path: '/logstores/store', method: 'PUT', body: '{}', host, absoluteForm: true }))
          .status,
      ).toBe(200);
    }
  });
});

describe('what is missing or malformed has a code of its own', () => {
  test.each([
    [{ 'x-log-apiversion': undefined }, 400, 'MissingAPIVersion'],
    [{ 'x-log-apiversion': '0.4.0' }, 400, 'InvalidAPIVersion'],
    [{ authorization: undefined }, 400, 'MissAccessKeyId'],
    [{ 'x-log-signaturemethod': undefined }, 400, 'MissingSignatureMethod'],
    [{ 'x-log-signaturemethod': 'hmac-sha256' }, 400, 'InvalidSignatureMethod'],
    [{ date: undefined }, 400, 'MissingDate'],
    [{ date: '2026-03-03' }, 400, 'InvalidDateFormat'],
    [{ 'x-log-date': '2026-03-03' }, 400, 'InvalidDateFormat'],
  ])('%o', async (headers, status, code) => {
    const { send } = await startFixture();
    expect(await send({ path: '/logstores', headers })).toMatchObject({ status, code });
  });

  test('no Host at all', async () => {
    const { emulator } = await startFixture();
    const socket = connect(emulator.sls.port, '127.0.0.1');
    socket.end('GET /logstores HTTP/1.0\r\n\r\n');
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    expect(text).toContain('400 Bad Request');
    expect(text).toContain('MissingHost');
  });

  test('x-log-date takes the place of Date, and is not among the signed headers', async () => {
    const { send, emulator } = await startFixture();
    const date = new Date(emulator.clock.now()).toUTCString();
    expect((await send({ path: '/logstores', headers: { 'x-log-date': date, date: undefined } })).status).toBe(200);
  });
});

test('acceptAnyCredentials lets everybody in, signed or not, whatever their clock', async () => {
  const { send } = await startFixture({ acceptAnyCredentials: true });
  expect((await send({ path: '/logstores', sign: 'none' })).status).toBe(200);
  expect((await send({ path: '/logstores', secret: 'x', now: () => 0 })).status).toBe(200);
});

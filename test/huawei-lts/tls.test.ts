import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import {
  at,
  bodies,
  credentials,
  failure,
  type LtsService,
  options,
  partition,
  readOptions,
  spec,
  startLtsService,
} from './lts-service.js';

/** Signed by itself, for `localhost` and `127.0.0.1`. */
const file = (name: string): string =>
  readFileSync(new URL(`../../packages/emulator/testing/localhost-${name}.pem`, import.meta.url), 'utf8');
const https = { key: file('key'), cert: file('cert') };

let service: LtsService;
afterEach(() => service.stop());

/** The whole way over both faces: a group is created, dealt, read and saved. */
async function work(options_: Parameters<LtsService['driver']>[0]): Promise<void> {
  const driver = service.driver({ createGroup: true, ...options_ });
  const membership = await driver.join(spec(), options());
  expect(membership.guarantees.sessionTimeout, 'the gateway has told it').toBe('readable');
  expect((await membership.heartbeat([], options())).partitions).toEqual(['0', '1']);
  expect(await driver.partitions(options())).toHaveLength(2);
  const batch = await driver.read(partition('0'), await at(driver, '0', 'earliest'), readOptions());
  expect(bodies(batch)).toEqual(['over TLS']);
  batch.release();
  await membership.save([{ partition: '0', position: batch.next }], options());
  expect(service.group().shards[0]?.checkpoint).toBe(BigInt(batch.next));
}

describe('over TLS, on the access node and the gateway', () => {
  test.each([
    ['a certificate that ca names', { ca: https.cert }],
    ['any certificate, where insecure says so', { insecure: true }],
  ])('takes %s', async (_, trust) => {
    service = await startLtsService({ https, consumerGroups: {}, switches: { signatures: 'own' } });
    service.fill(0, ['over TLS']);
    const { httpsEndpoint = '' } = service.emulator.lts;
    await work({ endpoint: httpsEndpoint, ...trust });
  });

  test('takes no other, and sends nothing there', async () => {
    service = await startLtsService({ https });
    const { httpsEndpoint = '' } = service.emulator.lts;
    const driver = service.driver({ endpoint: httpsEndpoint });
    expect(driver.classify(await failure(driver.join(spec(), options())))).toMatchObject({
      code: expect.stringMatching(/^(?:unavailable|invalid-argument)$/),
      message: expect.stringMatching(/certificate .* option ca/),
    });
    expect(service.calls()).toEqual({});
  });

  test('with a token, in each face’s own header', async () => {
    const accessKey = { id: credentials.accessKeyId, secret: credentials.secretAccessKey, securityToken: 'token' };
    service = await startLtsService({
      https,
      consumerGroups: {},
      accessKeys: [accessKey],
      switches: { signatures: 'own', tokenHeader: 'SecurityToken' },
    });
    service.fill(0, ['over TLS']);
    const { httpsEndpoint = '' } = service.emulator.lts;
    await work({ endpoint: httpsEndpoint, ca: https.cert, credentials: { ...credentials, securityToken: 'token' } });
  });

  test('through a proxy, under the cloud’s own names', async () => {
    service = await startLtsService({ https, consumerGroups: {} });
    service.fill(0, ['over TLS']);
    await work({
      endpoint: 'lts-access.cn-north-4.myhuaweicloud.com:8102',
      gatewayEndpoint: 'lts.cn-north-4.myhuaweicloud.com',
      proxy: service.emulator.lts.endpoint,
      // The certificate is for other names.
      insecure: true,
    });
  });
});

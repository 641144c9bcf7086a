import { afterEach, expect, test } from 'vitest';
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
} from '../../huawei-lts/lts-service.js';
import { describeWithPeer } from '../peer.js';
import { loadNodeSdk, nodePackages, nodeSdk } from './node-sdk.js';

let service: LtsService;
afterEach(() => service?.stop());

describeWithPeer('the general Node SDK has credentials that ltsDriver takes', nodeSdk, nodePackages, ({ require }) => {
  const { BasicCredentials, GlobalCredentials } = loadNodeSdk(require);
  const classes = { BasicCredentials, GlobalCredentials };
  const kinds = Object.keys(classes) as (keyof typeof classes)[];
  const { accessKeyId, secretAccessKey } = credentials;

  test.each(kinds)('%s, on both faces', async (kind) => {
    service = await startLtsService();
    service.fill(0, ['日志']);
    const driver = service.driver({ credentials: new classes[kind]().withAk(accessKeyId).withSk(secretAccessKey) });
    const membership = await driver.join(spec(), options());
    await membership.heartbeat([], options());
    expect(await driver.partitions(options())).toHaveLength(2);
    const batch = await driver.read(partition('0'), await at(driver, '0', 'earliest'), readOptions());
    expect(bodies(batch)).toEqual(['日志']);
    expect(service.emulator.lts.stats().statuses).toEqual({ 200: expect.any(Number) });
  });

  test.each(kinds)('%s with a token, which is renewed in place', async (kind) => {
    const temporary = [1, 2].map((i) => ({ id: `temporary${i}`, secret: `secret${i}`, securityToken: `token${i}` }));
    service = await startLtsService({ accessKeys: temporary });
    const keys = new classes[kind]();
    const driver = service.driver({ credentials: keys });
    for (const { id, secret, securityToken } of temporary) {
      keys.withAk(id).withSk(secret).withSecurityToken(securityToken);
      expect(await driver.partitions(options())).toHaveLength(2);
      await at(driver, '0', 'earliest');
    }
    expect(service.emulator.lts.stats().statuses).toEqual({ 200: expect.any(Number) });
  });

  test('and one without a secret is told so', async () => {
    service = await startLtsService();
    const driver = service.driver({ credentials: new BasicCredentials().withAk(accessKeyId) });
    const failed = driver.classify(await failure(driver.partitions(options())));
    expect(failed).toMatchObject({ code: 'invalid-argument', message: expect.stringContaining('getSk() answered') });
    expect(service.calls()).toEqual({});
  });
});

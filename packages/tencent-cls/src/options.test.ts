import { describe, expect, it } from 'vitest';
import { clsDriver } from './driver.js';
import type { ClsDriverOptions } from './options.js';

const good: ClsDriverOptions = {
  region: 'ap-guangzhou',
  logsetId: '0f8e4b82-8adb-47b1-a3c4-2b1d5e6f7a89',
  topicIds: ['6f6ded3f-948c-4616-9c7c-956a95d8c1a3'],
  credentials: { accessKeyId: 'PLANTED-ID', secretAccessKey: 'PLANTED-SECRET' },
};

const wrong: Record<string, Record<string, unknown>> = {
  'neither region nor endpoint': { region: undefined },
  'region with an underscore': { region: 'ap_guangzhou' },
  'region in words': { region: 'Guangzhou' },
  'region that is not the endpoint’s': { endpoint: 'ap-beijing.cls.tencentcs.com' },
  'region that is no text': { region: 7 },
  'endpoint of API 3.0': { endpoint: 'cls.ap-guangzhou.tencentcloudapi.com' },
  'endpoint with keys': { endpoint: 'https://PLANTED:PLANTED@ap-guangzhou.cls.tencentcs.com' },
  'endpoint with a path': { endpoint: 'ap-guangzhou.cls.tencentcs.com/pull_log' },
  'endpoint of another scheme': { endpoint: 'ftp://ap-guangzhou.cls.tencentcs.com' },
  'API endpoint of the data plane': { apiEndpoint: 'https://ap-guangzhou.cls.tencentcs.com' },
  'API endpoint that is none': { apiEndpoint: 'a b' },
  'internal in words': { internal: 'yes' },
  'no logset': { logsetId: undefined },
  'a logset with a comma': { logsetId: 'a,b' },
  'no topics': { topicIds: undefined },
  'topics as text': { topicIds: 'a,b' },
  'no topic in the list': { topicIds: [] },
  'a topic that is no text': { topicIds: ['a', 7] },
  'a topic with a slash': { topicIds: ['a/1'] },
  'a topic twice': { topicIds: ['a', 'b', 'a'] },
  'no credentials': { credentials: undefined },
  'credentials as text': { credentials: 'PLANTED-SECRET' },
  'credentials under other names': { credentials: { SecretId: 'PLANTED', SecretKey: 'PLANTED' } },
  'half of the SDK’s keys': { credentials: { secretId: 'PLANTED' } },
  'getCredential that is no function': { credentials: { getCredential: 'PLANTED' } },
  'an unset environment variable': { credentials: { accessKeyId: 'PLANTED-ID', secretAccessKey: undefined } },
  'more than a read may ask for': { maxReadBytes: 10_485_761 },
  'a size as text': { maxReadBytes: '10' },
  'no call at all': { callsPerSecond: 0 },
  'strings of another kind': { strings: 'fast' },
  'a query that is no text': { query: 7 },
  'a group for places with a space': { placesGroup: 'a b' },
  'a misspelt option': { topicIDs: ['x'] },
  'an unknown option': { colour: 'red' },
  'a proxy that is none': { proxy: 'ftp://PLANTED:PLANTED@proxy' },
};

describe('options of clsDriver', () => {
  it('are refused when it is created, in one line that helps, without a secret', () => {
    const lines = Object.fromEntries(
      Object.entries(wrong).map(([name, change]) => {
        try {
          clsDriver({ ...good, ...change } as ClsDriverOptions);
          return [name, 'NO ERROR'];
        } catch (error) {
          expect(error, name).toMatchObject({ code: 'invalid-argument' });
          return [name, (error as Error).message];
        }
      }),
    );
    for (const [name, line] of Object.entries(lines)) {
      expect(line, name).not.toBe('NO ERROR');
      expect(line, name).not.toMatch(/PLANTED|\n/);
    }
    expect(lines).toMatchSnapshot();
  });

  it('open no socket', async () => {
    const driver = clsDriver(good);
    expect(driver.provider).toBe('tencent-cls');
    await driver.close?.();
    await driver.close?.();
  });
});

import { isConsumerError } from '@polylog/core/driver';
import { describe, expect, it } from 'vitest';
import { ltsDriver } from './driver.js';
import type { LtsDriverOptions } from './options.js';
import { connect } from './wire/connect.js';

const good: LtsDriverOptions = {
  region: 'cn-north-4',
  projectId: '2a473356cca5487f8373be891bffc1cf',
  logGroupId: 'e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1',
  logStreamId: 'c54dbc58-0fd8-48ed-b007-6d54981427a7',
  credentials: { accessKeyId: 'PLANTED-ID', secretAccessKey: 'PLANTED-SECRET' },
};

const wrong: Record<string, Record<string, unknown>> = {
  'no region': { region: undefined },
  'an empty region': { region: '' },
  'a region with a dot': { region: 'cn.north' },
  'no project': { projectId: undefined },
  'a project with a slash': { projectId: 'a/b' },
  'a log group by its name': { logGroupId: 'orders' },
  'a log stream by its name': { logStreamId: 'orders' },
  'no credentials': { credentials: undefined },
  'credentials as text': { credentials: 'PLANTED-SECRET' },
  'credentials under other names': { credentials: { ak: 'PLANTED', sk: 'PLANTED' } },
  'half of the SDK’s object': { credentials: { getAk: () => 'PLANTED' } },
  'an unset environment variable': { credentials: { accessKeyId: 'PLANTED-ID', secretAccessKey: undefined } },
  'endpoint of the gateway': { endpoint: 'lts.cn-north-4.myhuaweicloud.com' },
  'endpoint with keys': { endpoint: 'https://PLANTED:PLANTED@127.0.0.1' },
  'gateway endpoint of the access node': { gatewayEndpoint: 'https://lts-access.cn-north-4.myhuaweicloud.com:8102' },
  'gateway endpoint that is none': { gatewayEndpoint: 'a b' },
  'group timeout of half a second': { groupTimeoutMs: 500 },
  'group timeout in seconds': { groupTimeoutMs: 60 },
  'group timeout between two seconds': { groupTimeoutMs: 2500 },
  'group timeout as text': { groupTimeoutMs: '60000' },
  'createGroup in words': { createGroup: 'yes' },
  'more than a read may ask for': { maxRecords: 1001 },
  'nothing to ask for': { maxRecords: 0 },
  'strings of another kind': { strings: 'fast' },
  'another token header': { tokenHeader: 'X-Auth-Token' },
  'a misspelt option': { logGroup: 'x' },
  'an option of nothing at all': { colour: 'red' },
};

describe('options of ltsDriver', () => {
  it('says in one helpful line what is wrong with each of them, and never a secret', () => {
    const lines = Object.fromEntries(
      Object.entries(wrong).map(([name, change]) => {
        try {
          ltsDriver({ ...good, ...change } as LtsDriverOptions);
          return [name, 'NO ERROR'];
        } catch (error) {
          expect(isConsumerError(error) && error.code).toBe('invalid-argument');
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

  it('are missing as a whole', () => {
    expect(() => ltsDriver(undefined as never)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });

  it.each<[string, Partial<LtsDriverOptions>, string, string]>([
    [
      'the region’s own',
      {},
      'https://lts-access.cn-north-4.myhuaweicloud.com:8102',
      'https://lts.cn-north-4.myhuaweicloud.com',
    ],
    [
      'its letters in any case',
      { region: ' CN-North-4 ' },
      'https://lts-access.cn-north-4.myhuaweicloud.com:8102',
      'https://lts.cn-north-4.myhuaweicloud.com',
    ],
    [
      'the one region of another domain',
      { region: 'eu-west-101' },
      'https://lts-access.eu-west-101.myhuaweicloud.com:8102',
      'https://lts.eu-west-101.myhuaweicloud.eu',
    ],
    [
      'an endpoint without a scheme',
      { endpoint: 'lts-access.cn-north-4.myhuaweicloud.com' },
      'https://lts-access.cn-north-4.myhuaweicloud.com',
      'https://lts.cn-north-4.myhuaweicloud.com',
    ],
    ['a local server, which is both', { endpoint: '127.0.0.1:8080' }, 'http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    [
      'a local gateway of its own',
      { endpoint: 'https://127.0.0.1:1', gatewayEndpoint: 'http://localhost:2' },
      'https://127.0.0.1:1',
      'http://localhost:2',
    ],
  ])('lead to two faces: %s', async (_, change, access, gateway) => {
    const connection = connect({ ...good, ...change });
    expect([connection.access.origin, connection.gateway.origin]).toEqual([access, gateway]);
    await connection.transport.close();
  });
});

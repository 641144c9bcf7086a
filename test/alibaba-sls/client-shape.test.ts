import { createSlsClient, hasServiceCode, isClientError, type SlsClientOptions } from '@polylog/alibaba-sls';
import { isConsumerError } from '@polylog/core/driver';
import { describe, expect, it } from 'vitest';
import { callsOf, collect, credentials, project, ref, refusal, startClient } from './client-service.js';

const _list = { project };

describe('the client of SLS', () => {
  it('signs by either version', async () => {
    for (const options of [{}, { signature: 'v4', region: 'cn-emu' }] as const) {
      const { client } = await startClient(options);
      expect((await client.projects.get({ project })).name).toBe(project);
    }
  });

  it('refuses options that are wrong when it is made, in one line, and says that logstores belong to calls', () => {
    const good = { endpoint: 'cn-hangzhou.log.aliyuncs.com', credentials };
    const wrong = (change: object): unknown => {
      try {
        createSlsClient({ ...good, ...change } as SlsClientOptions);
      } catch (error) {
        return (error as Error).message;
      }
      return 'NO ERROR';
    };
    expect(wrong({ endpoint: undefined })).toMatch(/^createSlsClient: endpoint is missing/);
    expect(wrong({ project })).toMatch(/each call names its own/);
    expect(wrong({ compresion: 'lz4' })).toMatch(/Did you mean compression/);
    expect(wrong({ compression: 'gzip' })).toMatch(/^createSlsClient: compression is "gzip"/);
    expect(wrong({ signature: 'v2' })).toMatch(/"v1", "v4"/);
    expect(wrong({ retry: true })).toMatch(/retry is neither false nor an object/);
    expect(wrong({ retry: { times: 3 } })).toMatch(/"times" is no option/);
    expect(wrong({ retry: { tries: 0 } })).toMatch(/retry\.tries is 0/);
    expect(wrong({ timeoutMs: 0 })).toMatch(/timeoutMs is 0/);
    expect(wrong({ credentials: undefined })).toMatch(/credentials/);
  });

  it('refuses what is wrong in a call before anything is sent', async () => {
    const service = await startClient();
    const { client } = service;
    const wrong = async (promise: Promise<unknown>): Promise<string> => {
      const { code, message, tries } = await refusal(promise);
      expect({ code, tries }).toEqual({ code: 'invalid-argument', tries: 0 });
      return message;
    };
    expect(await wrong(client.logstores.get('store' as never))).toMatch(/allowed: an object/);
    expect(await wrong(client.logstores.get(undefined as never))).toMatch(/allowed: an object/);
    expect(await wrong(client.logstores.get({ project } as never))).toMatch(/logstore is missing/);
    expect(await wrong(client.logstores.get({ project: '../x', logstore: 'store' }))).toMatch(/project is "\.\.\/x"/);
    expect(await wrong(client.logstores.list(undefined as never))).toMatch(/allowed: an object/);
    expect(await wrong(client.logstores.list({ project, pageSize: 501 }))).toMatch(/pageSize is 501/);
    const notAnObject = new AbortController().signal as never;
    expect(await wrong(client.logstores.get(ref, notAnObject))).toMatch(/Pass \{ signal \}/);
    expect(await wrong(client.logstores.get(ref, { signal: 'stop' as never }))).toMatch(/no AbortSignal/);
    expect(await wrong(client.logstores.get(ref, { timeout: 1 } as never))).toMatch(/Did you mean timeoutMs/);
    expect(service.emulator.sls.stats().calls).toEqual({});
  });

  it('fails with our code, the service’s, its status and request id, and no secret', async () => {
    const { client } = await startClient();
    const error = await client.logstores.get({ project, logstore: 'nobody' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: 'ClientError',
      code: 'not-found',
      serviceCode: 'LogStoreNotExist',
      status: 404,
      tries: 1,
      requestId: expect.stringMatching(/^[0-9A-F]{24}$/i),
    });
    expect([isClientError(error), isConsumerError(error)]).toEqual([true, true]);
    expect([hasServiceCode(error, 'x', 'logstorenotexist'), hasServiceCode(error, 'x')]).toEqual([true, false]);
    const wrongKey = { ...credentials, secretAccessKey: 'planted-secret' };
    const { client: stranger } = await startClient({ credentials: wrongKey });
    const refused = await stranger.projects.get({ project }).catch((reason: unknown) => reason);
    expect(refused).toMatchObject({ code: 'unauthenticated', serviceCode: 'SignatureNotMatch', status: 401 });
    expect(String((refused as Error).stack)).not.toContain('planted-secret');
  });
});

describe('a listing', () => {
  async function many() {
    const logstores = Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`store-${i}`, { shards: 1 }]));
    return await startClient({}, { projects: { [project]: logstores } });
  }
  const names = [0, 1, 2, 3, 4, 5, 6].map((i) => `store-${i}`);

  it('is one page when it is awaited, and tells where the next one begins', async () => {
    const { client } = await many();
    const first = await client.logstores.list({ project, pageSize: 3 });
    expect(first).toEqual({ items: names.slice(0, 3), total: 7, next: 3 });
    const last = await client.logstores.list({ project, pageSize: 3, offset: 6 });
    expect(last).toEqual({ items: ['store-6'], total: 7 });
    expect(await client.logstores.list({ project, offset: 9 })).toEqual({ items: [], total: 7 });
  });

  it('is everything when it is gone through, page by page as they are needed', async () => {
    const service = await many();
    const { client } = service;
    expect(await collect(client.logstores.list({ project, pageSize: 3 }))).toEqual(names);
    expect(await client.logstores.list({ project, pageSize: 3, offset: 2 }).all()).toEqual(names.slice(2));
    const sizes = await collect(client.logstores.list({ project, pageSize: 3 }).pages());
    expect(sizes.map(({ items }) => items.length)).toEqual([3, 3, 1]);
    const before = callsOf(service, 'ListLogstores');
    for await (const name of client.logstores.list({ project, pageSize: 3 })) if (name === 'store-1') break;
    expect(callsOf(service, 'ListLogstores') - before).toBe(1);
  });

  it('repeats a page that fails in the middle, and fails where it cannot', async () => {
    const { client, emulator } = await many();
    const failing = { match: { call: 'ListLogstores' }, action: { kind: 'status', status: 500 }, after: 1 } as const;
    emulator.sls.faults.add({ ...failing, times: 1 });
    expect(await client.logstores.list({ project, pageSize: 3 }).all()).toEqual(names);
    emulator.sls.faults.add(failing);
    const seen: string[] = [];
    const going = async (): Promise<void> => {
      for await (const name of client.logstores.list({ project, pageSize: 3 }, { retry: false })) seen.push(name);
    };
    expect((await refusal(going())).code).toBe('unavailable');
    expect(seen).toEqual(names.slice(0, 3));
  });
});

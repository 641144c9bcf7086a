import { createSlsClient, hasServiceCode, isClientError, type SlsClientOptions } from '@polylog/alibaba-sls';
import { isConsumerError } from '@polylog/core/driver';
import { createTransport } from '@polylog/driver-kit';
import { describe, expect, it } from 'vitest';
import { callsOf, collect, credentials, project, ref, refusal, startClient } from './client-service.js';

const list = { project };

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

  it('repeats what was not answered, answered by 5xx, or throttled, and nothing else', async () => {
    const actions = [
      { kind: 'status', status: 500 },
      { kind: 'status', status: 503 },
      { kind: 'status', status: 429, code: 'X' },
      { kind: 'throttle' },
      { kind: 'lost', processed: false },
      { kind: 'cut', at: 'in-body' },
    ] as const;
    const service = await startClient();
    const { client, emulator } = service;
    for (const action of actions) {
      const take = emulator.sls.faults.add({ match: { call: 'ListLogstores' }, action, times: 2 });
      const before = callsOf(service, 'ListLogstores');
      expect((await client.logstores.list(list)).items, JSON.stringify(action)).toHaveLength(1);
      expect(callsOf(service, 'ListLogstores') - before, JSON.stringify(action)).toBe(3);
      take();
    }
    for (const status of [400, 403, 404, 418]) {
      const take = emulator.sls.faults.add({ match: {}, action: { kind: 'status', status, code: 'X' } });
      expect(await refusal(client.logstores.list(list))).toMatchObject({ tries: 1, status, serviceCode: 'X' });
      take();
    }
  });

  it('gives up after as many tries as the client has, or the call, and says how many there were', async () => {
    const { client, emulator } = await startClient({ retry: { tries: 3 } });
    emulator.sls.faults.add({ match: {}, action: { kind: 'status', status: 500 } });
    const failed = await refusal(client.logstores.list(list));
    expect(failed).toMatchObject({ code: 'unavailable', status: 500, tries: 3 });
    expect(failed.message).toContain('after 3 tries');
    expect((await refusal(client.logstores.list(list, { retry: false }))).tries).toBe(1);
    expect((await refusal(client.logstores.list(list, { retry: { tries: 5 } }))).tries).toBe(5);
    expect((await refusal(client.logstores.list(list, { retry: { withinMs: 0 } }))).tries).toBe(1);
  });

  it('waits as long as the service asks for', async () => {
    const { client, emulator } = await startClient({ retry: { withinMs: 20_000 } });
    emulator.sls.faults.add({ match: {}, action: { kind: 'throttle', retryAfterSeconds: 25 }, times: 1 });
    expect(await refusal(client.logstores.list(list))).toMatchObject({ code: 'throttled', tries: 1 });
    emulator.sls.faults.add({ match: {}, action: { kind: 'throttle', retryAfterSeconds: 15 }, times: 1 });
    expect((await client.logstores.list(list)).items).toHaveLength(1);
  });

  it('ends a call that hangs by its timeout, and by its signal with the signal’s reason', async () => {
    const { client, emulator } = await startClient({ retry: false });
    emulator.sls.faults.add({ match: {}, action: { kind: 'lost', processed: false, socket: 'open' } });
    expect(await refusal(client.logstores.list(list, { timeoutMs: 30 }))).toMatchObject({ code: 'unavailable' });
    const stop = new AbortController();
    const waiting = client.logstores.get(ref, { signal: stop.signal });
    stop.abort('enough');
    await expect(waiting).rejects.toBe('enough');
    await expect(client.logstores.get(ref, { signal: stop.signal })).rejects.toBe('enough');
    await expect(collect(client.logstores.list(list, { signal: stop.signal }))).rejects.toBe('enough');
  });

  it('ends what is under way when it is closed, takes nothing more, and leaves a transport that it was given', async () => {
    const transport = createTransport();
    const { client, emulator } = await startClient({ transport });
    emulator.sls.faults.add({
      match: { call: 'GetLogstore' },
      action: { kind: 'lost', processed: false, socket: 'open' },
    });
    const waiting = refusal(client.logstores.get(ref));
    await client.close();
    expect((await waiting).code).toBe('aborted');
    expect((await refusal(client.logstores.get(ref))).code).toBe('aborted');
    expect((await refusal(client.logstores.list(list))).message).toContain('closed');
    const again = createSlsClient({ endpoint: emulator.sls.endpoint, credentials, transport });
    expect((await again.logstores.list(list)).items).toHaveLength(1);
    await again.close();
    await transport.close();
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

  it('sends nothing before it is used, and one request however often it is awaited', async () => {
    const service = await many();
    const listing = service.client.logstores.list({ project });
    expect(callsOf(service, 'ListLogstores')).toBe(0);
    const [a, b] = await Promise.all([listing, listing]);
    expect(a).toBe(b);
    expect(callsOf(service, 'ListLogstores')).toBe(1);
    await expect(listing.finally(() => undefined)).resolves.toBe(a);
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

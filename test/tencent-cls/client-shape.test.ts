import { isConsumerError } from '@polylog/core/driver';
import { createTransport } from '@polylog/driver-kit';
import { type ClsClientOptions, createClsClient, hasServiceCode, isClientError } from '@polylog/tencent-cls';
import { describe, expect, it } from 'vitest';
import {
  callsOf,
  collect,
  credentials,
  logsetId,
  ref,
  refusal,
  region,
  startClient,
  topicId,
} from './client-service.js';

const list = { logsetId };

describe('the client of CLS', () => {
  it('refuses options that are wrong when it is made, in one line, and says that topics belong to calls', () => {
    const good = { region, credentials };
    const wrong = (change: object): unknown => {
      try {
        createClsClient({ ...good, ...change } as ClsClientOptions);
      } catch (error) {
        return (error as Error).message;
      }
      return 'NO ERROR';
    };
    expect(wrong({ region: undefined })).toMatch(/region is missing/);
    expect(wrong({ topicIds: ['t'] })).toMatch(/each call names its own/);
    expect(wrong({ compresion: 'lz4' })).toMatch(/Did you mean compression/);
    expect(wrong({ compression: 'snappy' })).toMatch(/^createClsClient: compression is "snappy"/);
    expect(wrong({ callsPerSecond: 0 })).toMatch(/callsPerSecond is 0/);
    expect(wrong({ retry: true })).toMatch(/retry is neither false nor an object/);
    expect(wrong({ retry: { times: 3 } })).toMatch(/"times" is no option/);
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
    expect(await wrong(client.topics.get('orders' as never))).toMatch(/allowed: an object/);
    expect(await wrong(client.topics.get(undefined as never))).toMatch(/allowed: an object/);
    expect(await wrong(client.topics.get({} as never))).toMatch(/topicId is missing/);
    expect(await wrong(client.topics.get({ topicId: '../x' }))).toMatch(/topicId is "\.\.\/x"/);
    expect(await wrong(client.topics.list({ pageSize: 101 }))).toMatch(/pageSize is 101/);
    expect(await wrong(client.partitions.split({ topicId, partition: -1 }))).toMatch(/partition is -1/);
    const notAnObject = new AbortController().signal as never;
    expect(await wrong(client.topics.get(ref, notAnObject))).toMatch(/Pass \{ signal \}/);
    expect(await wrong(client.topics.get(ref, { signal: 'stop' as never }))).toMatch(/no AbortSignal/);
    expect(await wrong(client.topics.get(ref, { timeout: 1 } as never))).toMatch(/Did you mean timeoutMs/);
    expect(service.emulator.cls.stats().calls).toEqual({});
  });

  it('fails with our code, the service’s, its status and request id, and no secret, on either plane', async () => {
    const { client } = await startClient();
    const requestId = expect.stringMatching(/^[0-9a-f-]{36}$/);
    const missing = { name: 'ClientError', code: 'not-found', tries: 1, requestId };
    const api = await client.partitions.list({ topicId: 'nobody' }).catch((reason: unknown) => reason);
    expect(api).toMatchObject({ ...missing, serviceCode: 'ResourceNotFound.TopicNotExist', status: 200 });
    const data = await client.logs.pull({ topicId: 'nobody', partition: 1, offset: 0n }).catch((e: unknown) => e);
    expect(data).toMatchObject({ ...missing, serviceCode: 'TopicNotExist', status: 404 });
    expect([isClientError(api), isConsumerError(api)]).toEqual([true, true]);
    expect([hasServiceCode(data, 'x', 'topicnotexist'), hasServiceCode(data, 'x')]).toEqual([true, false]);
    const wrongKey = { ...credentials, secretAccessKey: 'planted-secret' };
    const { client: stranger } = await startClient({ credentials: wrongKey });
    for (const call of [
      () => stranger.topics.list(list),
      () => stranger.logs.pull({ topicId, partition: 1, offset: 0n }),
    ]) {
      const refused = await call().then(undefined, (reason: unknown) => reason);
      expect(refused).toMatchObject({ code: 'unauthenticated' });
      expect(String((refused as Error).stack)).not.toContain('planted-secret');
    }
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
    const service = await startClient({ callsPerSecond: 1_000 });
    const { client, emulator } = service;
    for (const action of actions) {
      for (const [call, run] of [
        ['DescribeTopics', () => client.topics.list(list)],
        ['PullLog', () => client.logs.pull({ topicId, partition: 1, offset: 0n })],
      ] as const) {
        const take = emulator.cls.faults.add({ match: { call }, action, times: 2 });
        const before = callsOf(service, call);
        await run();
        expect(callsOf(service, call) - before, `${call} ${JSON.stringify(action)}`).toBe(3);
        take();
      }
    }
    for (const status of [400, 403, 404, 418]) {
      const take = emulator.cls.faults.add({ match: {}, action: { kind: 'status', status, code: 'X' } });
      expect(await refusal(client.topics.list(list))).toMatchObject({ tries: 1, status, serviceCode: 'X' });
      take();
    }
  });

  it('gives up after as many tries as the client has, or the call, and says how many there were', async () => {
    const { client, emulator } = await startClient({ retry: { tries: 3 } });
    emulator.cls.faults.add({ match: {}, action: { kind: 'status', status: 500 } });
    const failed = await refusal(client.topics.list(list));
    expect(failed).toMatchObject({ code: 'unavailable', status: 500, tries: 3 });
    expect(failed.message).toContain('after 3 tries');
    expect((await refusal(client.topics.list(list, { retry: false }))).tries).toBe(1);
    expect((await refusal(client.topics.list(list, { retry: { tries: 5 } }))).tries).toBe(5);
    expect((await refusal(client.topics.list(list, { retry: { withinMs: 0 } }))).tries).toBe(1);
  });

  it('waits with a call that would be one too many in a second, instead of sending it', async () => {
    const service = await startClient({ callsPerSecond: 2 }, { quotas: { callsPerSecond: 1_000 } });
    const { client } = service;
    await Promise.all([1, 2, 3, 4, 5].map(() => client.topics.list(list)));
    expect(callsOf(service, 'DescribeTopics')).toBe(5);
    const first = [1, 2, 3].map(() => client.logsets.list({}, { retry: false }).then(undefined, (e: unknown) => e));
    const refused = (await Promise.all(first)).filter(isClientError);
    expect(refused).toMatchObject([{ code: 'throttled', status: undefined }]);
    expect(callsOf(service, 'DescribeLogsets')).toBe(2);
  });

  it('ends a call that hangs by its timeout, and by its signal with the signal’s reason', async () => {
    const { client, emulator } = await startClient({ retry: false });
    emulator.cls.faults.add({ match: {}, action: { kind: 'lost', processed: false, socket: 'open' } });
    expect(await refusal(client.topics.list(list, { timeoutMs: 30 }))).toMatchObject({ code: 'unavailable' });
    const stop = new AbortController();
    const { signal } = stop;
    const waiting = Promise.all(
      [
        client.topics.get(ref, { signal }),
        client.logs.pull({ topicId, partition: 1, offset: 0n }, { signal }),
        client.logs.put({ topicId, logs: [{ fields: { a: 1 } }] }, { signal }),
        collect(client.logs.pullAll({ ...ref, partition: 1 }, { signal })),
      ].map((call) => expect(call).rejects.toBe('enough')),
    );
    stop.abort('enough');
    await waiting;
    await expect(client.topics.get(ref, { signal })).rejects.toBe('enough');
    await expect(collect(client.topics.list(list, { signal }))).rejects.toBe('enough');
  });

  it('ends what is under way when it is closed, takes nothing more, and leaves a transport that it was given', async () => {
    const transport = createTransport();
    const { client, emulator } = await startClient({ transport });
    emulator.cls.faults.add({
      match: { call: 'DescribePartitions' },
      action: { kind: 'lost', processed: false, socket: 'open' },
    });
    const waiting = refusal(client.partitions.list({ topicId }));
    await client.close();
    expect((await waiting).code).toBe('aborted');
    expect((await refusal(client.topics.get(ref))).code).toBe('aborted');
    expect((await refusal(client.topics.list(list))).message).toContain('closed');
    const again = createClsClient({ region, endpoint: emulator.cls.endpoint, credentials, transport });
    expect((await again.topics.list(list)).items).toHaveLength(1);
    await again.close();
    await transport.close();
  });
});

describe('a listing', () => {
  async function many() {
    const topics = Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`topic-${i}`, { partitions: 1 }]));
    return await startClient({ callsPerSecond: 1_000 }, { logsets: { [logsetId]: topics } });
  }
  const names = [0, 1, 2, 3, 4, 5, 6].map((i) => `topic-${i}`);

  it('is one page when it is awaited, and tells where the next one begins', async () => {
    const { client } = await many();
    const first = await client.topics.list({ pageSize: 3 });
    expect(first).toMatchObject({ items: names.slice(0, 3).map((name) => ({ name })), total: 7, next: 3 });
    const last = await client.topics.list({ pageSize: 3, offset: 6 });
    expect([last.items.length, last.total, last.next]).toEqual([1, 7, undefined]);
    expect(await client.topics.list({ offset: 9 })).toEqual({ items: [], total: 7 });
  });

  it('is everything when it is gone through, page by page as they are needed', async () => {
    const service = await many();
    const { client } = service;
    const found = await collect(client.topics.list({ pageSize: 3 }));
    expect(found.map(({ name }) => name)).toEqual(names);
    expect(await client.topics.list({ pageSize: 3, offset: 2 }).all()).toHaveLength(5);
    const before = callsOf(service, 'DescribeTopics');
    for await (const { name } of client.topics.list({ pageSize: 3 })) if (name === 'topic-1') break;
    expect(callsOf(service, 'DescribeTopics') - before).toBe(1);
  });

  it('sends nothing before it is used, and one request however often it is awaited', async () => {
    const service = await many();
    const listing = service.client.topics.list();
    expect(callsOf(service, 'DescribeTopics')).toBe(0);
    const [a, b] = await Promise.all([listing, listing]);
    expect(a).toBe(b);
    expect(callsOf(service, 'DescribeTopics')).toBe(1);
  });
});

import { isConsumerError, systemClock } from '@polylog/core/driver';
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

  it('waits with a call that would be one too many in a second, instead of sending it', async () => {
    const service = await startClient({ callsPerSecond: 2 }, { quotas: { callsPerSecond: 1_000 } });
    const { client } = service;
    await Promise.all([1, 2, 3, 4, 5].map(() => client.topics.list(list)));
    expect(callsOf(service, 'DescribeTopics')).toBe(5);
    const first = [1, 2, 3].map(() => client.logsets.list({}, { retry: false }).then(undefined, (e: unknown) => e));
    const refused = (await Promise.all(first)).filter(isClientError);
    expect(refused).toMatchObject([{ code: 'throttled', status: undefined, tries: 0 }]);
    expect(callsOf(service, 'DescribeLogsets')).toBe(2);
  });

  it('lets all of many calls wait for their turn, however few tries there are', async () => {
    const options = { callsPerSecond: 20, clock: systemClock, retry: { tries: 2 } };
    // The service counts when calls arrive, which is not when they went out: with a quota as low it might refuse one of them.
    const service = await startClient(options, { quotas: { callsPerSecond: 1_000 } });
    await Promise.all(Array.from({ length: 50 }, () => service.client.partitions.list({ topicId })));
    expect(callsOf(service, 'DescribePartitions')).toBe(50);
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
});

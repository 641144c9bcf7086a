import { isConsumerError } from '@polylog/core/driver';
import { createLtsClient, hasServiceCode, isClientError, type LtsClientOptions } from '@polylog/huawei-lts';
import { describe, expect, it } from 'vitest';
import { credentials, projectId, ref, refusal, region, startClient } from './client-service.js';

describe('the client of LTS', () => {
  it('signs for each of the two faces as that wants it, also with a token', async () => {
    const temporary = { ...credentials, securityToken: 'a-token' };
    for (const options of [
      {},
      { credentials: temporary },
      { credentials: temporary, tokenHeader: 'X-Security-Token' },
    ] as const) {
      const accessKeys = [
        { id: credentials.accessKeyId, secret: credentials.secretAccessKey, securityToken: 'a-token' },
      ];
      const isTemporary = 'credentials' in options;
      const { client } = await startClient(options, {
        switches: { signatures: 'own' },
        ...(isTemporary && { accessKeys }),
      });
      await client.logs.put({ ...ref, lines: ['a'] });
      expect((await client.logGroups.list()).total).toBe(1);
      expect((await client.shards.list(ref)).total).toBe(2);
    }
  });

  it('refuses options that are wrong when it is made, in one line, and says that log streams belong to calls', () => {
    const good = { region, projectId, credentials };
    const wrong = (change: object): unknown => {
      try {
        createLtsClient({ ...good, ...change } as LtsClientOptions);
      } catch (error) {
        return (error as Error).message;
      }
      return 'NO ERROR';
    };
    expect(wrong({ region: undefined })).toMatch(/^createLtsClient: region is missing/);
    expect(wrong({ region: '' })).toMatch(/region is empty/);
    expect(wrong({ projectId: 'a/b' })).toMatch(/projectId is "a\/b"/);
    expect(wrong(ref)).toMatch(/each call names its own/);
    expect(wrong({ gatewayEndpiont: 'x' })).toMatch(/Did you mean gatewayEndpoint/);
    expect(wrong({ endpoint: 'lts.cn-north-4.myhuaweicloud.com' })).toMatch(/gatewayEndpoint/);
    expect(wrong({ tokenHeader: 'X' })).toMatch(/tokenHeader is "X"/);
    expect(wrong({ retry: true })).toMatch(/retry is neither false nor an object/);
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
    expect(await wrong(client.logStreams.get('stream' as never))).toMatch(/allowed: an object/);
    expect(await wrong(client.shards.list(undefined as never).all())).toMatch(/allowed: an object/);
    expect(await wrong(client.logStreams.get({ logGroupId: ref.logGroupId } as never))).toMatch(
      /logStreamId is missing/,
    );
    expect(await wrong(client.logStreams.get({ ...ref, logGroupId: '../x' }))).toMatch(/logGroupId is "\.\.\/x"/);
    const notAnObject = new AbortController().signal as never;
    expect(await wrong(client.logStreams.get(ref, notAnObject))).toMatch(/Pass \{ signal \}/);
    expect(await wrong(client.logStreams.get(ref, { signal: 'stop' as never }))).toMatch(/no AbortSignal/);
    expect(await wrong(client.logStreams.get(ref, { timeout: 1 } as never))).toMatch(/Did you mean timeoutMs/);
    expect(service.emulator.lts.stats().calls).toEqual({});
  });

  it('fails with our code, the service’s, its status and request id, and no secret', async () => {
    const { client } = await startClient();
    const nobody = { ...ref, logStreamId: '00000000-0000-4000-8000-000000000000' };
    const error = await client.shards.list(nobody).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: 'ClientError',
      code: 'not-found',
      serviceCode: 'LTS.0208',
      status: 404,
      tries: 1,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect([isClientError(error), isConsumerError(error)]).toEqual([true, true]);
    expect([hasServiceCode(error, 'x', 'lts.0208'), hasServiceCode(error, 'x')]).toEqual([true, false]);
    const wrongKey = { ...credentials, secretAccessKey: 'planted-secret' };
    const { client: stranger } = await startClient({ credentials: wrongKey });
    const refused = await stranger.logGroups.list().catch((reason: unknown) => reason);
    expect(refused).toMatchObject({ code: 'unauthenticated', serviceCode: 'APIGW.0301', status: 401 });
    expect(String((refused as Error).stack)).not.toContain('planted-secret');
  });

  it('never sends a refused signature again by itself: after four in a row the key is left alone', async () => {
    const service = await startClient({ credentials: { accessKeyId: 'polylog', secretAccessKey: 'wrong' } });
    const { client } = service;
    const ends: unknown[] = [];
    for (let n = 0; n < 6; n += 1) {
      const { code, tries } = await refusal(client.logGroups.list());
      ends.push([code, tries]);
    }
    const [sent, notSent] = [1, 0].map((tries) => ['unauthenticated', tries]);
    expect(ends, 'keys that were refused are not sent again').toEqual([sent, ...new Array(5).fill(notSent)]);
    expect(service.emulator.lts.accessKey('polylog').mostBadInARow).toBeLessThanOrEqual(5);
  });

  it('says of a request that was held back, so that no key is locked, that it was never sent', async () => {
    let fetched = 0;
    const others = async () => ({ accessKeyId: 'polylog', secretAccessKey: `wrong-${fetched++}` });
    const service = await startClient({ credentials: others });
    const put = (): Promise<unknown> => service.client.logs.put({ ...ref, lines: ['a'] });
    const ends: unknown[] = [];
    for (let n = 0; n < 4; n += 1) {
      const { code, tries, serviceCode } = await refusal(put());
      ends.push([code, tries, serviceCode]);
    }
    // Each sends twice, for there are newer keys; four wrong ones in a row are enough.
    const sent = ['unauthenticated', 1, 'APIGW.0301'];
    const heldBack = ['unauthenticated', 0, undefined];
    expect(ends).toEqual([sent, sent, heldBack, heldBack]);
    expect(service.emulator.lts.accessKey('polylog').mostBadInARow).toBe(4);
  });

  it('needs the gateway only for what that alone tells', async () => {
    const { client } = await startClient({ gatewayEndpoint: 'http://127.0.0.1:1', retry: false });
    const shard = { ...ref, shard: '0' };
    await client.logs.put({ ...ref, lines: ['a'] });
    const cursor = await client.cursors.get({ ...shard, at: 'begin' });
    expect((await client.logs.pull({ ...shard, cursor })).logs).toHaveLength(1);
    for (const call of [
      client.shards.list(ref).all(),
      client.logGroups.list().all(),
      client.cursors.time({ ...shard, cursor }),
    ]) {
      expect(await refusal(call)).toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining('127.0.0.1:1'),
      });
    }
  });
});

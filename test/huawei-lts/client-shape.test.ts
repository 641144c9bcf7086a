import { isConsumerError } from '@polylog/core/driver';
import { createTransport } from '@polylog/driver-kit';
import { createLtsClient, hasServiceCode, isClientError, type LtsClientOptions } from '@polylog/huawei-lts';
import { describe, expect, it } from 'vitest';
import { callsOf, collect, credentials, projectId, ref, refusal, region, startClient } from './client-service.js';

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
      const take = emulator.lts.faults.add({ match: { call: 'ListLogGroups' }, action, times: 2 });
      const before = callsOf(service, 'ListLogGroups');
      expect((await client.logGroups.list()).items, JSON.stringify(action)).toHaveLength(1);
      expect(callsOf(service, 'ListLogGroups') - before, JSON.stringify(action)).toBe(3);
      take();
    }
    for (const status of [400, 403, 404, 418]) {
      const take = emulator.lts.faults.add({ match: {}, action: { kind: 'status', status, code: 'X' } });
      expect(await refusal(client.logGroups.list())).toMatchObject({ tries: 1, status, serviceCode: 'X' });
      take();
    }
  });

  it('gives up after as many tries as the client has, or the call, and says how many there were', async () => {
    const { client, emulator } = await startClient({ retry: { tries: 3 } });
    emulator.lts.faults.add({ match: {}, action: { kind: 'status', status: 500 } });
    const failed = await refusal(client.logGroups.list());
    expect(failed).toMatchObject({ code: 'unavailable', status: 500, tries: 3 });
    expect(failed.message).toContain('after 3 tries');
    expect((await refusal(client.logGroups.list({}, { retry: false }))).tries).toBe(1);
    expect((await refusal(client.logGroups.list({}, { retry: { tries: 5 } }))).tries).toBe(5);
    expect((await refusal(client.logGroups.list({}, { retry: { withinMs: 0 } }))).tries).toBe(1);
  });

  it('waits as long as the service asks for', async () => {
    const { client, emulator } = await startClient({ retry: { withinMs: 8_000 } });
    emulator.lts.faults.add({ match: {}, action: { kind: 'throttle', retryAfterSeconds: 9 }, times: 1 });
    expect(await refusal(client.logGroups.list())).toMatchObject({ code: 'throttled', tries: 1 });
    emulator.lts.faults.add({ match: {}, action: { kind: 'throttle', retryAfterSeconds: 7 }, times: 1 });
    expect((await client.logGroups.list()).items).toHaveLength(1);
  });

  it('never sends a refused signature again by itself: after four in a row the key is left alone', async () => {
    const service = await startClient({ credentials: { accessKeyId: 'polylog', secretAccessKey: 'wrong' } });
    const { client } = service;
    const codes: unknown[] = [];
    for (let n = 0; n < 6; n += 1) codes.push((await refusal(client.logGroups.list())).code);
    expect(new Set(codes)).toEqual(new Set(['unauthenticated']));
    expect(service.emulator.lts.accessKey('polylog').mostBadInARow).toBeLessThanOrEqual(5);
  });

  it('ends a call that hangs by its timeout, and by its signal with the signal’s reason', async () => {
    const { client, emulator } = await startClient({ retry: false, clock: undefined as never });
    await client.logGroups.list();
    emulator.lts.faults.add({ match: {}, action: { kind: 'lost', processed: false, socket: 'open' } });
    expect(await refusal(client.logGroups.list({}, { timeoutMs: 30 }))).toMatchObject({ code: 'unavailable' });
    const stop = new AbortController();
    const waiting = client.logStreams.get(ref, { signal: stop.signal });
    stop.abort('enough');
    await expect(waiting).rejects.toBe('enough');
    await expect(client.logStreams.get(ref, { signal: stop.signal })).rejects.toBe('enough');
    await expect(collect(client.logStreams.list(ref, { signal: stop.signal }))).rejects.toBe('enough');
    const pulling = collect(client.logs.pullAll({ ...ref, shard: '0' }, { signal: stop.signal }));
    await expect(pulling).rejects.toBe('enough');
  });

  it('ends what is under way when it is closed, takes nothing more, and leaves a transport that it was given', async () => {
    const transport = createTransport();
    const { client, emulator } = await startClient({ transport });
    emulator.lts.faults.add({
      match: { call: 'ListLogStream' },
      action: { kind: 'lost', processed: false, socket: 'open' },
    });
    const waiting = refusal(client.logStreams.get(ref));
    await client.close();
    expect((await waiting).code).toBe('aborted');
    expect((await refusal(client.logGroups.list())).message).toContain('closed');
    expect((await refusal(client.logs.put({ ...ref, lines: ['a'] }))).code).toBe('aborted');
    const { endpoint } = emulator.lts;
    const again = createLtsClient({ region, projectId, endpoint, credentials, transport });
    expect((await again.logGroups.list()).items).toHaveLength(1);
    await again.close();
    await transport.close();
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

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { oneLog, rawBodyOf, startFixture } from '../testing/fixture.js';
import { rawClient } from '../testing/raw-client.js';
import { startEmulator } from './emulator.js';

describe('startEmulator', () => {
  test('handles and wire share one state', async () => {
    const { emulator, send, pull, put } = await startFixture({ shards: 2 });
    const { sls } = emulator;
    sls.createProject('other');
    sls.createLogstore({ project: 'other', logstore: 'logs', shards: 3, ttlDays: 5 });
    expect((await send({ project: 'other', path: '/logstores/logs' })).json).toMatchObject({ ttl: 5, shardCount: 3 });
    const placed = sls.put('proj', 'store', oneLog(emulator, 'by hand'), { shard: 1 });
    expect(placed.shard).toBe(1);
    expect(rawBodyOf(await pull(1, placed.cursor)).toString()).toContain('by hand');
    expect(sls.split('proj', 'store', 1)).toEqual([2, 3]);
    expect(sls.merge('proj', 'store', 2)).toBe(4);
    expect(sls.shards('proj', 'store').map(({ id, readOnly, parents }) => [id, readOnly, parents])).toEqual([
      [0, false, []],
      [1, true, []],
      [2, true, [1]],
      [3, true, [1]],
      [4, false, [2, 3]],
    ]);
    expect(sls.put('proj', 'store', oneLog(emulator, 'x'), { hashKey: 'ff' }).shard).toBe(4);
    expect(() => sls.put('proj', 'store', oneLog(emulator, 'x'), { shard: 1 })).toThrow('invalid shard id.');
    await put(oneLog(emulator, 'over the wire'));
    expect(sls.stats()).toMatchObject({ calls: { GetLogstore: 1, PullLogs: 1, PutLogs: 1 }, statuses: { 200: 3 } });
  });

  test('stop ends all: the port is free, open connections are cut, twice is harmless', async () => {
    const { emulator, send } = await startFixture();
    await send({ path: '/logstores' });
    await Promise.all([emulator.stop(), emulator.stop()]);
    await emulator[Symbol.asyncDispose]();
    await expect(send({ path: '/logstores' })).rejects.toThrow(/ECONNREFUSED|ECONNRESET|hang up/);
    const again = await startEmulator({ port: emulator.sls.port });
    expect(again.sls.endpoint).toBe(emulator.sls.endpoint);
    await again.stop();
  });

  test('cutConnections cuts what is open and takes new ones', async () => {
    const { emulator, send } = await startFixture();
    await send({ path: '/logstores' });
    expect(emulator.sls.cutConnections()).toBe(1);
    const answer = await send({ path: '/logstores' }).catch(() => send({ path: '/logstores' }));
    expect(answer.status).toBe(200);
  });

  test('a taken port rejects, and an unknown switch names those there are', async () => {
    const { emulator } = await startFixture();
    await expect(startEmulator({ port: emulator.sls.port })).rejects.toThrow('EADDRINUSE');
    await expect(startEmulator({ sls: { switches: { nope: 1 } as object } })).rejects.toThrow(/"nope".*balancingLagMs/);
  });

  test('serves HTTPS with a given key beside HTTP, on one state', async () => {
    const file = (name: string): string =>
      readFileSync(new URL(`../testing/localhost-${name}.pem`, import.meta.url), 'utf8');
    const cert = file('cert');
    const { emulator } = await startFixture({}, { https: { key: file('key'), cert } });
    const send = rawClient(emulator.sls.httpsEndpoint ?? '', { project: 'proj' }, { ca: cert });
    emulator.sls.createLogstore({ project: 'proj', logstore: 'late' });
    expect((await send({ path: '/logstores' })).json.logstores).toEqual(['late', 'store']);
    expect((await send({ path: '/logstores', sign: 'v4' })).status).toBe(200);
  });

  test('a body beyond all limits is refused before it is held', async () => {
    const { send } = await startFixture();
    const body = Buffer.alloc(64 * 1024 * 1024 + 1);
    const answer = await send({ method: 'POST', path: '/logstores/store', body }).catch((error: Error) => error);
    expect(answer instanceof Error ? answer.message : answer.code).toMatch(/PostBodyTooLarge|ECONNRESET|EPIPE/);
    expect((await send({ path: '/logstores' })).status).toBe(200);
  });
});

import { describe, expect, test } from 'vitest';
import { type Fixture, oneLog, rawBodyOf, startFixture } from '../../testing/fixture.js';
import type { RawAnswer } from '../../testing/raw-client.js';
import type { FaultAction, FaultRule } from './rule.js';

async function withData(
  rule?: FaultRule,
  seed = 1,
): Promise<Fixture & { readonly begin: string; read(): Promise<RawAnswer> }> {
  const fixture = await startFixture({ shards: 1 }, { seed });
  for (let i = 0; i < 20; i++) await fixture.put(oneLog(fixture.emulator, `line ${i} ${'x'.repeat(i * 7)}`));
  const begin = await fixture.cursor(0, 'begin');
  if (rule) fixture.emulator.sls.faults.add(rule);
  return { ...fixture, begin, read: () => fixture.pull(0, begin) };
}

const pullOnce = (action: FaultAction): FaultRule => ({ match: { call: 'PullLogs' }, action, times: 1 });

describe('each kind of fault', () => {
  test('status: this error in the service’s shape, with Retry-After', async () => {
    const { read } = await withData(
      pullOnce({ kind: 'status', status: 503, code: 'ServerBusy', message: 'busy', retryAfterSeconds: 2 }),
    );
    const answer = await read();
    expect([answer.status, answer.json]).toEqual([503, { errorCode: 'ServerBusy', errorMessage: 'busy' }]);
    expect(answer.headers['retry-after']).toBe('2');
    expect(answer.headers['x-log-requestid']).toBeDefined();
    expect((await read()).status).toBe(200);
  });

  test('throttle: the service’s quota error, as 403 or 429', async () => {
    const { read, put, emulator } = await withData();
    const { faults } = emulator.sls;
    faults.add({ action: { kind: 'throttle' }, times: 2 });
    expect(await read()).toMatchObject({ status: 403, code: 'ReadQuotaExceed' });
    expect(await put(oneLog(emulator, 'a'))).toMatchObject({ status: 403, code: 'WriteQuotaExceed' });
    faults.add({ action: { kind: 'throttle', status: 429, retryAfterSeconds: 1 }, times: 1 });
    const answer = await read();
    expect([answer.status, answer.headers['retry-after']]).toEqual([429, '1']);
  });

  test('delay: the answer comes later, and delays add up', async () => {
    const { read, emulator } = await withData(pullOnce({ kind: 'delay', delayMs: 60 }));
    emulator.sls.faults.add(pullOnce({ kind: 'delay', delayMs: 60 }));
    const startedAt = performance.now();
    expect((await read()).status).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(115);
  });

  test.each(['before-body', 'in-body'] as const)('cut %s: the head arrives, the connection ends early', async (at) => {
    const { read } = await withData(pullOnce({ kind: 'cut', at }));
    await expect(read()).rejects.toThrow(/aborted|socket hang up|ECONNRESET/);
    expect((await read()).status).toBe(200);
  });

  test.each(['before-body', 'in-body'] as const)('cut %s of an answer without one: nothing arrives', async (at) => {
    const { send, emulator } = await withData({
      match: { call: 'CreateConsumerGroup' },
      action: { kind: 'cut', at },
      times: 1,
    });
    const create = {
      method: 'POST',
      path: '/logstores/store/consumergroups',
      body: '{"consumerGroup":"g","timeout":10,"order":false}',
    };
    await expect(send(create)).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(emulator.sls.consumerGroup('proj', 'store', 'g').consumers).toEqual([]);
  });

  test('cut after the body: the answer is whole, the connection gone', async () => {
    const { read, send } = await withData(pullOnce({ kind: 'cut', at: 'after-body' }));
    expect(rawBodyOf(await read()).length).toBeGreaterThan(0);
    // A kept connection would serve this, a cut one makes the client open another or fail at once.
    await expect(send({ path: '/logstores' }).catch(() => send({ path: '/logstores' }))).resolves.toMatchObject({
      status: 200,
    });
  });

  test('truncate: a whole HTTP answer whose body lacks its end', async () => {
    const { read } = await withData(pullOnce({ kind: 'truncate' }));
    const short = await read();
    const whole = await read();
    expect(short.headers['content-length']).toBe(String(short.body.length));
    expect(short.body).toEqual(whole.body.subarray(0, whole.body.length >> 1));
    expect(() => rawBodyOf(short)).toThrow();
  });

  test('corrupt: same length, other bytes; the stored data stay whole', async () => {
    const { read } = await withData(pullOnce({ kind: 'corrupt' }));
    const broken = await read();
    const whole = await read();
    expect(broken.body.length).toBe(whole.body.length);
    expect(broken.body).not.toEqual(whole.body);
    expect(rawBodyOf(whole).toString()).toContain('line 19');
  });

  test('raw-size: the header lies', async () => {
    const { read } = await withData(pullOnce({ kind: 'raw-size', bytes: 12 }));
    expect((await read()).headers['x-log-bodyrawsize']).toBe('12');
  });

  test('header: one is replaced or left out', async () => {
    const { read } = await withData(pullOnce({ kind: 'header', name: 'X-Log-Cursor', value: undefined }));
    expect((await read()).headers['x-log-cursor']).toBeUndefined();
  });

  test.each([true, false])('lost (processed: %s): no answer, and the request took effect or not', async (processed) => {
    const { emulator, put, cursor, begin } = await withData({
      match: { call: 'PutLogs' },
      action: { kind: 'lost', processed },
      times: 1,
    });
    await expect(put(oneLog(emulator, 'lost'))).rejects.toThrow(/socket hang up|ECONNRESET/);
    const groups =
      BigInt(Buffer.from(await cursor(0, 'end'), 'base64').toString()) -
      BigInt(Buffer.from(begin, 'base64').toString());
    expect(groups).toBe(processed ? 21n : 20n);
  });

  test('lost with an open socket: the client waits until it gives up, and a stop ends it', async () => {
    const { read, emulator } = await withData(pullOnce({ kind: 'lost', processed: true, socket: 'open' }));
    let settled = false;
    const waiting = read().finally(() => {
      settled = true;
    });
    const outcome = expect(waiting).rejects.toThrow();
    expect((await read()).status).toBe(200);
    expect(settled).toBe(false);
    await emulator.stop();
    await outcome;
  });

  test('a lost heartbeat that was processed renewed the session', async () => {
    const { send, emulator } = await withData();
    const g = '/logstores/store/consumergroups';
    await send({ method: 'POST', path: g, body: '{"consumerGroup":"g","timeout":10,"order":false}' });
    const beat = (body: string) =>
      send({ method: 'POST', path: `${g}/g`, query: { type: 'heartbeat', consumer: 'c' }, body });
    await beat('[]');
    for (const processed of [true, false]) {
      emulator.clock.advance(6000);
      emulator.sls.faults.add({
        match: { call: 'HeartBeat', consumer: 'c', group: 'g' },
        action: { kind: 'lost', processed },
        times: 1,
      });
      await expect(beat('[0]')).rejects.toThrow();
    }
    emulator.clock.advance(6000);
    expect((await beat('[0]')).code).toBe('NotExistConsumerWithBody');
  });
});

describe('rules', () => {
  test('match by call, project, logstore, shard, group and consumer, all that are named', async () => {
    const { read, send, emulator, begin } = await withData();
    const { faults } = emulator.sls;
    const action = { kind: 'status', status: 500 } as const;
    for (const match of [
      { call: 'HeartBeat' },
      { call: ['GetCursor', 'ListShards'] },
      { project: 'other' },
      { logstore: 'other' },
      { shard: 1 },
      { consumer: 'c' },
    ]) {
      faults.add({ match, action });
      expect((await read()).status).toBe(200);
    }
    faults.clear();
    faults.add({
      match: { call: ['X', 'UpdateCheckPoint'], project: 'proj', logstore: 'store', shard: '0', group: 'g' },
      action,
    });
    const g = '/logstores/store/consumergroups/g';
    const saving = { method: 'POST', path: g, query: { type: 'checkpoint', consumer: 'c', forceSuccess: 'true' } };
    expect((await send({ ...saving, body: JSON.stringify({ shard: 0, checkpoint: begin }) })).status).toBe(500);
    expect((await send({ ...saving, body: JSON.stringify({ shard: 1, checkpoint: begin }) })).status).toBe(404);
    expect(faults.hits()).toEqual({ status: 1 });
  });

  test('let calls pass first, retire after so many hits, and can be taken away', async () => {
    const { read, emulator } = await withData();
    const action = { kind: 'status', status: 500 } as const;
    emulator.sls.faults.add({ action, after: 1, times: 2 });
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await read()).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
    const remove = emulator.sls.faults.add({ action });
    expect((await read()).status).toBe(500);
    remove();
    remove();
    expect((await read()).status).toBe(200);
  });

  test('with a probability hit by the seed: the same one, the same calls', async () => {
    const run = async (seed: number): Promise<number[]> => {
      const { read } = await withData({ action: { kind: 'status', status: 500 }, probability: 0.5 }, seed);
      const statuses = [];
      for (let i = 0; i < 24; i++) statuses.push((await read()).status);
      return statuses;
    };
    const first = await run(5);
    expect(first).toContain(200);
    expect(first).toContain(500);
    expect(await run(5)).toEqual(first);
    expect(await run(6)).not.toEqual(first);
  });

  test.each([{ probability: 1.5 }, { times: 0 }, { after: -1 }])('%o is refused by name', async (wrong) => {
    const { emulator } = await startFixture();
    const rule = { action: { kind: 'throttle' }, ...wrong } as const;
    expect(() => emulator.sls.faults.add(rule)).toThrow(Object.keys(wrong)[0] as string);
  });

  test('a delayed answer does not hold up a stop', async () => {
    const { read, emulator } = await withData(pullOnce({ kind: 'delay', delayMs: 3_600_000 }));
    const outcome = expect(read()).rejects.toThrow();
    while (emulator.sls.faults.hits().delay !== 1) await new Promise((resolve) => setImmediate(resolve));
    await emulator.stop();
    await outcome;
  });
});

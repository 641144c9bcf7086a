import { cursorPlus } from '@polylog/alibaba-sls/wire';
import { toPosition } from '@polylog/core/driver';
import { createTransport } from '@polylog/driver-kit';
import { afterEach, describe, expect, it } from 'vitest';
import {
  at,
  bodies,
  failure,
  logstore,
  options,
  partition,
  project,
  readOptions,
  type SlsService,
  startSlsService,
} from './sls-service.js';

let service: SlsService;
afterEach(() => service.stop());

const texts = (count: number, prefix = 'line'): string[] => Array.from({ length: count }, (_, i) => `${prefix} ${i}`);

describe('reading a logstore over the wire', () => {
  it.each(['lz4', 'deflate', 'none'] as const)(
    'hands out what was put, in order, compressed by %s',
    async (compression) => {
      service = await startSlsService();
      service.fill(0, texts(50));
      const driver = service.driver({ compression });
      const start = await at(driver, '0', 'earliest');
      const batch = await driver.read(partition('0'), start, readOptions());
      expect(bodies(batch)).toEqual(texts(50));
      expect(batch).toMatchObject({ partition: '0', start, recordCount: 50, state: 'caught-up' });
      expect(batch.next).toBe(cursorPlus(start, 50n));
      expect(batch.skipped).toBeUndefined();
      expect(Math.abs((batch.servedAtMs ?? 0) - service.emulator.clock.now())).toBeLessThan(5000);
      expect(Math.abs((batch.newestReceivedAtMs ?? 0) - service.emulator.clock.now())).toBeLessThan(5000);
      batch.release();
      expect(() => bodies(batch)).toThrow(expect.objectContaining({ code: 'record-released' }));
    },
  );

  it('signs with version 4 as well', async () => {
    service = await startSlsService();
    service.fill(0, ['a']);
    const driver = service.driver({ signature: 'v4', region: 'cn-emu' });
    const batch = await driver.read(partition('0'), await at(driver, '0', 'earliest'), readOptions());
    expect(bodies(batch)).toEqual(['a']);
    batch.release();
  });

  it('says more while log groups wait, and caught-up at the tail and beyond', async () => {
    service = await startSlsService();
    service.fill(0, texts(5));
    const driver = service.driver({ maxLogGroups: 2 });
    let position = await at(driver, '0', 'earliest');
    const seen: [string, number][] = [];
    for (let i = 0; i < 4; i += 1) {
      const batch = await driver.read(partition('0'), position, readOptions());
      seen.push([batch.state, batch.recordCount]);
      position = batch.next;
      batch.release();
    }
    expect(seen).toEqual([
      ['more', 2],
      ['more', 2],
      ['caught-up', 1],
      ['caught-up', 0],
    ]);
  });

  it('names each record by shard, cursor of its log group and place, and the same on redelivery', async () => {
    service = await startSlsService();
    service.fill(0, texts(6));
    const start = await at(service.driver(), '0', 'earliest');
    const ids = async (maxLogGroups: number): Promise<string[]> => {
      const driver = service.driver({ maxLogGroups });
      const found: string[] = [];
      for (let position = start; ; ) {
        const batch = await driver.read(partition('0'), position, readOptions());
        found.push(...[...batch.records].map(({ id }) => id));
        position = batch.next;
        batch.release();
        if (batch.state === 'caught-up') return found;
      }
    };
    const all = await ids(1000);
    expect(new Set(all).size).toBe(6);
    expect(all[0]).toMatch(/^0:\d+:0$/);
    expect(await ids(4)).toEqual(all);
  });

  it('reserves what the answer will hold before the body is read, once', async () => {
    service = await startSlsService();
    service.fill(0, ['x'.repeat(100_000)]);
    const driver = service.driver();
    const o = readOptions();
    const batch = await driver.read(partition('0'), await at(driver, '0', 'earliest'), o);
    expect(o.reserved).toHaveLength(1);
    expect(o.reserved[0]).toBeGreaterThan(batch.rawBytes);
    batch.release();
  });

  it('rejects with the reason of a reservation that was refused', async () => {
    service = await startSlsService();
    service.fill(0, ['a']);
    const driver = service.driver();
    const reason = new Error('no memory, ever');
    const o = readOptions({ reserve: () => Promise.reject(reason) });
    expect(await failure(driver.read(partition('0'), await at(driver, '0', 'earliest'), o))).toBe(reason);
  });

  it('refuses a body over the cap before it is read', async () => {
    service = await startSlsService();
    service.fill(0, ['x'.repeat(10_000)]);
    const driver = service.driver();
    const o = readOptions({ maxBytes: 5_000 });
    const error = await failure(driver.read(partition('0'), await at(driver, '0', 'earliest'), o));
    expect(driver.classify(error).code).toBe('corrupt-data');
    expect(o.reserved).toEqual([]);
  });

  it.each([
    ['a damaged body', { kind: 'corrupt', bytes: 40 }],
    ['a body without its end', { kind: 'truncate', keepBytes: 10 }],
    ['a raw size that lies', { kind: 'raw-size', bytes: 3 }],
    ['a count that lies', { kind: 'header', name: 'x-log-count', value: '7' }],
    ['a count that is no number', { kind: 'header', name: 'x-log-count', value: 'many' }],
    ['no next cursor', { kind: 'header', name: 'x-log-cursor', value: undefined }],
    ['no raw size', { kind: 'header', name: 'x-log-bodyrawsize', value: undefined }],
    ['a next cursor behind the one asked for', { kind: 'header', name: 'x-log-cursor', value: 'MQ==' }],
  ] as const)('calls %s corrupt-data', async (_, action) => {
    service = await startSlsService();
    service.fill(0, texts(30));
    const driver = service.driver();
    const start = await at(driver, '0', 'earliest');
    service.emulator.sls.faults.add({ match: { call: 'PullLogs' }, action });
    const failed = driver.classify(await failure(driver.read(partition('0'), start, readOptions())));
    expect(failed.code).toBe('corrupt-data');
    // Says where, so that somebody can look into it.
    expect(failed.message).toMatch(/PullLogs/);
    expect(failed.requestId ?? failed.message).toMatch(/[0-9A-F]{24}/);
    expect(failed.message).not.toMatch(/line \d|\n/);
  });

  it('calls a connection cut in the body unavailable, and reads the same the next time', async () => {
    service = await startSlsService();
    service.fill(0, ['x'.repeat(200_000)]);
    const driver = service.driver();
    const start = await at(driver, '0', 'earliest');
    service.emulator.sls.faults.add({ match: { call: 'PullLogs' }, action: { kind: 'cut', at: 'in-body' }, times: 1 });
    expect(driver.classify(await failure(driver.read(partition('0'), start, readOptions()))).code).toBe('unavailable');
    const batch = await driver.read(partition('0'), start, readOptions());
    expect(batch.recordCount).toBe(1);
    batch.release();
  });

  describe('the end of a shard', () => {
    it.each(['at-tail', 'when-empty', 'never'] as const)(
      'is said of a read-only one after an empty read only (end of cursor: %s)',
      async (endOfCursor) => {
        service = await startSlsService({ switches: { endOfCursor } });
        service.fill(0, texts(3));
        const driver = service.driver();
        const start = await at(driver, '0', 'earliest');
        service.emulator.sls.split(project, logstore, 0);
        const full = await driver.read(partition('0', true), start, readOptions());
        expect(full.recordCount).toBe(3);
        expect(full.state).not.toBe('ended');
        const empty = await driver.read(partition('0', true), full.next, readOptions());
        expect(empty).toMatchObject({ state: 'ended', recordCount: 0, next: full.next });
        full.release();
        empty.release();
      },
    );

    it('is not said of one that was listed as taking writes, though it has been split since', async () => {
      service = await startSlsService();
      const driver = service.driver();
      const end = await at(driver, '0', 'latest');
      service.emulator.sls.split(project, logstore, 0);
      const batch = await driver.read(partition('0', false), end, readOptions());
      expect(batch.state).toBe('caught-up');
      batch.release();
    });

    it('is the end bound where one is given: nothing behind it is read, and nothing is asked at it', async () => {
      service = await startSlsService();
      service.fill(0, texts(10));
      const driver = service.driver();
      const start = await at(driver, '0', 'earliest');
      const position = toPosition(cursorPlus(start, 4n) ?? '');
      const until = { epochMs: 0, position };
      const batch = await driver.read(partition('0'), start, readOptions({ until }));
      expect(bodies(batch)).toEqual(texts(4));
      expect(batch).toMatchObject({ state: 'ended', next: position });
      batch.release();
      const o = readOptions({ until });
      const beyond = toPosition(cursorPlus(start, 7n) ?? '');
      expect(await driver.read(partition('0'), beyond, o)).toMatchObject({
        state: 'ended',
        next: beyond,
        recordCount: 0,
      });
      expect(o.reserved).toEqual([]);
    });
  });

  describe('a position that has expired', () => {
    it.each(['InvalidCursor', 'ParameterInvalid'] as const)(
      'is position-lost where the service says %s',
      async (expiredCursor) => {
        service = await startSlsService({ switches: { expiredCursor } });
        service.fill(0, texts(5));
        const driver = service.driver();
        const start = await at(driver, '0', 'earliest');
        service.emulator.sls.expire(project, logstore, { shard: 0, all: true });
        const failed = driver.classify(await failure(driver.read(partition('0'), start, readOptions())));
        expect(failed).toMatchObject({ code: 'position-lost', scope: 'partition' });
        expect(failed.requestId).toMatch(/./);
      },
    );

    it('is told as skipped where the service silently reads on at the oldest', async () => {
      service = await startSlsService({ switches: { expiredCursor: 'skip-to-oldest' } });
      service.fill(0, texts(5));
      const driver = service.driver();
      const start = await at(driver, '0', 'earliest');
      const kept = cursorPlus(start, 3n) ?? '';
      service.emulator.sls.expire(project, logstore, { shard: 0, beforeCursor: kept });
      const batch = await driver.read(partition('0'), start, readOptions());
      expect(bodies(batch)).toEqual(['line 3', 'line 4']);
      expect(batch.skipped).toMatchObject({ from: start, to: kept });
      expect(batch.skipped?.description).toContain('3 log groups');
      batch.release();
    });

    it('is told as skipped, too, where nothing is left at all', async () => {
      service = await startSlsService({ switches: { expiredCursor: 'skip-to-oldest' } });
      service.fill(0, texts(5));
      const driver = service.driver();
      const start = await at(driver, '0', 'earliest');
      service.emulator.sls.expire(project, logstore, { shard: 0, all: true });
      const batch = await driver.read(partition('0'), start, readOptions());
      expect(batch.skipped).toMatchObject({ from: start, to: cursorPlus(start, 5n) });
      batch.release();
    });

    it('is position-lost as well when it is no cursor at all', async () => {
      service = await startSlsService();
      const driver = service.driver();
      const failed = driver.classify(await failure(driver.read(partition('0'), toPosition('nonsense'), readOptions())));
      expect(failed.code).toBe('position-lost');
    });
  });

  it('moves on with a filter that leaves nothing, and names records per read', async () => {
    service = await startSlsService();
    service.fill(0, [...texts(4, 'debug'), 'error 1']);
    const driver = service.driver({ query: 'error', maxLogGroups: 2 });
    let position = await at(driver, '0', 'earliest');
    const found: string[] = [];
    const states: string[] = [];
    for (let i = 0; i < 4 && states.at(-1) !== 'caught-up'; i += 1) {
      const batch = await driver.read(partition('0'), position, readOptions());
      states.push(batch.state);
      found.push(...[...batch.records].map((record) => record.id));
      expect(batch.skipped).toBeUndefined();
      position = batch.next;
      batch.release();
    }
    expect(states[0], 'nothing passed the filter, and yet there is more').toBe('more');
    expect(found).toHaveLength(1);
    expect(found.every((id) => id.includes('@'))).toBe(true);
  });

  it('works with a transport of the user’s that does not know onHeaders', async () => {
    service = await startSlsService();
    service.fill(0, texts(3));
    const inner = createTransport();
    const driver = service.driver({
      transport: { send: ({ onHeaders: _unknown, ...request }) => inner.send(request), close: () => inner.close() },
    });
    const o = readOptions();
    const batch = await driver.read(partition('0'), await at(driver, '0', 'earliest'), o);
    expect(bodies(batch)).toEqual(texts(3));
    expect(o.reserved).toHaveLength(1);
    batch.release();
    await driver.close?.();
    expect((await driver.partitions(options())).length).toBe(2);
    await inner.close();
  });

  it('settles soon after its signal aborts, with the signal’s reason', async () => {
    service = await startSlsService();
    const driver = service.driver();
    const start = await at(driver, '0', 'earliest');
    service.emulator.sls.faults.add({
      match: { call: 'PullLogs' },
      action: { kind: 'lost', processed: false, socket: 'open' },
    });
    const controller = new AbortController();
    const reading = failure(driver.read(partition('0'), start, readOptions({ signal: controller.signal })));
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await reading).toBe(reason);
  });
});

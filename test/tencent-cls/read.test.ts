import { toPosition } from '@polylog/core/driver';
import { createTransport } from '@polylog/driver-kit';
import { afterEach, describe, expect, it } from 'vitest';
import {
  at,
  bodies,
  type ClsService,
  failure,
  options,
  partition,
  readOptions,
  startClsService,
} from './cls-service.js';

let service: ClsService;
afterEach(() => service.stop());

const first = partition('orders/1');
const texts = (count: number, prefix = 'line'): string[] => Array.from({ length: count }, (_, i) => `${prefix} ${i}`);

describe('reading a topic over the wire', () => {
  it('hands out what was put, in order', async () => {
    service = await startClsService();
    service.fill(1, texts(50));
    const driver = service.driver();
    const start = await at(driver, 'orders/1', 'earliest');
    const batch = await driver.read(first, start, readOptions());
    expect(bodies(batch)).toEqual(texts(50));
    expect(batch).toMatchObject({ partition: 'orders/1', start: '0', next: '50', recordCount: 50 });
    expect(Math.abs((batch.servedAtMs ?? 0) - service.emulator.clock.now())).toBeLessThan(5000);
    batch.release();
    expect(() => bodies(batch)).toThrow(expect.objectContaining({ code: 'record-released' }));
  });

  it('keeps file name, source, host name, tags and package id', async () => {
    service = await startClsService();
    service.emulator.cls.put(
      'orders',
      {
        packageId: '7CA40B09C561349396D00DC2-0000000000000001',
        filename: '/var/log/app.log',
        source: '10.0.0.1',
        hostname: 'web-1',
        tags: [['env', 'prod']],
        logs: [{ time: 1_700_000_000_123_456n, contents: [['__CONTENT__', 'line']] }],
      },
      { partition: 1 },
    );
    const driver = service.driver();
    const batch = await driver.read(first, await at(driver, 'orders/1', 'earliest'), readOptions());
    const [record] = batch.records;
    expect(record).toMatchObject({
      body: 'line',
      path: '/var/log/app.log',
      source: '10.0.0.1',
      host: 'web-1',
      timeNs: 1_700_000_000_123_456_000n,
    });
    expect(record?.tags.get('env')).toBe('prod');
    expect(record?.tags.get('__PKGID__')).toBe('7CA40B09C561349396D00DC2-0000000000000001');
    batch.release();
  });

  it.each([
    { caughtUp: 'position' },
    { caughtUp: 'zero' },
    { caughtUp: 'minus-one' },
    { emptyMessage: 'null' },
    { offsets: 'bytes' },
    { offsets: 'per-log' },
    { pullSize: 'groups' },
  ] as const)('goes on from batch to batch until it has caught up, where the service has %j', async (switches) => {
    service = await startClsService({ switches });
    service.fill(1, texts(5));
    const driver = service.driver({ maxReadBytes: 2 });
    const read: (string | undefined)[] = [];
    let position = await at(driver, 'orders/1', 'earliest');
    for (let reads = 0; reads < 10; reads++) {
      const batch = await driver.read(first, position, readOptions());
      read.push(...bodies(batch));
      position = batch.next;
      batch.release();
      if (batch.recordCount === 0) {
        expect(batch.state).toBe('caught-up');
        break;
      }
    }
    expect(read).toEqual(texts(5));
    expect(position).toBe(await at(driver, 'orders/1', 'latest'));
  });

  it('reads beyond 2^53 to the last digit', async () => {
    service = await startClsService({ switches: { offsetBase: 2n ** 53n + 1n } });
    service.fill(1, texts(3));
    const driver = service.driver();
    const batch = await driver.read(first, await at(driver, 'orders/1', 'earliest'), readOptions());
    expect([batch.start, batch.next]).toEqual(['9007199254740993', '9007199254740996']);
    batch.release();
  });

  it.each([
    [400, 'InvalidOffset'],
    [404, 'InvalidOffset'],
    [500, 'LogOffset.invalidoffset'],
  ] as const)('a place that has expired is position-lost, be it said by %i %s', async (invalidOffsetStatus, code) => {
    service = await startClsService({ switches: { invalidOffsetStatus, invalidOffsetCode: code } });
    service.fill(1, texts(5));
    const driver = service.driver();
    service.emulator.cls.expire('orders', { partition: 1, beforeOffset: 3n });
    const failed = driver.classify(await failure(driver.read(first, toPosition('1'), readOptions())));
    expect(failed).toMatchObject({ code: 'position-lost', scope: 'partition' });
    expect(failed.message, 'in the service’s own spelling').toContain(` ${code}: `);
    expect(failed.requestId).toMatch(/./);
    expect(driver.classify(await failure(driver.read(first, toPosition('nonsense'), readOptions()))).code).toBe(
      'position-lost',
    );
  });

  describe('the end of a partition', () => {
    it('is said of a read-only one after an empty read only', async () => {
      service = await startClsService();
      service.fill(1, texts(3));
      const driver = service.driver();
      const start = await at(driver, 'orders/1', 'earliest');
      service.emulator.cls.split('orders', 1);
      expect(await driver.partitions(options())).toEqual([
        { id: 'orders/1', stream: 'orders', readOnly: true, parents: [] },
        { id: 'orders/2', stream: 'orders', readOnly: false, parents: [] },
        { id: 'orders/3', stream: 'orders', readOnly: false, parents: ['orders/1'] },
        { id: 'orders/4', stream: 'orders', readOnly: false, parents: ['orders/1'] },
      ]);
      const full = await driver.read(partition('orders/1', true), start, readOptions());
      expect(full.recordCount).toBe(3);
      expect(full.state).not.toBe('ended');
      const empty = await driver.read(partition('orders/1', true), full.next, readOptions());
      expect(empty).toMatchObject({ state: 'ended', recordCount: 0, next: full.next });
      full.release();
      empty.release();
    });

    it.each(['on-empty-page', 'with-data'] as const)(
      'is the end bound where one is given, at the place of that time (%s)',
      async (endOfRange) => {
        service = await startClsService({ switches: { endOfRange } });
        const { clock } = service.emulator;
        service.fill(1, texts(4, 'before'));
        clock.advance(5_000);
        const epochMs = Math.floor(clock.now() / 1_000) * 1_000;
        clock.advance(5_000);
        service.fill(1, texts(4, 'after'));
        const driver = service.driver();
        const until = { epochMs, position: await at(driver, 'orders/1', { epochMs }) };
        expect(until.position).toBe('4');
        let position = await at(driver, 'orders/1', 'earliest');
        const read: (string | undefined)[] = [];
        for (let reads = 0; reads < 3; reads++) {
          const batch = await driver.read(first, position, readOptions({ until }));
          read.push(...bodies(batch));
          position = batch.next;
          batch.release();
          if (batch.state === 'ended') break;
        }
        expect(read).toEqual(texts(4, 'before'));
        expect(position).toBe('4');
        const o = readOptions({ until });
        expect(await driver.read(first, toPosition('7'), o)).toMatchObject({ state: 'ended', next: '7' });
        expect(o.reserved, 'nothing is asked at the end').toEqual([]);
      },
    );
  });

  it.each([
    ['a damaged body', { kind: 'corrupt', bytes: 60 }],
    ['a body without its end', { kind: 'truncate', keepBytes: 10 }],
    ['a size that lies', { kind: 'raw-size', bytes: 3 }],
  ] as const)('calls %s corrupt-data', async (_, action) => {
    service = await startClsService();
    service.fill(1, texts(30));
    const driver = service.driver();
    const start = await at(driver, 'orders/1', 'earliest');
    service.emulator.cls.faults.add({ match: { call: 'PullLog' }, action });
    const failed = driver.classify(await failure(driver.read(first, start, readOptions())));
    expect(failed.code).toBe('corrupt-data');
    expect(failed.message).toMatch(/PullLog/);
    expect(failed.message).not.toMatch(/line \d|\n/);
  });

  it('reserves what the answer will hold, once, and rejects with the reason of a refusal', async () => {
    service = await startClsService();
    service.fill(1, ['x'.repeat(100_000)]);
    const driver = service.driver();
    const start = await at(driver, 'orders/1', 'earliest');
    const o = readOptions();
    const batch = await driver.read(first, start, o);
    expect(o.reserved).toHaveLength(1);
    expect(o.reserved[0]).toBeGreaterThan(batch.rawBytes);
    batch.release();
    const reason = new Error('no memory, ever');
    const refusing = readOptions({ reserve: () => Promise.reject(reason) });
    expect(await failure(driver.read(first, start, refusing))).toBe(reason);
  });

  it('works with a transport of the user’s that does not know onHeaders', async () => {
    service = await startClsService();
    service.fill(1, texts(3));
    const inner = createTransport();
    const driver = service.driver({
      transport: { send: ({ onHeaders: _unknown, ...request }) => inner.send(request), close: () => inner.close() },
    });
    const o = readOptions();
    const batch = await driver.read(first, await at(driver, 'orders/1', 'earliest'), o);
    expect(bodies(batch)).toEqual(texts(3));
    expect(o.reserved).toHaveLength(1);
    batch.release();
    await driver.close?.();
    expect((await driver.partitions(options())).length).toBe(2);
    await inner.close();
  });

  it('settles soon after its signal aborts, with the signal’s reason', async () => {
    service = await startClsService();
    const driver = service.driver();
    const start = await at(driver, 'orders/1', 'earliest');
    service.emulator.cls.faults.add({
      match: { call: 'PullLog' },
      action: { kind: 'lost', processed: false, socket: 'open' },
    });
    const controller = new AbortController();
    const reading = failure(driver.read(first, start, readOptions({ signal: controller.signal })));
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await reading).toBe(reason);
  });
});

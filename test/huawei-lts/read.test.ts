import { toPosition } from '@polylog/core/driver';
import { createTransport } from '@polylog/driver-kit';
import { cursorTime, pushLogs } from '@polylog/huawei-lts/wire';
import { afterEach, describe, expect, it } from 'vitest';
import {
  at,
  bodies,
  failure,
  type LtsService,
  options,
  partition,
  readOptions,
  spec,
  startLtsService,
  stream,
} from './lts-service.js';

let service: LtsService;
afterEach(() => service.stop());

const first = partition('0');
const texts = (count: number, prefix = 'line'): string[] => Array.from({ length: count }, (_, i) => `${prefix} ${i}`);

describe('reading a log stream over the wire', () => {
  it('hands out what was put, in order', async () => {
    service = await startLtsService();
    service.fill(0, texts(50));
    const driver = service.driver();
    const start = await at(driver, '0', 'earliest');
    const batch = await driver.read(first, start, readOptions());
    expect(bodies(batch)).toEqual(texts(50));
    expect(batch).toMatchObject({ partition: '0', start, recordCount: 50, state: 'more' });
    expect(BigInt(batch.next)).toBeGreaterThan(BigInt(start));
    expect(Math.abs((batch.servedAtMs ?? 0) - service.emulator.clock.now())).toBeLessThan(5000);
    expect([...batch.records].map(({ id }) => id)[49]).toBe(`0@${start}:49`);
    batch.release();
    expect(() => bodies(batch)).toThrow(expect.objectContaining({ code: 'record-released' }));
  });

  it('tells when the newest record of a batch was received, so that the lag is known; not where cursors are a count', async () => {
    for (const cursors of ['receive-time', 'dense'] as const) {
      service = await startLtsService({ switches: { cursors } });
      service.fill(0, texts(5));
      const receivedAtMs = service.emulator.clock.now();
      service.emulator.clock.advance(3_600_000);
      const driver = service.driver();
      const { newestReceivedAtMs, release } = await driver.read(
        first,
        await at(driver, '0', 'earliest'),
        readOptions(),
      );
      release();
      if (cursors === 'dense') expect(newestReceivedAtMs).toBeUndefined();
      else expect(Math.abs((newestReceivedAtMs ?? 0) - receivedAtMs)).toBeLessThan(1_000);
      if (cursors === 'receive-time') await service.stop();
    }
  });

  it('hands out what was pushed, times and labels without loss', async () => {
    service = await startLtsService({ shards: 1 });
    const timeNs = BigInt(service.emulator.clock.now()) * 1_000_000n + 123_457n;
    const labels = { env: 'prod', quoted: 'a "b" <c>' };
    await pushLogs(service.connect(), { ...stream, logs: [{ timeNs, text: 'one' }], labels }, options());
    service.emulator.lts.put(stream.logGroupId, stream.logStreamId, {
      content: 'two',
      labels: { big: 9_007_199_254_740_993n, nested: { a: [1] } },
    });
    const driver = service.driver();
    const batch = await driver.read(first, await at(driver, '0', 'earliest'), readOptions());
    const [one, two] = batch.records;
    expect(one).toMatchObject({ body: 'one', timeNs, epochMs: Number(timeNs / 1_000_000n) });
    expect(one?.toObject()).toMatchObject(labels);
    expect([two?.body, two?.get('big'), two?.get('nested')]).toEqual(['two', '9007199254740993', '{"a":[1]}']);
    expect(one?.tags.get('category')).toBe('LTS');
    batch.release();
  });

  it.each([
    {},
    { caughtUp: 'zero' },
    { caughtUp: 'absent' },
    { nextType: 'text' },
    { cursors: 'dense' },
    { cursors: 'dense', firstCursor: 2n ** 62n },
    { builtInFields: 'numbers' },
    { builtInFields: 'none' },
    { contentLabel: 'content' },
    { pullMaxBytes: 200 },
    { gzip: 'when-accepted' },
    { cursorNames: 'refused' },
    { signatures: 'own' },
  ] as const)('goes on from batch to batch until it has caught up, where the service has %o', async (switches) => {
    service = await startLtsService({ switches });
    service.fill(0, texts(5));
    const driver = service.driver({ maxRecords: 2 });
    const read: (string | undefined)[] = [];
    let position = await at(driver, '0', 'earliest');
    for (let reads = 0; reads < 10; reads++) {
      const batch = await driver.read(first, position, readOptions());
      read.push(...bodies(batch));
      expect(batch.recordCount).toBeLessThanOrEqual(2);
      batch.release();
      position = batch.next;
      if (batch.state === 'caught-up') break;
    }
    expect(read).toEqual(texts(5));
    const again = await driver.read(first, position, readOptions());
    expect(again).toMatchObject({ recordCount: 0, state: 'caught-up', next: position });
    expect(position).toBe(await at(driver, '0', 'latest'));
    service.fill(0, ['late']);
    expect(bodies(await driver.read(first, position, readOptions()))).toEqual(['late']);
  });

  it('finds a time: the first log received at it or after, or the place of the next one', async () => {
    service = await startLtsService();
    const { clock } = service.emulator;
    service.fill(0, ['early']);
    clock.advance(10_000);
    const epochMs = clock.now();
    clock.advance(10_000);
    service.fill(0, ['late']);
    const driver = service.driver();
    const between = await at(driver, '0', { epochMs });
    expect(bodies(await driver.read(first, between, readOptions()))).toEqual(['late']);
    expect(await at(driver, '0', { epochMs: -5 })).toBe(await at(driver, '0', 'earliest'));
    expect(await at(driver, '0', { epochMs: clock.now() + 86_400_000 })).toBe(await at(driver, '0', 'latest'));
    const cursor = BigInt(between);
    const time = await cursorTime(service.connect(), { ...stream, shard: '0', cursor }, options());
    expect(Number(time / 1_000_000n)).toBeGreaterThanOrEqual(epochMs);
  });

  it('4.3 goes on with what is kept where the place has expired: nobody is told, and the guarantees say so', async () => {
    service = await startLtsService();
    const { lts } = service.emulator;
    const { logGroupId, logStreamId } = stream;
    service.fill(0, texts(2));
    const { cursor: beforeCursor } = lts.put(logGroupId, logStreamId, { content: 'kept' }, { shard: 0 });
    const driver = service.driver();
    const start = await at(driver, '0', 'earliest');
    lts.expire(logGroupId, logStreamId, { beforeCursor });
    const batch = await driver.read(first, start, readOptions());
    expect(bodies(batch)).toEqual(['kept']);
    expect(batch).not.toHaveProperty('skipped');
    expect((await driver.join(spec(), options())).guarantees.skips).toBe('silent');
  });

  it('5.3 ends at the place of the end bound, and asks for nothing there', async () => {
    service = await startLtsService();
    service.fill(0, texts(3));
    const driver = service.driver({ maxRecords: 2 });
    const end = await at(driver, '0', 'latest');
    service.fill(0, ['behind']);
    const until = { epochMs: 1, position: end };
    const read: (string | undefined)[] = [];
    let position = await at(driver, '0', 'earliest');
    for (let state = 'more'; state !== 'ended'; ) {
      const batch = await driver.read(first, position, readOptions({ until }));
      read.push(...bodies(batch));
      ({ state, next: position } = batch);
    }
    expect(read).toEqual(texts(3));
    const before = service.calls().PullLogs;
    const beyond = await at(driver, '0', 'latest');
    expect(await driver.read(first, beyond, readOptions({ until }))).toMatchObject({ state: 'ended', next: beyond });
    expect(service.calls().PullLogs).toBe(before);
  });

  it('6.3 reserves what Content-Length tells, and the largest answer where there is none', async () => {
    service = await startLtsService();
    service.fill(0, texts(10));
    const driver = service.driver();
    const start = await at(driver, '0', 'earliest');
    const known = readOptions();
    const batch = await driver.read(first, start, known);
    expect(known.reserved).toEqual([batch.rawBytes]);
    const transport = createTransport();
    const silent = service.driver({
      transport: {
        send: ({ onHeaders, ...request }) =>
          transport.send({
            ...request,
            ...(onHeaders && { onHeaders: (status, { 'content-length': _, ...rest }) => onHeaders(status, rest) }),
          }),
        close: () => transport.close(),
      },
    });
    const unknown = readOptions();
    expect(bodies(await silent.read(first, start, unknown))).toEqual(texts(10));
    await transport.close();
    expect(unknown.reserved).toEqual([16 * 1024 * 1024]);
  });

  it('works over a transport that shows no headers', async () => {
    service = await startLtsService();
    service.fill(0, texts(2));
    const transport = createTransport();
    const driver = service.driver({
      transport: {
        send: ({ onHeaders: _, ...request }) => transport.send(request),
        close: () => transport.close(),
      },
    });
    const batch = await driver.read(first, await at(driver, '0', 'earliest'), readOptions());
    expect(bodies(batch)).toEqual(texts(2));
    await transport.close();
  });
});

describe('an answer that is broken', () => {
  it.each([
    { kind: 'truncate', keepBytes: 20 },
    { kind: 'header', name: 'content-encoding', value: 'gzip' },
  ] as const)('is corrupt-data, with the shard and the request: %j', async (action) => {
    service = await startLtsService();
    service.fill(0, texts(3));
    const driver = service.driver();
    const start = await at(driver, '0', 'earliest');
    service.emulator.lts.faults.add({ match: { call: 'PullLogs' }, action });
    expect(driver.classify(await failure(driver.read(first, start, readOptions())))).toMatchObject({
      code: 'corrupt-data',
      message: expect.stringContaining('PullLogs of shard 0'),
    });
  });

  it('is refused where it is larger than what may be held', async () => {
    service = await startLtsService();
    service.fill(0, texts(100));
    const driver = service.driver();
    const start = await at(driver, '0', 'earliest');
    const failed = driver.classify(await failure(driver.read(first, start, readOptions({ maxBytes: 1000 }))));
    expect(failed.code).toBe('corrupt-data');
  });

  it('is a failure where it says one with status 200', async () => {
    service = await startLtsService();
    const driver = service.driver();
    const start = await at(driver, '0', 'earliest');
    service.emulator.lts.faults.add({
      match: { call: 'PullLogs' },
      action: { kind: 'status', status: 200, code: 'LTS.0208', message: 'gone' },
    });
    expect(driver.classify(await failure(driver.read(first, start, readOptions()))).code).toBe('not-found');
  });

  it('a place of another service is position-lost, and not sent', async () => {
    service = await startLtsService();
    const driver = service.driver();
    const failed = driver.classify(await failure(driver.read(first, toPosition('MTIz'), readOptions())));
    expect(failed).toMatchObject({ code: 'position-lost', scope: 'partition' });
    expect(service.calls()).toEqual({});
  });
});

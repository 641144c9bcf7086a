import { connect, getCursorTime, putLogs } from '@polylog/alibaba-sls/wire';
import type { Credentials } from '@polylog/driver-kit';
import { encodeLogGroup } from '@polylog/driver-kit';
import { afterEach, describe, expect, it } from 'vitest';
import {
  at,
  bodies,
  credentials,
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

const calls = (): number => Object.values(service.emulator.sls.stats().calls).reduce((sum, count) => sum + count, 0);
const hour = 3_600_000;

describe('a clock that is off', () => {
  it.each([
    ['v1', hour],
    ['v1', -hour],
    ['v4', hour],
    ['v4', 30 * hour],
  ] as const)(
    'is set right by the answer that refuses it, %s, %i ms, and stays right',
    async (signature, clockOffsetMs) => {
      service = await startSlsService({ clockOffsetMs });
      const driver = service.driver({ signature, region: 'cn-emu' });
      expect(await driver.partitions(options())).toHaveLength(2);
      expect(calls()).toBe(2);
      expect(await driver.partitions(options())).toHaveLength(2);
      expect(calls()).toBe(3);
    },
  );

  it('within the fifteen minutes that the service allows is left alone', async () => {
    service = await startSlsService({ clockOffsetMs: hour / 6 });
    await service.driver().partitions(options());
    expect(calls()).toBe(1);
  });
});

describe('credentials', () => {
  it('that were refused send nothing more, until a new join asks once again', async () => {
    service = await startSlsService();
    const driver = service.driver({ credentials: { ...credentials, secretAccessKey: 'wrong' } });
    for (let i = 0; i < 5; i += 1) {
      const failed = driver.classify(await failure(driver.partitions(options())));
      expect(failed).toMatchObject({ code: 'unauthenticated', scope: 'credentials' });
    }
    expect(calls()).toBe(1);
    const spec = { group: 'g', member: 'm', sessionTimeoutMs: 6000, create: 'if-missing', update: 'never' } as const;
    expect(driver.classify(await failure(driver.join(spec, options()))).code).toBe('unauthenticated');
    expect(calls()).toBe(2);
  });

  it('of a function are asked for anew when the service refuses them, and the call goes out once more', async () => {
    const temporary = { id: 'STS.key', secret: 'temporary-secret', securityToken: 'token-2' };
    service = await startSlsService({ accessKeys: [temporary] });
    const asked: boolean[] = [];
    const driver = service.driver({
      credentials: async ({ refresh }): Promise<Credentials> => {
        asked.push(refresh);
        return {
          accessKeyId: temporary.id,
          secretAccessKey: temporary.secret,
          securityToken: refresh ? 'token-2' : 'token-1',
        };
      },
    });
    expect(await driver.partitions(options())).toHaveLength(2);
    expect(asked).toEqual([false, true]);
    expect(calls()).toBe(2);
  });

  it('never show in what a failure says, also where the service repeats them', async () => {
    service = await startSlsService();
    const driver = service.driver();
    const { accessKeyId, secretAccessKey } = credentials;
    service.emulator.sls.faults.add({
      action: { kind: 'status', status: 400, code: 'BadRequest', message: `bad ${accessKeyId} and ${secretAccessKey}` },
    });
    const error = (await failure(driver.partitions(options()))) as Error;
    expect(error.message).toContain('bad *** and ***');
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(secretAccessKey);
  });
});

describe('what the service says no with', () => {
  it.each([
    [{ kind: 'throttle' }, 'throttled', 'call'],
    [{ kind: 'throttle', status: 429, retryAfterSeconds: 2 }, 'throttled', 'call'],
    [{ kind: 'status', status: 503, code: 'ServerBusy' }, 'unavailable', 'call'],
    [{ kind: 'status', status: 500, code: 'InternalServerError' }, 'unavailable', 'call'],
    [{ kind: 'status', status: 403, code: 'ProjectForbidden' }, 'permission-denied', 'call'],
    [{ kind: 'status', status: 403, code: 'Unauthorized', message: 'denied by ram' }, 'permission-denied', 'call'],
    [{ kind: 'status', status: 404, code: 'ProjectNotExists' }, 'not-found', 'call'],
    [{ kind: 'lost', processed: false, socket: 'cut' }, 'unavailable', 'call'],
  ] as const)('%j is %s', async (action, code, scope) => {
    service = await startSlsService();
    const driver = service.driver();
    const remove = service.emulator.sls.faults.add({ action });
    expect(driver.classify(await failure(driver.partitions(options())))).toMatchObject({ code, scope });
    remove();
    expect(await driver.partitions(options()), 'and it works again afterwards').toHaveLength(2);
  });

  it('a heartbeat that is lost on an open socket ends with its own timeout', async () => {
    service = await startSlsService();
    const driver = service.driver();
    const spec = { group: 'g', member: 'm', sessionTimeoutMs: 6000, create: 'if-missing', update: 'never' } as const;
    const membership = await driver.join(spec, options());
    service.emulator.sls.faults.add({
      match: { call: 'HeartBeat' },
      action: { kind: 'lost', processed: true, socket: 'open' },
    });
    const error = await failure(membership.heartbeat([], { ...options(), timeoutMs: 200 }));
    expect(driver.classify(error).code).toBe('unavailable');
  });
});

describe('another way to the service', () => {
  it('through an HTTP proxy, the endpoint being any name', async () => {
    service = await startSlsService();
    service.fill(1, ['through']);
    const driver = service.driver({ endpoint: 'http://cn-emu.log.aliyuncs.com', proxy: service.emulator.sls.endpoint });
    const batch = await driver.read(partition('1'), await at(driver, '1', 'earliest'), readOptions());
    expect(bodies(batch)).toEqual(['through']);
    batch.release();
  });
});

describe('calls beside the driver', () => {
  it.each(['lz4', 'deflate', 'none'] as const)(
    'puts by hash key, compressed by %s, and tells when a cursor was received',
    async (compression) => {
      service = await startSlsService();
      const connection = connect({ endpoint: service.emulator.sls.endpoint, credentials });
      const timeSeconds = Math.floor(service.emulator.clock.now() / 1000);
      const logGroup = encodeLogGroup({ logs: [{ timeSeconds, contents: [['content', 'x'.repeat(500)]] }] });
      await putLogs(connection, { project, logstore, logGroup, compression, hashKey: 'f'.repeat(31) }, options());
      await putLogs(connection, { project, logstore, logGroup, compression }, options());
      const driver = service.driver();
      const position = await at(driver, '1', 'earliest');
      const batch = await driver.read(partition('1'), position, readOptions());
      expect(batch.recordCount).toBeGreaterThanOrEqual(1);
      batch.release();
      const seconds = await getCursorTime(connection, { project, logstore, shard: '1', cursor: position }, options());
      expect(Math.abs(seconds - timeSeconds)).toBeLessThan(5);
      const error = await failure(
        getCursorTime(connection, { project, logstore, shard: '1', cursor: 'nonsense' }, options()),
      );
      expect(driver.classify(error).code).toBe('position-lost');
      await connection.transport.close();
    },
  );

  it('calls any other bad parameter invalid-argument, whatever its text says of cursors', async () => {
    service = await startSlsService();
    const driver = service.driver();
    service.emulator.sls.faults.add({
      action: { kind: 'status', status: 400, code: 'ParameterInvalid', message: 'Invalid cursor or from' },
    });
    expect(driver.classify(await failure(driver.locate([partition('0')], 'latest', options()))).code).toBe(
      'invalid-argument',
    );
    expect(driver.classify(await failure(driver.partitions(options()))).code).toBe('invalid-argument');
  });

  it('misses nothing that was received in the same second, before the time asked for', async () => {
    service = await startSlsService({ shards: 1 });
    const { clock } = service.emulator;
    clock.advance(1_500 - (clock.now() % 1_000));
    service.fill(0, ['same second']);
    const epochMs = Math.floor(clock.now() / 1_000) * 1_000 + 999;
    const driver = service.driver();
    expect(await at(driver, '0', { epochMs })).toBe(await at(driver, '0', 'earliest'));
  });

  it('finds the place of a time, down to the second, and of a time before and after everything', async () => {
    service = await startSlsService({ shards: 1 });
    service.fill(0, ['old']);
    service.emulator.clock.advance(10_000);
    const epochMs = service.emulator.clock.now();
    service.emulator.clock.advance(3_000);
    service.fill(0, ['new']);
    const driver = service.driver();
    const batch = await driver.read(partition('0'), await at(driver, '0', { epochMs }), readOptions());
    expect(bodies(batch)).toEqual(['new']);
    batch.release();
    expect(await at(driver, '0', { epochMs: 1000 })).toBe(await at(driver, '0', 'earliest'));
    expect(await at(driver, '0', { epochMs: epochMs + hour })).toBe(await at(driver, '0', 'latest'));
  });
});

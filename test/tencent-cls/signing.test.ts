import { toPosition } from '@polylog/core/driver';
import { type Credentials, encodeClsLogGroup } from '@polylog/driver-kit';
import { uploadLog } from '@polylog/tencent-cls/wire';
import { afterEach, describe, expect, it } from 'vitest';
import {
  at,
  bodies,
  type ClsService,
  credentials,
  failure,
  options,
  partition,
  readOptions,
  spec,
  startClsService,
} from './cls-service.js';

let service: ClsService;
afterEach(() => service.stop());

const calls = (): number => Object.values(service.calls()).reduce((sum, count) => sum + count, 0);
const hour = 3_600_000;

describe('a clock that is off', () => {
  it.each([hour, -hour, 30 * hour])(
    'is set right by the answer that refuses it, %i ms, and stays right, on both planes',
    async (clockOffsetMs) => {
      service = await startClsService({ clockOffsetMs });
      const driver = service.driver();
      expect(await driver.partitions(options())).toHaveLength(2);
      expect(service.calls()).toEqual({ DescribePartitions: 2 });
      const batch = await driver.read(partition('orders/1'), await at(driver, 'orders/1', 'earliest'), readOptions());
      batch.release();
      expect(service.calls()).toMatchObject({ DescribePartitions: 2, PullLog: 1 });
    },
  );

  it('is set right for calls that were under way together, each of them', async () => {
    service = await startClsService({ clockOffsetMs: hour });
    const driver = service.driver();
    const both = await Promise.all([driver.partitions(options()), driver.partitions(options())]);
    expect(both.map((list) => list.length)).toEqual([2, 2]);
  });

  it('is set right by the data plane, too', async () => {
    service = await startClsService({ clockOffsetMs: hour });
    service.fill(1, ['a']);
    const driver = service.driver();
    const position = await at(service.driver(), 'orders/1', 'earliest');
    const batch = await driver.read(partition('orders/1'), position, readOptions());
    expect(bodies(batch)).toEqual(['a']);
    batch.release();
    expect(service.calls()).toMatchObject({ PullLog: 2 });
  });
});

describe('credentials', () => {
  it('4.4 that were refused send nothing more, until a new join asks once again', async () => {
    service = await startClsService();
    const driver = service.driver({ credentials: { ...credentials, secretAccessKey: 'wrong' } });
    for (let i = 0; i < 5; i += 1) {
      const failed = driver.classify(await failure(driver.partitions(options())));
      expect(failed).toMatchObject({ code: 'unauthenticated', scope: 'credentials' });
    }
    expect(calls()).toBe(1);
    expect(driver.classify(await failure(driver.join(spec(), options()))).code).toBe('unauthenticated');
    expect(calls()).toBe(2);
  });

  it.each(['either', 'standard'] as const)(
    'of an object of the vendor’s SDK are asked for anew when the service refuses them, and their token goes into each plane’s own header (%s)',
    async (tokenHeader) => {
      const temporary = { id: 'AKIDtemporary', secret: 'temporary-secret', securityToken: 'token-2' };
      service = await startClsService({ accessKeys: [temporary], switches: { tokenHeader } });
      service.fill(1, ['a']);
      let asked = 0;
      const driver = service.driver({
        credentials: {
          async getCredential() {
            asked += 1;
            return { secretId: temporary.id, secretKey: temporary.secret, token: `token-${asked}` };
          },
        },
      });
      expect(await driver.partitions(options())).toHaveLength(2);
      expect([asked, calls()]).toEqual([2, 2]);
      const batch = await driver.read(partition('orders/1'), await at(driver, 'orders/1', 'earliest'), readOptions());
      expect(bodies(batch)).toEqual(['a']);
      batch.release();
      expect(asked).toBe(2);
    },
  );

  it('of a function, too, and on the data plane', async () => {
    const temporary = { id: 'AKIDtemporary', secret: 'temporary-secret', securityToken: 'token-2' };
    service = await startClsService({ accessKeys: [temporary] });
    service.fill(1, ['a']);
    const asked: boolean[] = [];
    const driver = service.driver({
      credentials: async ({ refresh }): Promise<Credentials> => {
        asked.push(refresh);
        const securityToken = refresh ? 'token-2' : 'token-1';
        return { accessKeyId: temporary.id, secretAccessKey: temporary.secret, securityToken };
      },
    });
    const batch = await driver.read(partition('orders/1'), toPosition('0'), readOptions());
    expect(bodies(batch)).toEqual(['a']);
    batch.release();
    expect(asked).toEqual([false, true]);
    expect(service.calls()).toEqual({ PullLog: 2 });
  });

  it('never show in what a failure says, also where the service repeats them', async () => {
    service = await startClsService();
    const driver = service.driver();
    const { accessKeyId, secretAccessKey } = credentials;
    service.emulator.cls.faults.add({
      action: { kind: 'status', status: 400, code: 'BadRequest', message: `bad ${accessKeyId} and ${secretAccessKey}` },
    });
    const calls = [
      () => driver.partitions(options()),
      () => driver.read(partition('orders/1'), toPosition('0'), readOptions()),
    ];
    for (const call of calls) {
      const error = (await failure(call())) as Error;
      expect(error.message).toContain('bad *** and ***');
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(secretAccessKey);
    }
  });
});

describe('what the service says no with', () => {
  it.each([
    [{ kind: 'throttle' }, 'throttled', 'call'],
    [{ kind: 'throttle', status: 429, retryAfterSeconds: 2 }, 'throttled', 'call'],
    [{ kind: 'status', status: 500, code: 'InternalError' }, 'unavailable', 'call'],
    [{ kind: 'status', status: 200, code: 'AuthFailure.UnauthorizedOperation' }, 'permission-denied', 'call'],
    [{ kind: 'status', status: 200, code: 'ResourceNotFound.TopicNotExist' }, 'not-found', 'call'],
    [{ kind: 'lost', processed: false, socket: 'cut' }, 'unavailable', 'call'],
    [{ kind: 'truncate', keepBytes: 10 }, 'corrupt-data', 'call'],
  ] as const)('%j is %s', async (action, code, scope) => {
    service = await startClsService();
    const driver = service.driver();
    const remove = service.emulator.cls.faults.add({ action });
    expect(driver.classify(await failure(driver.partitions(options())))).toMatchObject({ code, scope });
    remove();
    expect(await driver.partitions(options()), 'and it works again afterwards').toHaveLength(2);
  });

  it('a heartbeat that is lost on an open socket ends with its own timeout', async () => {
    service = await startClsService();
    const driver = service.driver();
    const membership = await driver.join(spec(), options());
    service.emulator.cls.faults.add({
      match: { call: 'SendConsumerHeartbeat' },
      action: { kind: 'lost', processed: true, socket: 'open' },
    });
    const error = await failure(membership.heartbeat([], { ...options(), timeoutMs: 200 }));
    expect(driver.classify(error).code).toBe('unavailable');
  });
});

describe('calls a second', () => {
  it('4.5 never go beyond what the service allows: the one too many is not sent, and says when it may be', async () => {
    service = await startClsService({ quotas: true });
    const driver = service.driver();
    const outcomes = await Promise.allSettled(Array.from({ length: 25 }, () => driver.partitions(options())));
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(refused).toHaveLength(5);
    for (const error of refused) {
      const failed = driver.classify(error);
      expect(failed).toMatchObject({ code: 'throttled', scope: 'call' });
      expect(failed.retryAfterMs).toBeGreaterThan(0);
      expect(failed.retryAfterMs).toBeLessThanOrEqual(1_000);
    }
    expect(service.calls()).toEqual({ DescribePartitions: 20 });
    const membership = await driver.join(spec(), options());
    await membership.heartbeat([], options());
    expect(service.calls(), 'other actions have their own').toMatchObject({ SendConsumerHeartbeat: 1 });
  });

  it('a driver of more topics than calls a second lists them in as many tries as it takes', async () => {
    const topics = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`topic-${i}`, 1]));
    service = await startClsService({ topics });
    const driver = service.driver({ callsPerSecond: 20 });
    expect(driver.classify(await failure(driver.partitions(options()))).code).toBe('throttled');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await driver.partitions(options())).toHaveLength(30);
    expect(service.calls()).toEqual({ DescribePartitions: 30 });
  });
});

describe('another way to the service', () => {
  it('through an HTTP proxy, the endpoints being any names', async () => {
    service = await startClsService();
    service.fill(1, ['through']);
    const driver = service.driver({
      endpoint: 'http://ap-guangzhou.cls.tencentcs.com',
      apiEndpoint: 'http://cls.ap-guangzhou.tencentcloudapi.com',
      proxy: service.emulator.cls.endpoint,
    });
    const batch = await driver.read(partition('orders/1'), await at(driver, 'orders/1', 'earliest'), readOptions());
    expect(bodies(batch)).toEqual(['through']);
    batch.release();
  });
});

describe('calls beside the driver', () => {
  it.each(['lz4', 'none'] as const)('uploads by hash key, compressed by %s', async (compression) => {
    service = await startClsService();
    const logGroups = ['a', 'b'].map((text) =>
      encodeClsLogGroup({ logs: [{ time: 1_700_000_000, contents: [['__CONTENT__', text.repeat(500)]] }] }),
    );
    await uploadLog(
      service.connect(),
      { topicId: 'orders', logGroups, compression, hashKey: 'f'.repeat(31) },
      options(),
    );
    const driver = service.driver();
    const batch = await driver.read(partition('orders/2'), await at(driver, 'orders/2', 'earliest'), readOptions());
    expect(bodies(batch)).toEqual(['a'.repeat(500), 'b'.repeat(500)]);
    batch.release();
  });
});

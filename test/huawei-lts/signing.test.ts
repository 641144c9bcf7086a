import type { Credentials } from '@polylog/driver-kit';
import { cursorByTime, listShards } from '@polylog/huawei-lts/wire';
import { afterEach, describe, expect, it } from 'vitest';
import {
  at,
  bodies,
  credentials,
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

const calls = (): number => Object.values(service.calls()).reduce((sum, count) => sum + count, 0);
const key = () => service.emulator.lts.accessKey(credentials.accessKeyId);
const wrong = { ...credentials, secretAccessKey: 'wrong' };
const hour = 3_600_000;

describe('a clock that is off', () => {
  it.each([hour, -hour, 30 * hour])(
    'is set right by the answer that refuses it, %i ms, and stays right, on both faces',
    async (clockOffsetMs) => {
      service = await startLtsService({ clockOffsetMs, switches: { signatures: 'own' } });
      service.fill(0, ['a']);
      const driver = service.driver();
      const membership = await driver.join(spec(), options());
      expect(service.calls()).toEqual({ ListDetailsConsumerGroup: 2, ListConsumerGroup: 1 });
      await membership.heartbeat([], options());
      expect(await driver.partitions(options())).toHaveLength(2);
      const batch = await driver.read(partition('0'), await at(driver, '0', 'earliest'), readOptions());
      expect(bodies(batch)).toEqual(['a']);
      expect(calls()).toBe(7);
    },
  );

  it('is set right once for all calls that were under way with the wrong time', async () => {
    service = await startLtsService();
    const driver = service.driver();
    await driver.partitions(options());
    service.emulator.clock.advance(hour);
    const outcomes = await Promise.allSettled(Array.from({ length: 3 }, () => driver.partitions(options())));
    expect(outcomes.map(({ status }) => status)).toEqual(new Array(3).fill('fulfilled'));
  });
});

describe('4.4 wrong signatures', () => {
  it('go out only once, and with those keys nothing more does until a new join', async () => {
    service = await startLtsService();
    const driver = service.driver({ credentials: wrong });
    for (let i = 0; i < 5; i += 1) {
      const failed = driver.classify(await failure(driver.partitions(options())));
      expect(failed).toMatchObject({ code: 'unauthenticated', scope: 'credentials' });
    }
    expect(calls()).toBe(1);
    expect(driver.classify(await failure(driver.join(spec(), options()))).code).toBe('unauthenticated');
    expect(calls()).toBe(2);
  });

  it('never go out five in a row: not by joining again and again, from many drivers at once', async () => {
    service = await startLtsService();
    const drivers = Array.from({ length: 5 }, () => service.driver({ credentials: wrong }));
    for (let round = 0; round < 3; round++) {
      const outcomes = await Promise.allSettled(drivers.map((driver) => driver.join(spec(), options())));
      for (const [i, outcome] of outcomes.entries()) {
        expect(outcome.status).toBe('rejected');
        if (outcome.status === 'rejected') {
          expect(drivers[i]?.classify(outcome.reason).code).toBe('unauthenticated');
        }
      }
    }
    expect(key()).toMatchObject({ badInARow: 4, lockedUntilMs: undefined });
    expect(calls()).toBe(4);
  });

  it('nor by calls that all begin at once, where the keys are wrong', async () => {
    service = await startLtsService();
    const connection = service.connect({ credentials: wrong });
    await Promise.allSettled(
      Array.from({ length: 20 }, () => cursorByTime(connection, { ...stream, shard: '0', from: 1n }, options())),
    );
    expect(key().badInARow).toBeLessThan(5);
  });

  it('nor by sixteen calls that begin at once, where the keys were good a moment ago', async () => {
    service = await startLtsService();
    const connection = service.connect();
    const ask = (): Promise<bigint> => cursorByTime(connection, { ...stream, shard: '0', from: 1n }, options());
    await ask();
    service.emulator.lts.changeSecret(credentials.accessKeyId, 'another');
    const outcomes = await Promise.allSettled(Array.from({ length: 16 }, ask));
    expect(outcomes.map(({ status }) => status)).toEqual(new Array(16).fill('rejected'));
    expect(key()).toMatchObject({ mostBadInARow: 4, lockedUntilMs: undefined });
  });

  it('one call at a time is under way until the keys have had one good answer, and then many', async () => {
    service = await startLtsService();
    service.emulator.lts.faults.add({
      match: { call: 'ShowLogStreamShards' },
      action: { kind: 'delay', delayMs: 100 },
    });
    const connection = service.connect();
    const settled: number[] = [];
    const began = performance.now();
    const ask = async (): Promise<void> => {
      await listShards(connection, stream, options());
      settled.push(performance.now() - began);
    };
    await Promise.all(Array.from({ length: 8 }, ask));
    const [first = 0] = settled;
    expect(Math.min(...settled.slice(1)) - first, 'the others began when the first had its answer').toBeGreaterThan(50);
    expect(Math.max(...settled), 'and then all together').toBeLessThan(first + 600);
  });
});

describe('credentials', () => {
  it.each(['SecurityToken', 'X-Security-Token'] as const)(
    'their token goes to the access node as %s, and signed to the gateway',
    async (tokenHeader) => {
      const temporary = { id: 'HPUATEMPORARY0000001', secret: 'temporary-secret', securityToken: 'token' };
      service = await startLtsService({ accessKeys: [temporary], switches: { tokenHeader, signatures: 'own' } });
      service.fill(0, ['a']);
      const driver = service.driver({
        tokenHeader,
        credentials: { accessKeyId: temporary.id, secretAccessKey: temporary.secret, securityToken: 'token' },
      });
      await driver.join(spec(), options());
      expect(await driver.partitions(options())).toHaveLength(2);
      const batch = await driver.read(partition('0'), await at(driver, '0', 'earliest'), readOptions());
      expect(bodies(batch)).toEqual(['a']);
    },
  );

  it('of an object of the vendor’s SDK are asked for anew when the service refuses them', async () => {
    const temporary = { id: 'HPUATEMPORARY0000001', secret: 'temporary-secret', securityToken: 'token-2' };
    service = await startLtsService({ accessKeys: [temporary] });
    let asked = 0;
    const driver = service.driver({
      credentials: {
        getAk() {
          asked += 1;
          return temporary.id;
        },
        getSk: () => temporary.secret,
        get securityToken() {
          return `token-${asked}`;
        },
      },
    });
    expect(await driver.partitions(options())).toHaveLength(2);
    expect([asked, calls()]).toEqual([2, 2]);
  });

  it('of a function, too', async () => {
    service = await startLtsService();
    const asked: boolean[] = [];
    const driver = service.driver({
      credentials: async ({ refresh }): Promise<Credentials> => {
        asked.push(refresh);
        return refresh ? credentials : wrong;
      },
    });
    await driver.join(spec(), options());
    expect(asked).toEqual([false, true]);
  });

  it('never show in what a failure says, also where the service repeats them', async () => {
    service = await startLtsService();
    const driver = service.driver();
    const { accessKeyId, secretAccessKey } = credentials;
    service.emulator.lts.faults.add({
      action: { kind: 'status', status: 400, code: 'LTS.0009', message: `bad ${accessKeyId} and ${secretAccessKey}` },
    });
    const failing = [() => driver.partitions(options()), () => driver.join(spec(), options())];
    for (const call of failing) {
      const error = (await failure(call())) as Error;
      expect(error.message).toContain('bad *** and ***');
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(secretAccessKey);
    }
  });
});

describe('what the service says no with', () => {
  it.each([
    [{ kind: 'throttle', retryAfterSeconds: 2 }, 'throttled', 'call'],
    [{ kind: 'status', status: 500, code: 'LTS.0010' }, 'unavailable', 'call'],
    [{ kind: 'status', status: 502 }, 'unavailable', 'call'],
    [{ kind: 'status', status: 403, code: 'APIGW.0302' }, 'permission-denied', 'call'],
    [{ kind: 'status', status: 400, code: 'LTS.0208' }, 'not-found', 'call'],
    [{ kind: 'status', status: 200, code: 'LTS.0201' }, 'not-found', 'call'],
    [{ kind: 'status', status: 401, code: 'SVCSTG.ALS.403.105' }, 'permission-denied', 'call'],
    [{ kind: 'lost', processed: false, socket: 'cut' }, 'unavailable', 'call'],
    [{ kind: 'truncate', keepBytes: 3 }, 'corrupt-data', 'call'],
  ] as const)('%j is %s', async (action, code, scope) => {
    service = await startLtsService();
    const driver = service.driver();
    const membership = await driver.join(spec(), options());
    const remove = service.emulator.lts.faults.add({ match: { call: 'ConsumerGroupHeartBeat' }, action });
    const failed = driver.classify(await failure(membership.heartbeat([], options())));
    expect(failed).toMatchObject({ code, scope });
    if (action.kind === 'throttle') expect(failed.retryAfterMs).toBe(2000);
    remove();
    expect((await membership.heartbeat([], options())).partitions, 'and it works again').toHaveLength(2);
  });

  it('a heartbeat that is lost on an open socket ends with its own timeout', async () => {
    service = await startLtsService();
    const driver = service.driver();
    const membership = await driver.join(spec(), options());
    service.emulator.lts.faults.add({
      match: { call: 'ConsumerGroupHeartBeat' },
      action: { kind: 'lost', processed: true, socket: 'open' },
    });
    const error = await failure(membership.heartbeat([], { ...options(), timeoutMs: 200 }));
    expect(driver.classify(error).code).toBe('unavailable');
  });
});

it('through an HTTP proxy, the endpoints being any names', async () => {
  service = await startLtsService();
  service.fill(0, ['through']);
  const driver = service.driver({
    endpoint: 'http://lts-access.cn-north-4.myhuaweicloud.com:8102',
    gatewayEndpoint: 'http://lts.cn-north-4.myhuaweicloud.com',
    proxy: service.emulator.lts.endpoint,
  });
  expect(await driver.partitions(options())).toHaveLength(2);
  const batch = await driver.read(partition('0'), await at(driver, '0', 'earliest'), readOptions());
  expect(bodies(batch)).toEqual(['through']);
});

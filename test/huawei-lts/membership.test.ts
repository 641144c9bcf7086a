import { ConsumerError, toPosition } from '@polylog/core/driver';
import { createTransport, type Transport } from '@polylog/driver-kit';
import { createConsumerGroup, listConsumerGroups } from '@polylog/huawei-lts/wire';
import { afterEach, describe, expect, it } from 'vitest';
import {
  at,
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

/** Nobody listens there: what a host without a way to the gateway sees. */
const gatewayEndpoint = 'http://127.0.0.1:9';

describe('joining a group', () => {
  it('takes the timeout of the group, at most a minute, and says the service’s time', async () => {
    service = await startLtsService({
      consumerGroups: { billing: { timeoutSeconds: 20 }, slow: { timeoutSeconds: 600 } },
      clockOffsetMs: 4 * 60_000,
    });
    const driver = service.driver();
    const membership = await driver.join(spec(), options());
    expect(Math.abs(membership.joinedAtMs - service.emulator.clock.now())).toBeLessThan(3000);
    expect(membership.differences).toEqual([{ setting: 'sessionTimeoutMs', wanted: '60000', inForce: '20000' }]);
    expect(membership.guarantees).toMatchObject({ commit: 'last-writer-wins', sessionTimeout: 'readable' });
    expect((await membership.heartbeat([], options())).sessionTimeoutMs).toBe(20_000);
    const slow = await driver.join(spec({ group: 'slow' }), options());
    expect(slow.differences).toEqual([]);
    expect((await slow.heartbeat([], options())).sessionTimeoutMs).toBe(60_000);
  });

  it.each([{}, { unknownGroupStatus: 400, unknownGroupCode: 'LTS.0009' }, { unknownGroupStatus: 200 }])(
    '1.9 refuses a missing group unless both sides let it be created: %j',
    async (switches) => {
      service = await startLtsService({ consumerGroups: {}, switches });
      const refused = [
        () => service.driver().join(spec(), options()),
        () => service.driver({ createGroup: true }).join(spec({ create: 'never' }), options()),
      ];
      for (const join of refused) {
        const failed = service.driver().classify(await failure(join()));
        expect(failed.code).toBe('not-found');
        expect(failed.message).toContain('"billing"');
      }
      expect(service.calls()).not.toHaveProperty('CreateConsumerGroup');
      const membership = await service
        .driver({ createGroup: true })
        .join(spec({ sessionTimeoutMs: 30_000 }), options());
      expect(membership.differences).toEqual([]);
      expect(membership.guarantees.groupCreation).toBe('by-member');
      expect(service.group().timeoutSeconds).toBe(30);
    },
  );

  it('creates it with the timeout that is given for it', async () => {
    service = await startLtsService({ consumerGroups: {} });
    await service.driver({ createGroup: true, groupTimeoutMs: 45_000 }).join(spec(), options());
    expect(service.group().timeoutSeconds).toBe(45);
  });

  it('1.9 takes it well when ten members create the same group at once', async () => {
    service = await startLtsService({ consumerGroups: {} });
    const members = Array.from({ length: 10 }, (_, i) =>
      service.driver({ createGroup: true }).join(spec({ member: `m${i}` }), options()),
    );
    expect(await Promise.all(members)).toHaveLength(10);
    expect(await listConsumerGroups(service.connect(), stream, options())).toHaveLength(1);
  });

  it('takes it well when another creates it between two questions about it', async () => {
    service = await startLtsService({ consumerGroups: {}, switches: { unknownGroupStatus: 400 } });
    const inner = createTransport();
    const transport: Transport = {
      ...inner,
      async send(request) {
        const response = await inner.send(request);
        // The access node has just said that there is none.
        if (response.status === 400) {
          const { logGroupId: logGroup, logStreamId: logStream } = stream;
          service.emulator.lts.createConsumerGroup({ logGroup, logStream, group: 'billing' });
        }
        return response;
      },
    };
    const joining = service.driver({ createGroup: true, transport }).join(spec(), options());
    expect((await joining).differences).toEqual([]);
    expect(service.calls()).not.toHaveProperty('CreateConsumerGroup');
    await inner.close();
  });

  it('creates nothing where it is the log group or the stream that is missing', async () => {
    service = await startLtsService();
    const driver = service.driver({ createGroup: true, logStreamId: stream.logGroupId });
    expect(driver.classify(await failure(driver.join(spec(), options()))).code).toBe('not-found');
    expect(service.calls()).not.toHaveProperty('CreateConsumerGroup');
  });

  it('1.9 refuses to change a group, for there is no such call', async () => {
    service = await startLtsService();
    const driver = service.driver();
    const join = driver.join(spec({ sessionTimeoutMs: 30_000, update: 'if-different' }), options());
    expect(driver.classify(await failure(join)).code).toBe('unsupported');
    expect((await driver.join(spec({ update: 'if-different' }), options())).differences).toEqual([]);
  });

  it('refuses the order of a lineage before anything is sent', async () => {
    service = await startLtsService();
    const driver = service.driver();
    const failed = driver.classify(await failure(driver.join(spec({ order: 'lineage' }), options())));
    expect(failed.code).toBe('unsupported');
    expect(service.calls()).toEqual({});
  });

  it('refuses a group whose timeout leaves no time to work', async () => {
    service = await startLtsService({ consumerGroups: { billing: { timeoutSeconds: 1 } } });
    const driver = service.driver();
    expect(driver.classify(await failure(driver.join(spec(), options()))).code).toBe('invalid-argument');
  });
});

describe('1.4 where new shards begin', () => {
  it('is the user’s choice in a group without checkpoints', async () => {
    service = await startLtsService();
    expect(await service.driver().join(spec(), options())).not.toHaveProperty('startsByMs');
  });

  it.each(['milliseconds', 'seconds', 'nanoseconds'] as const)(
    'is ten minutes before its oldest checkpoint in one that has any, whatever unit that is told in (%s)',
    async (updateTimeUnit) => {
      service = await startLtsService({ switches: { updateTimeUnit } });
      const { clock } = service.emulator;
      const driver = service.driver();
      const a = await driver.join(spec(), options());
      await a.heartbeat([], options());
      const savedAtMs = clock.now();
      await a.save([{ partition: '0', position: toPosition('5') }], options());
      clock.advance(3_600_000);
      await a.save([{ partition: '1', position: toPosition('5') }], options());
      const { startsByMs = 0 } = await driver.join(spec({ member: 'b' }), options());
      expect(Math.abs(startsByMs - (savedAtMs - 600_000))).toBeLessThan(3000);
    },
  );
});

describe('a gateway that cannot be reached', () => {
  it.each([
    [30_000, 30_000],
    [90_000, 60_000],
  ])(
    '9.5 what the member asks for (%i ms) is assumed, at most a minute, and told',
    async (sessionTimeoutMs, assumedMs) => {
      service = await startLtsService();
      const membership = await service.driver({ gatewayEndpoint }).join(spec({ sessionTimeoutMs }), options());
      expect(membership.guarantees.sessionTimeout).toBe('assumed');
      const inForce = `${assumedMs} (assumed: the gateway does not tell)`;
      expect(membership.differences).toEqual([
        { setting: 'sessionTimeoutMs', wanted: String(sessionTimeoutMs), inForce },
      ]);
      expect((await membership.heartbeat([], options())).sessionTimeoutMs).toBe(assumedMs);
    },
  );

  it('9.5 shards are those that heartbeats name', async () => {
    service = await startLtsService();
    const driver = service.driver({ gatewayEndpoint });
    const membership = await driver.join(spec(), options());
    expect(await driver.partitions(options())).toEqual([]);
    expect(await membership.heartbeat([], options())).toMatchObject({
      sessionTimeoutMs: 60_000,
      partitions: ['0', '1'],
    });
    expect((await driver.partitions(options())).map(({ id }) => id)).toEqual(['0', '1']);
  });

  it('9.5 reading without a group is unsupported', async () => {
    service = await startLtsService();
    const driver = service.driver({ gatewayEndpoint });
    expect(driver.classify(await failure(driver.partitions(options())))).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('gatewayEndpoint'),
    });
  });

  it('a group that may be missing is a question that can be asked again', async () => {
    service = await startLtsService({
      consumerGroups: {},
      switches: { unknownGroupStatus: 400, unknownGroupCode: 'LTS.0009' },
    });
    const { faults } = service.emulator.lts;
    const remove = faults.add({ match: { call: 'ListConsumerGroup' }, action: { kind: 'status', status: 503 } });
    const driver = service.driver({ createGroup: true });
    const failed = driver.classify(await failure(driver.join(spec(), options())));
    expect(failed).toMatchObject({ code: 'unavailable', message: expect.stringContaining('LTS.0009') });
    remove();
    expect((await driver.join(spec(), options())).differences).toEqual([]);
  });

  it('a timeout that is given is believed', async () => {
    service = await startLtsService({ consumerGroups: { billing: { timeoutSeconds: 30 } } });
    const driver = service.driver({ gatewayEndpoint, groupTimeoutMs: 30_000 });
    const membership = await driver.join(spec({ sessionTimeoutMs: 30_000 }), options());
    expect(membership.differences).toEqual([]);
    expect((await membership.heartbeat([], options())).sessionTimeoutMs).toBe(30_000);
  });

  it('that comes and goes is not asked each second', async () => {
    service = await startLtsService();
    service.emulator.lts.faults.add({ match: { plane: 'gateway' }, action: { kind: 'status', status: 503 } });
    const driver = service.driver();
    const membership = await driver.join(spec(), options());
    for (let i = 0; i < 5; i++) {
      await membership.heartbeat([], options());
      await driver.partitions(options());
    }
    expect(service.calls()).toMatchObject({ ListConsumerGroup: 1, ConsumerGroupHeartBeat: 5 });
    expect(service.calls()).not.toHaveProperty('ShowLogStreamShards');
  });
});

describe('a member of a group', () => {
  it('is dealt shards, names what it holds, and is asked for one when another comes', async () => {
    service = await startLtsService();
    const driver = service.driver();
    const a = await driver.join(spec(), options());
    expect(await a.heartbeat([], options())).toMatchObject({ partitions: ['0', '1'], moving: true });
    expect(await a.heartbeat(['0', '1'], options())).toMatchObject({ moving: false });
    const b = await driver.join(spec({ member: 'b' }), options());
    expect((await b.heartbeat([], options())).partitions).toEqual([]);
    const { partitions: kept, moving } = await a.heartbeat(['0', '1'], options());
    expect([kept.length, moving]).toEqual([1, true]);
    expect((await b.heartbeat([], options())).partitions, 'not before it is let go').toEqual([]);
    await a.heartbeat(kept, options());
    expect((await b.heartbeat([], options())).partitions).toHaveLength(1);
  });

  it('2.11 has a UUID for its name, the same for the same name', async () => {
    service = await startLtsService();
    const uuid = '5f0b1c9e-6a0e-4d0b-9a3d-3f1f1b8f2c11';
    for (const member of ['pod 1/ä', 'pod 1/ä', 'pod 2', uuid]) {
      const membership = await service.driver().join(spec({ member }), options());
      await membership.heartbeat([], options());
    }
    const { consumers } = service.group();
    expect(consumers).toHaveLength(3);
    expect(consumers).toContain(uuid);
    for (const name of consumers) {
      expect(name).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it('stores checkpoints, exactly, and finds them again', async () => {
    service = await startLtsService({ shards: 3 });
    const driver = service.driver();
    const a = await driver.join(spec(), options());
    await a.heartbeat([], options());
    const position = toPosition('9223372036854775807');
    const outcomes = await a.save(
      [
        { partition: '0', position },
        { partition: '1', position: toPosition('0') },
      ],
      options(),
    );
    expect([...outcomes]).toEqual([
      ['0', { kind: 'saved' }],
      ['1', { kind: 'saved' }],
    ]);
    expect(service.calls(), 'one call for all').toMatchObject({ UpdateCheckPoint: 1 });
    const found = await a.checkpoints(['0', '1', '2'], options());
    expect(found.get('0')).toMatchObject({ position, proven: true });
    expect(found.get('1')).toMatchObject({ position: '0' });
    expect(found.has('2')).toBe(false);
    expect([...(await a.checkpoints(['1'], options())).keys()]).toEqual(['1']);
    expect([...(await a.checkpoints(['2'], options())).keys()]).toEqual([]);
    expect(await a.checkpoints([], options())).toEqual(new Map());
    expect(Math.abs((found.get('0')?.savedAtMs ?? 0) - service.emulator.clock.now())).toBeLessThan(3000);
  });

  it('3.1 takes a commit for failed that the service fails, whatever its body says', async () => {
    service = await startLtsService();
    const driver = service.driver();
    const a = await driver.join(spec(), options());
    await a.heartbeat([], options());
    const remove = service.emulator.lts.faults.add({
      match: { call: 'UpdateCheckPoint' },
      action: { kind: 'status', status: 500, code: 'LTS.0010' },
    });
    const save = () => a.save([{ partition: '0', position: toPosition('7') }], options());
    expect(driver.classify(await failure(save())).code).toBe('unavailable');
    expect(service.group().shards[0]?.checkpoint).toBeUndefined();
    remove();
    expect((await save()).get('0')).toEqual({ kind: 'saved' });
    expect(service.group().shards[0]?.checkpoint).toBe(7n);
  });

  it.each([
    { commits: 'strict' },
    { commits: 'strict', commitRefusedStatus: 409, commitRefusedCode: 'LTS.EMULATOR.NotTheOwner' },
  ] as const)('loses a shard whose commit is refused, should a service do that: %j', async (switches) => {
    service = await startLtsService({ switches });
    const driver = service.driver();
    const a = await driver.join(spec(), options());
    const b = await driver.join(spec({ member: 'b' }), options());
    await a.heartbeat([], options());
    const position = toPosition('7');
    const outcomes = await b.save([{ partition: '0', position }], options());
    expect(outcomes.get('0')).toMatchObject({ kind: 'lost', failure: { code: 'lease-lost', scope: 'partition' } });
    const both = b.save(
      ['0', '1'].map((id) => ({ partition: id, position })),
      options(),
    );
    expect(await failure(both), 'to be halved').toBeInstanceOf(ConsumerError);
    expect(driver.classify(await failure(both))).toMatchObject({ code: 'lease-lost' });
  });

  it('2.5 of a group that was deleted is not found', async () => {
    service = await startLtsService();
    const driver = service.driver();
    const a = await driver.join(spec(), options());
    service.emulator.lts.deleteConsumerGroup(stream.logGroupId, stream.logStreamId, 'billing');
    expect(driver.classify(await failure(a.heartbeat([], options()))).code).toBe('not-found');
  });

  it('follows the group’s timeout when that becomes another', async () => {
    service = await startLtsService({ consumerGroups: { billing: { timeoutSeconds: 20 } } });
    let monotonicMs = 0;
    const clock = {
      now: () => service.emulator.clock.now(),
      monotonic: () => monotonicMs,
      schedule: () => () => undefined,
    };
    const a = await service.driver({ clock }).join(spec(), options());
    service.emulator.lts.deleteConsumerGroup(stream.logGroupId, stream.logStreamId, 'billing');
    const group = { name: 'billing', timeoutSeconds: 30 };
    await createConsumerGroup(service.connect(), { ...stream, group }, options());
    expect((await a.heartbeat([], options())).sessionTimeoutMs).toBe(20_000);
    monotonicMs += 19_000;
    expect((await a.heartbeat([], options())).sessionTimeoutMs).toBe(30_000);
  });

  it('2.10 leaves without a call', async () => {
    service = await startLtsService();
    const a = await service.driver().join(spec(), options());
    const before = service.calls();
    expect(await a.leave(options())).toBe('after-timeout');
    expect(service.calls()).toEqual(before);
  });
});

it.each(['texts', 'numbers', 'objects'] as const)(
  'lists all shards, also those that came later (%s)',
  async (shardList) => {
    service = await startLtsService({ switches: { shardList } });
    const driver = service.driver();
    expect(await driver.partitions(options())).toEqual([partition('0'), partition('1')]);
    service.emulator.lts.addShards(stream.logGroupId, stream.logStreamId);
    expect(await driver.partitions(options())).toHaveLength(3);
    const batch = await driver.read(partition('2'), await at(driver, '2', 'earliest'), readOptions());
    expect(batch).toMatchObject({ recordCount: 0, state: 'caught-up' });
  },
);

import { toPosition } from '@polylog/core/driver';
import { createTransport, type TransportRequest, type TransportResponse } from '@polylog/driver-kit';
import {
  commitConsumerOffsets,
  createConsumerGroup,
  deleteConsumerGroup,
  deleteTopic,
  describeConsumerGroups,
  mergePartition,
  modifyConsumerGroup,
  splitPartition,
} from '@polylog/tencent-cls/wire';
import { afterEach, describe, expect, it } from 'vitest';
import { at, type ClsService, failure, logsetId, options, spec, startClsService } from './cls-service.js';

let service: ClsService;
afterEach(() => service.stop());

/** Time that stands still but for what the test says. */
function steppedClock() {
  let monotonicMs = 0;
  const clock = {
    now: () => service.emulator.clock.now(),
    monotonic: () => monotonicMs,
    schedule: () => () => undefined,
  };
  return {
    clock,
    step: (ms: number) => {
      monotonicMs += ms;
    },
  };
}

describe('a member of a consumer group', () => {
  it('creates a missing group over all topics, and says the service’s time at the join', async () => {
    service = await startClsService({ topics: { orders: 2, refunds: 1 }, clockOffsetMs: 4 * 60_000 });
    const driver = service.driver();
    const membership = await driver.join(spec(), options());
    expect(Math.abs(membership.joinedAtMs - service.emulator.clock.now())).toBeLessThan(3000);
    expect(membership.differences).toEqual([]);
    const all = (await driver.partitions(options())).map(({ id }) => id);
    const first = await membership.heartbeat([], options());
    expect(first).toMatchObject({ sessionTimeoutMs: 30_000, moving: true });
    expect([...first.partitions].sort()).toEqual([...all].sort());
    expect(await membership.heartbeat(all, options())).toMatchObject({ moving: false });
    expect(service.calls(), 'one heartbeat, however many topics').toMatchObject({ SendConsumerHeartbeat: 2 });
    expect(service.emulator.cls.consumerGroup(logsetId, 'billing')).toMatchObject({
      timeoutSeconds: 30,
      topics: ['orders', 'refunds'],
      consumers: ['a'],
    });
  });

  it('1.9 refuses a missing group that may not be created', async () => {
    service = await startClsService();
    const driver = service.driver();
    const failed = driver.classify(await failure(driver.join(spec({ create: 'never' }), options())));
    expect(failed.code).toBe('not-found');
    expect(failed.message).toContain('"billing"');
    expect(service.calls()).not.toHaveProperty('CreateConsumerGroup');
  });

  it.each(['InvalidParameter', 'FailedOperation', 'SomethingElse'])(
    'takes it well when ten members create the same group at once, whatever "exists" is called (%s)',
    async (groupExistsCode) => {
      service = await startClsService({ switches: { groupExistsCode } });
      const members = Array.from({ length: 10 }, (_, i) => service.driver().join(spec({ member: `m${i}` }), options()));
      expect(await Promise.all(members)).toHaveLength(10);
      expect(service.calls()).not.toHaveProperty('ModifyConsumerGroup');
    },
  );

  it('1.9 keeps the timeout of a group that exists, and tells the difference', async () => {
    service = await startClsService();
    const driver = service.driver();
    await driver.join(spec(), options());
    const second = await driver.join(spec({ member: 'b', sessionTimeoutMs: 6000 }), options());
    expect(second.differences).toEqual([{ setting: 'sessionTimeoutMs', wanted: '6000', inForce: '30000' }]);
    expect((await second.heartbeat([], options())).sessionTimeoutMs).toBe(30_000);
    expect(service.calls()).not.toHaveProperty('ModifyConsumerGroup');
  });

  it('changes timeout and topics of a group only when told to', async () => {
    service = await startClsService({ topics: { orders: 1, refunds: 1 } });
    await service.driver({ topicIds: ['orders'] }).join(spec(), options());
    const changed = await service.driver().join(spec({ sessionTimeoutMs: 6000, update: 'if-different' }), options());
    expect(changed.differences).toEqual([]);
    expect(await changed.heartbeat([], options())).toMatchObject({
      sessionTimeoutMs: 6000,
      partitions: ['orders/1', 'refunds/1'],
    });
    expect(service.calls()).toMatchObject({ ModifyConsumerGroup: 1 });
  });

  it('1.9 refuses a group over other topics, and names both lists', async () => {
    service = await startClsService({ topics: { orders: 1, refunds: 1 } });
    await service.driver({ topicIds: ['orders'] }).join(spec(), options());
    const driver = service.driver();
    const failed = driver.classify(await failure(driver.join(spec(), options())));
    expect(failed.code).toBe('invalid-argument');
    expect(failed.message).toBe(
      'the group "billing" is over the topics orders, and topicIds is orders, refunds. Name the same topics, take another group, or set update: "if-different" to change it for all members.',
    );
    const same = service.driver({ topicIds: ['refunds', 'orders'] });
    await same.join(spec({ group: 'both' }), options());
    expect((await driver.join(spec({ group: 'both' }), options())).differences, 'in any order').toEqual([]);
  });

  it('notices when somebody changes the group’s topics while it works', async () => {
    service = await startClsService({ topics: { orders: 1, refunds: 1 } });
    const driver = service.driver({ topicIds: ['orders'] });
    const membership = await driver.join(spec(), options());
    const settings = { name: 'billing', timeoutSeconds: 30, topicIds: ['orders', 'refunds'] };
    await modifyConsumerGroup(service.connect(), { logsetId, settings }, options());
    const failed = driver.classify(await failure(membership.heartbeat([], options())));
    expect(failed).toMatchObject({ code: 'invalid-argument', message: expect.stringContaining('refunds') });
  });

  it('refuses the order of a lineage before anything is sent, for the service cannot keep it', async () => {
    service = await startClsService();
    const driver = service.driver();
    const failed = driver.classify(await failure(driver.join(spec({ order: 'lineage' }), options())));
    expect(failed.code).toBe('unsupported');
    expect(service.calls()).toEqual({});
  });

  it.each(['a group', '', 'x'.repeat(256)])('refuses the names %j before anything is sent', async (name) => {
    service = await startClsService();
    const driver = service.driver();
    for (const wrong of [{ group: name }, { member: name }]) {
      expect(driver.classify(await failure(driver.join(spec(wrong), options()))).code).toBe('invalid-argument');
    }
    expect(service.calls()).toEqual({});
  });

  it('a group that was deleted is not found by the next heartbeat', async () => {
    service = await startClsService();
    const driver = service.driver();
    const membership = await driver.join(spec(), options());
    await deleteConsumerGroup(service.connect(), { logsetId, group: 'billing' }, options());
    expect(driver.classify(await failure(membership.heartbeat([], options()))).code).toBe('not-found');
  });

  it('asks for the group’s timeout once a session, and takes what another library has changed', async () => {
    service = await startClsService();
    const { clock, step } = steppedClock();
    const membership = await service.driver({ clock }).join(spec(), options());
    const settings = { name: 'billing', timeoutSeconds: 90, topicIds: ['orders'] };
    await modifyConsumerGroup(service.connect(), { logsetId, settings }, options());
    const sessions: number[] = [];
    for (let beat = 0; beat < 7; beat++) {
      sessions.push((await membership.heartbeat([], options())).sessionTimeoutMs);
      step(5_000);
    }
    expect(sessions).toEqual([...Array(6).fill(30_000), 90_000]);
    expect(service.calls(), 'one at the join and one in a session').toMatchObject({ DescribeConsumerGroups: 2 });
  });

  it('keeps its heartbeat going when the list of groups fails', async () => {
    service = await startClsService();
    const { clock, step } = steppedClock();
    const membership = await service.driver({ clock }).join(spec(), options());
    step(30_000);
    service.emulator.cls.faults.add({
      match: { call: 'DescribeConsumerGroups' },
      action: { kind: 'status', status: 500 },
    });
    expect((await membership.heartbeat([], options())).partitions).toEqual(['orders/1', 'orders/2']);
    expect(service.emulator.cls.faults.hits().status).toBe(1);
  });

  it('shares with a second member, and says that partitions are moving', async () => {
    service = await startClsService();
    const driver = service.driver();
    const a = await driver.join(spec({ member: 'a' }), options());
    const b = await driver.join(spec({ member: 'b' }), options());
    await a.heartbeat([], options());
    expect((await b.heartbeat([], options())).partitions).toEqual([]);
    const asked = await a.heartbeat(['orders/1', 'orders/2'], options());
    expect(asked).toMatchObject({ moving: true, partitions: ['orders/1'] });
    expect((await a.heartbeat(['orders/1', 'orders/2'], options())).moving).toBe(true);
    await a.heartbeat(['orders/1'], options());
    expect((await b.heartbeat([], options())).partitions).toEqual(['orders/2']);
  });

  it('a member that is silent for its session has lost its partitions, and gets what is free when it beats again', async () => {
    service = await startClsService();
    const driver = service.driver();
    const a = await driver.join(spec({ member: 'a', sessionTimeoutMs: 6000 }), options());
    const b = await driver.join(spec({ member: 'b', sessionTimeoutMs: 6000 }), options());
    await a.heartbeat([], options());
    service.emulator.clock.advance(7000);
    expect((await b.heartbeat([], options())).partitions).toEqual(['orders/1', 'orders/2']);
    expect((await a.heartbeat(['orders/1', 'orders/2'], options())).partitions).toEqual([]);
  });

  it('leaves without a call', async () => {
    service = await startClsService();
    const membership = await service.driver().join(spec(), options());
    const before = service.calls();
    expect(await membership.leave(options())).toBe('after-timeout');
    expect(service.calls()).toEqual(before);
  });
});

describe('the checkpoints of a member', () => {
  it('are not taken for missing where an answer leaves their partitions out', async () => {
    service = await startClsService();
    service.fill(1, ['a', 'b']);
    const inner = createTransport();
    const send = async (request: TransportRequest): Promise<TransportResponse> => {
      const answer = await inner.send(request);
      if (request.headers['x-tc-action'] !== 'DescribeConsumerOffsets') return answer;
      return { ...answer, body: Buffer.from('{"Response":{"TopicPartitionOffsetsInfo":null,"RequestId":"r"}}') };
    };
    const driver = service.driver({ transport: { send, close: () => inner.close() } });
    const membership = await driver.join(spec(), options());
    await membership.save([{ partition: 'orders/1', position: toPosition('1') }], options());
    const failed = driver.classify(await failure(membership.checkpoints(['orders/1'], options())));
    expect(failed).toMatchObject({ code: 'unavailable', message: expect.stringContaining('orders/1') });
    await inner.close();
  });

  it('are saved by one call, and read by a handful, however many partitions and topics there are', async () => {
    service = await startClsService({ topics: { orders: 3, refunds: 2 } });
    for (const partition of [1, 2, 3]) service.fill(partition, ['a', 'b']);
    for (const partition of [1, 2]) service.fill(partition, ['a', 'b'], 'refunds');
    const driver = service.driver();
    const membership = await driver.join(spec(), options());
    const { partitions } = await membership.heartbeat([], options());
    expect(partitions).toHaveLength(5);
    expect(await membership.checkpoints(partitions, options())).toEqual(new Map());
    const saved = partitions.slice(1).map((partition) => ({ partition, position: toPosition('1') }));
    expect(await membership.save(saved, options())).toEqual(
      new Map(saved.map(({ partition }) => [partition, { kind: 'saved' }])),
    );
    expect(service.calls()).toMatchObject({ CommitConsumerOffsets: 1 });
    const asked = service.calls().DescribeConsumerOffsets ?? 0;
    expect(await membership.checkpoints(partitions, options())).toEqual(
      new Map(saved.map(({ partition, position }) => [partition, { position, proven: true }])),
    );
    expect((service.calls().DescribeConsumerOffsets ?? 0) - asked).toBeLessThanOrEqual(6);
    expect(await membership.checkpoints([], options())).toEqual(new Map());
  });

  it('at 0, and beyond 2^53, are told exactly', async () => {
    for (const offsetBase of [0n, 2n ** 53n + 1n, 2n ** 62n + 1n]) {
      service = await startClsService({ switches: { offsetBase } });
      service.fill(1, ['a', 'b']);
      const driver = service.driver();
      const membership = await driver.join(spec(), options());
      await membership.heartbeat([], options());
      const position = await at(driver, 'orders/1', 'earliest');
      expect(position).toBe(String(offsetBase));
      await membership.save([{ partition: 'orders/1', position }], options());
      expect(await membership.checkpoints(['orders/1'], options())).toEqual(
        new Map([['orders/1', { position, proven: true }]]),
      );
      const [stored] = service.emulator.cls.consumerGroup(logsetId, 'billing').partitions;
      expect(stored?.offset).toBe(offsetBase);
      await service.stop();
    }
  });

  it('9.4 of an empty partition are not proven', async () => {
    service = await startClsService({ switches: { offsetBase: 7n } });
    const membership = await service.driver().join(spec(), options());
    expect(await membership.checkpoints(['orders/1'], options())).toEqual(
      new Map([['orders/1', { position: '7', proven: false }]]),
    );
  });

  it.each([
    { offsetType: 'ignored' },
    { offsetType: 'refused' },
    { withoutTopic: 'refused' },
    { withoutPartition: 'refused' },
    { withoutPartition: 'committed' },
    { unknownGroupCode: 'InvalidParameter' },
    { unknownGroupCode: 'FailedOperation' },
  ] as const)('and places are found where the service has %j', async (switches) => {
    service = await startClsService({ topics: { orders: 2, refunds: 1 }, switches });
    service.fill(1, ['a', 'b', 'c']);
    service.fill(1, ['a', 'b', 'c'], 'refunds');
    const driver = service.driver({ callsPerSecond: 1_000 });
    const membership = await driver.join(spec(), options());
    await membership.save([{ partition: 'orders/1', position: toPosition('2') }], options());
    const ids = ['orders/1', 'orders/2', 'refunds/1'];
    expect(await membership.checkpoints(ids, options())).toEqual(
      new Map([
        ['orders/1', { position: '2', proven: true }],
        ['orders/2', { position: '0', proven: false }],
      ]),
    );
    const partitions = await driver.partitions(options());
    expect(await driver.locate(partitions, 'earliest', options())).toEqual(new Map(ids.map((id) => [id, '0'])));
    expect(await driver.locate(partitions, 'latest', options())).toEqual(
      new Map([
        ['orders/1', '3'],
        ['orders/2', '0'],
        ['refunds/1', '3'],
      ]),
    );
  });

  it.each(['fenced', 'strict'] as const)(
    'of a partition that another member has are lost where the service refuses them (%s), and nothing is saved over it',
    async (commits) => {
      service = await startClsService({ switches: { commits } });
      service.fill(1, ['a']);
      service.fill(2, ['a']);
      const driver = service.driver();
      const a = await driver.join(spec({ member: 'a' }), options());
      const b = await driver.join(spec({ member: 'b' }), options());
      await a.heartbeat([], options());
      await b.heartbeat([], options());
      await a.heartbeat(['orders/1', 'orders/2'], options());
      await a.heartbeat(['orders/1'], options());
      expect((await b.heartbeat([], options())).partitions).toEqual(['orders/2']);
      const position = toPosition('1');
      const outcome = await a.save([{ partition: 'orders/2', position }], options());
      expect(outcome.get('orders/2')).toMatchObject({
        kind: 'lost',
        failure: { code: 'lease-lost', scope: 'partition' },
      });
      const both = ['orders/1', 'orders/2'].map((partition) => ({ partition, position }));
      const refused = driver.classify(await failure(a.save(both, options())));
      expect(refused.code, 'as a whole; the engine halves it').toBe('lease-lost');
      expect(
        await b.checkpoints(
          both.map(({ partition }) => partition),
          options(),
        ),
      ).toEqual(new Map());
    },
  );

  it('3.2 are refused as a whole for a topic that was deleted', async () => {
    service = await startClsService({ topics: { orders: 1, refunds: 1 } });
    const driver = service.driver();
    const membership = await driver.join(spec(), options());
    const gone = { partition: 'orders/9', position: toPosition('1') };
    const error = await failure(membership.save([gone, { ...gone, partition: 'refunds/1' }], options()));
    expect(driver.classify(error)).toMatchObject({ code: 'not-found', scope: 'partition' });
  });

  it('never hold -1, and a -1 that the service stores is no checkpoint', async () => {
    service = await startClsService({ switches: { minusOneCommit: 'stored' } });
    service.fill(1, ['a']);
    const driver = service.driver();
    const membership = await driver.join(spec(), options());
    const before = service.calls();
    await failure(membership.save([{ partition: 'orders/1', position: toPosition('-1') }], options()));
    expect(service.calls(), 'nothing is sent').toEqual(before);
    const offsets = [{ topicId: 'orders', partition: 1, offset: -1n }];
    const official = { logsetId, group: 'billing', member: 'official', offsets };
    await commitConsumerOffsets(service.connect(), official, options());
    expect(await membership.checkpoints(['orders/1'], options())).toEqual(new Map());
  });
});

describe('the list of partitions', () => {
  it('goes without a topic that was deleted meanwhile, and is refused for one that was never there', async () => {
    service = await startClsService({ topics: { orders: 1, refunds: 1 } });
    const driver = service.driver();
    expect(await driver.partitions(options())).toHaveLength(2);
    await deleteTopic(service.connect(), 'refunds', options());
    expect((await driver.partitions(options())).map(({ id }) => id)).toEqual(['orders/1']);
    const wrong = service.driver({ topicIds: ['orders', 'refunds'] });
    expect(wrong.classify(await failure(wrong.partitions(options()))).code).toBe('not-found');
  });

  it('tells who came from whom, over splits and merges', async () => {
    service = await startClsService({ topics: { orders: 1 } });
    const driver = service.driver();
    const connection = service.connect();
    await splitPartition(connection, { topicId: 'orders', partition: 1, count: 3 }, options());
    await mergePartition(connection, { topicId: 'orders', partition: 3 }, options());
    const parents = (await driver.partitions(options())).map((each) => [each.id, each.readOnly, each.parents]);
    expect(parents).toEqual([
      ['orders/1', true, []],
      ['orders/2', false, ['orders/1']],
      ['orders/3', true, ['orders/1']],
      ['orders/4', true, ['orders/1']],
      ['orders/5', false, ['orders/3', 'orders/4']],
    ]);
  });
});

describe('places without a group', () => {
  it('are asked for in the name of a group that has neither members nor checkpoints', async () => {
    service = await startClsService();
    service.fill(1, ['a', 'b']);
    const driver = service.driver();
    expect(await at(driver, 'orders/1', 'latest')).toBe('2');
    const { groups } = await describeConsumerGroups(service.connect(), { logsetId }, options());
    expect(groups).toEqual([
      { name: expect.stringMatching(/^polylog-places-[0-9a-f]{8}$/), timeoutSeconds: 60, topicIds: ['orders'] },
    ]);
    const other = service.driver();
    expect(await at(other, 'orders/1', 'earliest')).toBe('0');
    expect(service.calls()).toMatchObject({ CreateConsumerGroup: 1 });
  });

  it('are never asked for in the name of the group that is joined, whose checkpoints would be the answer', async () => {
    service = await startClsService();
    const driver = service.driver({ placesGroup: 'billing' });
    const failed = driver.classify(await failure(driver.join(spec(), options())));
    expect(failed).toMatchObject({ code: 'invalid-argument', message: expect.stringContaining('placesGroup') });
    const ofOthers = driver.classify(await failure(driver.join({ ...spec(), group: 'polylog-places-0' }, options())));
    expect(ofOthers).toMatchObject({ code: 'invalid-argument', message: expect.stringContaining('polylog-places-') });
    expect(service.calls()).toEqual({});
  });

  it('are asked for in the name of the group that the option names', async () => {
    service = await startClsService();
    const settings = { name: 'lookups', timeoutSeconds: 60, topicIds: ['orders'] };
    await createConsumerGroup(service.connect(), { logsetId, settings }, options());
    expect(await at(service.driver({ placesGroup: 'lookups' }), 'orders/1', 'latest')).toBe('0');
    expect(service.calls()).toMatchObject({ CreateConsumerGroup: 1 });
  });
});

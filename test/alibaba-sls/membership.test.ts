import { slsDriver } from '@polylog/alibaba-sls';
import { connect, cursorPlus, updateConsumerGroup } from '@polylog/alibaba-sls/wire';
import { type GroupSpec, toPosition } from '@polylog/core/driver';
import { afterEach, describe, expect, it } from 'vitest';
import {
  at,
  credentials,
  failure,
  logstore,
  options,
  project,
  type SlsService,
  startSlsService,
} from './sls-service.js';

let service: SlsService;
afterEach(() => service.stop());

const spec = (more: Partial<GroupSpec> = {}): GroupSpec => ({
  group: 'billing',
  member: 'a',
  sessionTimeoutMs: 30_000,
  create: 'if-missing',
  update: 'never',
  ...more,
});

describe('a member of a consumer group', () => {
  it('creates a missing group, and says the service’s time at the join', async () => {
    service = await startSlsService({ clockOffsetMs: 5 * 60_000 });
    const driver = service.driver();
    const membership = await driver.join(spec(), options());
    expect(Math.abs(membership.joinedAtMs - service.emulator.clock.now())).toBeLessThan(3000);
    expect(membership.differences).toEqual([]);
    expect(await membership.heartbeat([], options())).toEqual({
      partitions: ['0', '1'],
      sessionTimeoutMs: 30_000,
      moving: true,
    });
    expect(await membership.heartbeat(['0', '1'], options())).toMatchObject({ partitions: ['0', '1'], moving: false });
  });

  it('refuses a missing group that may not be created', async () => {
    service = await startSlsService();
    const driver = service.driver();
    const failed = driver.classify(await failure(driver.join(spec({ create: 'never' }), options())));
    expect(failed.code).toBe('not-found');
    expect(failed.message).toContain('"billing"');
  });

  it('takes it well when ten members create the same group at once', async () => {
    service = await startSlsService();
    const driver = service.driver();
    const members = Array.from({ length: 10 }, (_, i) => driver.join(spec({ member: `m${i}` }), options()));
    expect(await Promise.all(members)).toHaveLength(10);
  });

  it('keeps the timeout of a group that exists, and tells the difference', async () => {
    service = await startSlsService();
    const driver = service.driver();
    await driver.join(spec(), options());
    const second = await driver.join(spec({ member: 'b', sessionTimeoutMs: 6000 }), options());
    expect(second.differences).toEqual([{ setting: 'sessionTimeoutMs', wanted: '6000', inForce: '30000' }]);
    expect((await second.heartbeat([], options())).sessionTimeoutMs).toBe(30_000);
  });

  it('changes timeout and order of a group only when told to', async () => {
    service = await startSlsService();
    const driver = service.driver();
    await driver.join(spec(), options());
    const changed = await driver.join(
      spec({ sessionTimeoutMs: 6000, order: 'lineage', update: 'if-different' }),
      options(),
    );
    expect(changed.differences).toEqual([]);
    expect((await changed.heartbeat([], options())).sessionTimeoutMs).toBe(6000);
    expect((await driver.join(spec({ sessionTimeoutMs: 6000, order: 'lineage' }), options())).differences).toEqual([]);
  });

  it('refuses a group of another order than the one that was named, and takes any where none was', async () => {
    service = await startSlsService();
    const driver = service.driver();
    await driver.join(spec({ order: 'lineage' }), options());
    const failed = driver.classify(await failure(driver.join(spec({ order: 'partition' }), options())));
    expect(failed.code).toBe('invalid-argument');
    expect(failed.message).toBe(
      'order is "partition", and the group "billing" has "lineage". Leave order out to take the group as it is, take another group, or set update: "if-different" to change it for all members.',
    );
    expect((await driver.join(spec(), options())).differences).toEqual([]);
  });

  it.each(['a group', '', 'x'.repeat(129)])('refuses the group name %j before anything is sent', async (group) => {
    service = await startSlsService();
    const driver = service.driver();
    expect(driver.classify(await failure(driver.join(spec({ group }), options()))).code).toBe('invalid-argument');
    expect(service.emulator.sls.stats().calls).toEqual({});
  });

  it.each(['', 'a\nb', 'x'.repeat(129), '\ud800'])(
    'refuses the member name %j before anything is sent',
    async (member) => {
      service = await startSlsService();
      const driver = service.driver();
      const failed = driver.classify(await failure(driver.join(spec({ member }), options())));
      expect(failed.code).toBe('invalid-argument');
      expect(failed.message).not.toContain('\n');
      expect(service.emulator.sls.stats().calls).toEqual({});
    },
  );

  it('learns of a timeout that another library has changed, within a session', async () => {
    service = await startSlsService();
    const connection = connect({ endpoint: service.emulator.sls.endpoint, credentials });
    let monotonicMs = 0;
    const clock = {
      now: () => service.emulator.clock.now(),
      monotonic: () => monotonicMs,
      schedule: () => () => undefined,
    };
    const membership = await service.driver({ clock }).join(spec(), options());
    const settings = { name: 'billing', timeoutSeconds: 90, inOrder: false };
    await updateConsumerGroup(connection, { project, logstore, settings }, options());
    expect((await membership.heartbeat([], options())).sessionTimeoutMs).toBe(30_000);
    monotonicMs += 15_000;
    expect((await membership.heartbeat(['0', '1'], options())).sessionTimeoutMs).toBe(90_000);
    await connection.transport.close();
  });

  it('keeps its heartbeat going when the list of groups fails', async () => {
    service = await startSlsService();
    let monotonicMs = 0;
    const clock = {
      now: () => service.emulator.clock.now(),
      monotonic: () => monotonicMs,
      schedule: () => () => undefined,
    };
    const membership = await service.driver({ clock }).join(spec(), options());
    monotonicMs += 30_000;
    service.emulator.sls.faults.add({ match: { call: 'ListConsumerGroup' }, action: { kind: 'status', status: 500 } });
    expect((await membership.heartbeat([], options())).partitions).toEqual(['0', '1']);
    expect(service.emulator.sls.faults.hits().status).toBe(1);
  });

  it('shares with a second member, and says that partitions are moving', async () => {
    service = await startSlsService({ shards: 2 });
    const driver = service.driver();
    const a = await driver.join(spec({ member: 'a' }), options());
    const b = await driver.join(spec({ member: 'b' }), options());
    await a.heartbeat([], options());
    expect((await b.heartbeat([], options())).partitions).toEqual([]);
    const asked = await a.heartbeat(['0', '1'], options());
    expect(asked).toMatchObject({ moving: true });
    expect(asked.partitions).toHaveLength(1);
    const still = await a.heartbeat(['0', '1'], options());
    expect(still.moving).toBe(true);
    await a.heartbeat(asked.partitions, options());
    expect((await b.heartbeat([], options())).partitions).toHaveLength(1);
  });

  it('saves and reads checkpoints; what was never saved is absent', async () => {
    service = await startSlsService({ shards: 3 });
    service.fill(0, ['a', 'b']);
    const driver = service.driver();
    const membership = await driver.join(spec(), options());
    await membership.heartbeat([], options());
    expect(await membership.checkpoints(['0', '1', '2'], options())).toEqual(new Map());
    const position = toPosition(cursorPlus(await at(driver, '0', 'earliest'), 1n) ?? '');
    expect(await membership.save([{ partition: '0', position }], options())).toEqual(
      new Map([['0', { kind: 'saved' }]]),
    );
    for (const ids of [['0'], ['0', '1']]) {
      const saved = await membership.checkpoints(ids, options());
      expect([...saved.keys()]).toEqual(['0']);
      expect(saved.get('0')).toMatchObject({ position, proven: true });
      expect(Math.abs((saved.get('0')?.savedAtMs ?? 0) - service.emulator.clock.now())).toBeLessThan(5000);
    }
    expect(await membership.checkpoints([], options())).toEqual(new Map());
    expect(await membership.checkpoints(['77'], options())).toEqual(new Map());
  });

  it('says of each of many checkpoints what became of it', async () => {
    service = await startSlsService({ shards: 20 });
    const driver = service.driver();
    const membership = await driver.join(spec(), options());
    const { partitions } = await membership.heartbeat([], options());
    service.emulator.sls.faults.add({
      match: { call: 'UpdateCheckPoint', shard: 7 },
      action: { kind: 'throttle', retryAfterSeconds: 3 },
    });
    const positions = await driver.locate(await driver.partitions(options()), 'earliest', options());
    const checkpoints = partitions.map((id) => ({ partition: id, position: positions.get(id) ?? toPosition('') }));
    const outcomes = await membership.save(
      [...checkpoints, { partition: '99', position: toPosition('MQ==') }],
      options(),
    );
    expect(outcomes.size).toBe(21);
    expect(outcomes.get('7')).toMatchObject({ kind: 'failed', failure: { code: 'throttled', retryAfterMs: 3000 } });
    expect(outcomes.get('99')).toMatchObject({ kind: 'lost', failure: { scope: 'partition' } });
    expect([...outcomes.values()].filter(({ kind }) => kind === 'saved')).toHaveLength(19);
  });

  it('is told that a partition is lost when another member holds it, and saves nothing over it', async () => {
    service = await startSlsService({ shards: 2 });
    const driver = service.driver();
    const a = await driver.join(spec({ member: 'a' }), options());
    const b = await driver.join(spec({ member: 'b' }), options());
    await a.heartbeat([], options());
    await b.heartbeat([], options());
    const [kept] = (await a.heartbeat(['0', '1'], options())).partitions;
    await a.heartbeat([kept ?? ''], options());
    const [moved] = (await b.heartbeat([], options())).partitions;
    const position = await at(driver, moved ?? '', 'earliest');
    const outcome = (await a.save([{ partition: moved ?? '', position }], options())).get(moved ?? '');
    expect(outcome).toMatchObject({ kind: 'lost', failure: { code: 'lease-lost', scope: 'partition' } });
    expect(await b.checkpoints([moved ?? ''], options())).toEqual(new Map());
  });

  it('is told that it is no member any more after its session, by heartbeat and by save, and registers anew with []', async () => {
    service = await startSlsService();
    const driver = service.driver();
    const membership = await driver.join(spec({ sessionTimeoutMs: 6000 }), options());
    await membership.heartbeat([], options());
    service.emulator.clock.advance(7000);
    const position = await at(driver, '0', 'earliest');
    const outcome = (await membership.save([{ partition: '0', position }], options())).get('0');
    expect(outcome).toMatchObject({ kind: 'lost', failure: { code: 'lease-lost', scope: 'member' } });
    const failed = driver.classify(await failure(membership.heartbeat(['0', '1'], options())));
    expect(failed).toMatchObject({ code: 'lease-lost', scope: 'member' });
    expect((await membership.heartbeat([], options())).partitions).toEqual(['0', '1']);
  });

  it('leaves without a call, and with one only where the option says so', async () => {
    service = await startSlsService();
    for (const [leaveSends, calls] of [
      [false, 0],
      [true, 1],
    ] as const) {
      const membership = await service.driver({ leaveSends }).join(spec(), options());
      const before = heartbeats();
      expect(await membership.leave(options())).toBe('after-timeout');
      expect(heartbeats() - before).toBe(calls);
    }
    function heartbeats(): number {
      return Object.entries(service.emulator.sls.stats().calls)
        .filter(([call]) => /heartbeat/i.test(call))
        .reduce((sum, [, count]) => sum + count, 0);
    }
  });

  it('holds a shard’s children back in a group that keeps the lineage', async () => {
    service = await startSlsService({ shards: 1 });
    const driver = service.driver();
    const membership = await driver.join(spec({ order: 'lineage' }), options());
    await membership.heartbeat([], options());
    service.emulator.sls.split(project, logstore, 0);
    expect(await driver.partitions(options())).toEqual([
      { id: '0', stream: logstore, readOnly: true, parents: [] },
      { id: '1', stream: logstore, readOnly: false, parents: ['0'] },
      { id: '2', stream: logstore, readOnly: false, parents: ['0'] },
    ]);
    expect((await membership.heartbeat(['0'], options())).partitions).toEqual(['0']);
    await membership.save([{ partition: '0', position: await at(driver, '0', 'latest') }], options());
    expect((await membership.heartbeat(['0'], options())).partitions).toEqual(['1', '2']);
  });
});

describe('what a user gets wrong', () => {
  it('is said in one line that helps, without a secret', async () => {
    service = await startSlsService();
    const { endpoint } = service.emulator.sls;
    const secret = 'PLANTED-SECRET-KEY';
    const lines: Record<string, string> = {};
    const told = async (name: string, change: Record<string, unknown>): Promise<void> => {
      const driver = slsDriver({ endpoint, project, logstore, credentials, ...change });
      const { code, message } = driver.classify(await failure(driver.partitions(options())));
      lines[name] = `${code}: ${message}`.replace(/:\d{4,5}\b/g, ':<port>').replace(/request [^)]+/g, 'request <id>');
      await driver.close?.();
    };
    await told('a wrong secret', { credentials: { ...credentials, secretAccessKey: secret } });
    await told('a wrong key id', { credentials: { accessKeyId: 'PLANTED-KEY-ID', secretAccessKey: secret } });
    await told('a project that does not exist', { project: 'no-such-project' });
    await told('a logstore that does not exist', { logstore: 'no-such-logstore' });
    await told('an endpoint where nobody listens', { endpoint: 'http://127.0.0.1:1' });
    for (const line of Object.values(lines)) expect(line).not.toMatch(/PLANTED|\n/);
    expect(lines).toMatchSnapshot();
  });
});

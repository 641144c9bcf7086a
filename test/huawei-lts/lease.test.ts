import { onEvent } from '@polylog/core';
import { afterEach, expect, test } from 'vitest';
import { handledOf } from '../engine/numbered.js';
import { observeConsumer, stopObserved } from '../engine/observed-consumer.js';
import { startVirtualService, type VirtualService } from './virtual-service.js';

let service: VirtualService;
afterEach(async () => {
  await stopObserved();
  await service.stop();
});

const beats = (): number => service.calls().ConsumerGroupHeartBeat ?? 0;

test.each([20, 600])(
  '2.2 a heartbeat goes out each second, where the group’s timeout is %i s',
  async (timeoutSeconds) => {
    service = await startVirtualService({ consumerGroups: { g: { timeoutSeconds } } });
    observeConsumer(service, service.clock, 'a');
    await service.clock.advance(10_000);
    const before = beats();
    await service.clock.advance(20_000);
    expect(beats() - before).toBeGreaterThanOrEqual(19);
    expect(beats() - before).toBeLessThanOrEqual(21);
  },
);

test.each([
  [20, 18_000],
  [600, 54_000],
])(
  '2.1 the lease is the group’s timeout of %i s, at most a minute, less a tenth: %i ms',
  async (timeoutSeconds, leaseMs) => {
    service = await startVirtualService({ consumerGroups: { g: { timeoutSeconds } } });
    const { clock, emulator } = service;
    let lostAt = Number.NaN;
    const silence = onEvent('lease-lost', () => {
      lostAt = clock.monotonic();
    });
    observeConsumer(service, clock, 'a');
    await clock.advance(10_000);
    emulator.lts.faults.add({ match: { call: 'ConsumerGroupHeartBeat' }, action: { kind: 'status', status: 503 } });
    const failingSince = clock.monotonic();
    await clock.advance(70_000);
    silence();
    // The last good one had gone out within the second before.
    expect(lostAt).toBeGreaterThanOrEqual(failingSince + leaseMs - 1_000);
    expect(lostAt).toBeLessThanOrEqual(failingSince + leaseMs);
  },
);

test('1.9 a group that is missing is created through the gateway, where consumer and driver both let it be', async () => {
  service = await startVirtualService({ shards: 1, consumerGroups: {} });
  const { clock } = service;
  service.write(0, 0, 3);
  const log = { driver: () => service.driver({ createGroup: true }) };
  const refused = observeConsumer(log, clock, 'b', { create: 'never' });
  await clock.advance(1_000);
  expect(refused.outcome()).toMatchObject({ code: 'not-found', message: expect.stringContaining('create is "never"') });
  const created = observeConsumer(log, clock, 'a', { sessionTimeoutMs: 40_000 });
  await clock.advance(5_000);
  expect(created.handled).toEqual(handledOf('0', 0, 3));
  expect(created.of('group-differs')).toEqual([]);
  expect(service.group('g').timeoutSeconds).toBe(40);
});

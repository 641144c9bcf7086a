import { createFakeClock, createMemoryLog, type FakeClock, type MemoryFault } from '@polylog/core/testing';
import { expect, test } from 'vitest';
import { repeatCalls } from './repeat-calls.js';

const signal = new AbortController().signal;
const group = { name: 'billing', sessionTimeoutMs: 30_000 };

function busy(action: MemoryFault['action'], times?: number) {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  const told: string[] = [];
  const admin = repeatCalls(log.groupAdmin(), { tell: (text) => told.push(text), clock, random: () => 1 });
  log.faults.add({ call: 'admin', action, ...(times !== undefined && { times }) });
  return { admin, told, clock };
}

/** How long a call took by the clock, and how it ended. */
async function timed(
  clock: FakeClock,
  call: Promise<unknown>,
): Promise<{ readonly ms: number; readonly end: unknown }> {
  const startedAt = clock.monotonic();
  const ended = call.then(
    (value) => ({ ms: clock.monotonic() - startedAt, end: value }),
    (error: unknown) => ({ ms: clock.monotonic() - startedAt, end: error }),
  );
  await clock.advance(120_000);
  return ended;
}

test.each(['throttled', 'unavailable'] as const)('what only reads is asked again where it is %s', async (code) => {
  const { admin, told, clock } = busy({ kind: 'fail', failure: { code, message: 'The service is busy.' } }, 3);
  expect(await timed(clock, admin.partitions({ signal }))).toEqual({
    ms: 300 + 600 + 1_200,
    end: [expect.anything(), expect.anything()],
  });
  expect(told).toEqual([
    'polylog: The service is busy. Asking again in 0.6s.',
    'polylog: The service is busy. Asking again in 1.2s.',
  ]);
});

test('what was held back is sent again, also where it must not be done twice', async () => {
  const { admin, clock } = busy({ kind: 'fail', failure: { code: 'throttled' } }, 2);
  await timed(clock, admin.createGroup(group, { signal }));
  expect(await admin.listGroups({ signal })).toMatchObject([{ name: 'billing' }]);
});

test('what may have been done, and must not be done twice, is not sent again', async () => {
  const { admin, clock } = busy({ kind: 'lose-answer', failure: { code: 'unavailable' } }, 1);
  const { ms, end } = await timed(clock, admin.createGroup(group, { signal }));
  expect(end).toMatchObject({ code: 'unavailable' });
  expect(ms).toBe(0);
  expect(await admin.listGroups({ signal })).toHaveLength(1);
});

test('the service says how long to wait, and what it refuses is not asked again', async () => {
  const held = busy({ kind: 'fail', failure: { code: 'throttled', retryAfterMs: 7_000 } }, 1);
  expect((await timed(held.clock, held.admin.listGroups({ signal }))).ms).toBe(7_000);
  const refused = busy({ kind: 'fail', failure: { code: 'permission-denied' } });
  expect(await timed(refused.clock, refused.admin.listGroups({ signal }))).toMatchObject({
    ms: 0,
    end: { code: 'permission-denied' },
  });
});

test('after twenty seconds the failure is told, and a signal ends a pause', async () => {
  const { admin, clock } = busy({ kind: 'fail', failure: { code: 'unavailable' } });
  const { ms, end } = await timed(clock, admin.listGroups({ signal }));
  expect(end).toMatchObject({ code: 'unavailable' });
  expect(ms).toBeGreaterThan(10_000);
  expect(ms).toBeLessThanOrEqual(20_000);

  const user = new AbortController();
  const waiting = admin.listGroups({ signal: user.signal });
  await clock.settle();
  user.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  expect(clock.pending).toBe(0);
});

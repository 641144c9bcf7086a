import { expect, test } from 'vitest';
import { ConsumerError } from '../errors/consumer-error.js';
import { deferred } from '../flow/deferred.js';
import { createFakeClock, type FakeClock } from '../testing/fake-clock.js';
import { createCompletion } from './completion.js';
import type { Member } from './member.js';

/** Members of which the test says what they have come to, and whether that is the end. */
function watched(clock: FakeClock, isBounded = true) {
  const members: (Pick<Member, 'progress' | 'failure'> & { changedAtMs: number; sessionTimeoutMs: number })[] = [];
  const finished = deferred<void>();
  let outcome: unknown;
  finished.promise.then(
    () => {
      outcome = 'resolved';
    },
    (error: unknown) => {
      outcome = error;
    },
  );
  const completion = createCompletion({
    members: members as unknown as readonly Member[],
    clock,
    isBounded,
    finished,
  });
  const add = (progress: ReturnType<Member['progress']>, sessionTimeoutMs = 30_000) => {
    const member = {
      state: progress,
      error: undefined as ConsumerError | undefined,
      changedAtMs: clock.monotonic(),
      sessionTimeoutMs,
      progress: () => member.state,
      failure: () => member.error,
      stableForMs: () => clock.monotonic() - member.changedAtMs,
      become(state: ReturnType<Member['progress']>) {
        member.state = state;
        member.changedAtMs = clock.monotonic();
        completion.check();
      },
    };
    members.push(member);
    return member;
  };
  return { add, completion, outcome: () => outcome };
}

test('it is over a session after the last change, and each change begins the wait anew', async () => {
  const clock = createFakeClock();
  const { add, outcome } = watched(clock);
  const member = add('working');
  member.become('complete');
  await clock.advance(29_999);
  member.become('working');
  await clock.advance(60_000);
  member.become('complete');
  await clock.advance(29_999);
  expect(outcome()).toBeUndefined();
  await clock.advance(1);
  expect(outcome()).toBe('resolved');
});

test.each([
  [['empty', 'empty'], false],
  [['complete', 'empty'], true],
  [['complete', 'working'], false],
  [['complete', 'complete'], true],
] as const)('members that are %j are done: %s', async (states, isDone) => {
  const clock = createFakeClock();
  const { add, completion, outcome } = watched(clock);
  for (const state of states) add(state);
  completion.check();
  await clock.advance(120_000);
  expect(outcome()).toBe(isDone ? 'resolved' : undefined);
});

test('the longest session of all members is waited for, also one that has become longer meanwhile', async () => {
  const clock = createFakeClock();
  const { add, completion, outcome } = watched(clock);
  add('complete', 10_000);
  const other = add('complete', 30_000);
  completion.check();
  await clock.advance(29_000);
  other.sessionTimeoutMs = 60_000;
  await clock.advance(30_999);
  expect(outcome()).toBeUndefined();
  await clock.advance(1);
  expect(outcome()).toBe('resolved');
});

test('a failed partition is told in the end, and not before', async () => {
  const clock = createFakeClock();
  const { add, outcome } = watched(clock);
  add('empty');
  const member = add('working');
  member.error = new ConsumerError('corrupt-data', 'Odd.');
  member.become('complete');
  await clock.advance(29_999);
  expect(outcome()).toBeUndefined();
  await clock.advance(1);
  expect(outcome()).toBe(member.error);
});

test('without an end bound, or once closed, nothing is ever over and no timer is left', async () => {
  const clock = createFakeClock();
  const endless = watched(clock, false);
  endless.add('working').become('complete');
  const closed = watched(clock);
  const member = closed.add('working');
  member.become('complete');
  closed.completion.close();
  member.become('complete');
  expect(clock.pending).toBe(0);
  await clock.advance(120_000);
  expect([endless.outcome(), closed.outcome()]).toEqual([undefined, undefined]);
});

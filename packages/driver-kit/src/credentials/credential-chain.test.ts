import { createFakeClock } from '@polylog/core/testing';
import { expect, test } from 'vitest';
import { type CredentialPlace, credentialChain, type FoundCredentials } from './credential-chain.js';
import type { Credentials } from './credentials.js';

const { signal } = new AbortController();
const key = (n: number): Credentials => ({ accessKeyId: `id${n}`, secretAccessKey: `planted${n}` });

/** A place that holds what the test puts there, and counts who looks. */
interface TestPlace extends CredentialPlace {
  holds: () => Promise<FoundCredentials>;
  looks: number;
  lastSignal: AbortSignal | undefined;
}

function placeOf(name: string, holds: FoundCredentials): TestPlace {
  const place: TestPlace = {
    name,
    holds: async () => holds,
    looks: 0,
    lastSignal: undefined,
    find(o) {
      place.looks += 1;
      place.lastSignal = o.signal;
      return place.holds();
    },
  };
  return place;
}

function chain(...places: readonly TestPlace[]) {
  const clock = createFakeClock();
  const source = credentialChain({ cloud: 'Some Cloud', places, timeoutMs: 5_000, clock });
  if (typeof source !== 'function') throw new Error('a chain is a function');
  return { clock, ask: (own = signal) => source({ refresh: false, signal: own }) };
}

test('the first place that has keys gives them, and those behind it are not looked into', async () => {
  const [empty, full, other] = [
    placeOf('a', { none: 'not set' }),
    placeOf('b', { credentials: key(1) }),
    placeOf('c', { credentials: key(2) }),
  ];
  const { ask } = chain(empty, full, other);
  expect(await ask()).toEqual(key(1));
  expect([empty.looks, full.looks, other.looks]).toEqual([1, 1, 0]);
});

test('where none has any, one line says of each why', async () => {
  const { ask } = chain(placeOf('the environment', { none: 'KEY is\nnot set' }), placeOf('the role', { none: 'gone' }));
  await expect(ask()).rejects.toMatchObject({
    code: 'invalid-argument',
    message: 'no keys of Some Cloud were found. the environment: KEY is not set. the role: gone.',
  });
});

test('a place that has given keys once is the only one that is asked: nobody becomes somebody else on the way', async () => {
  const [first, second] = [placeOf('the role', { credentials: key(1) }), placeOf('b', { credentials: key(2) })];
  const { ask } = chain(first, second);
  await ask();
  first.holds = async () => ({ none: 'status 500' });
  await expect(ask()).rejects.toMatchObject({
    code: 'unavailable',
    message: 'the role has had keys of Some Cloud, and has none now: the role: status 500.',
  });
  first.holds = async () => ({ credentials: key(3) });
  expect(await ask()).toEqual(key(3));
  expect(second.looks).toBe(0);
});

test('a place that should have keys and fails ends the look', async () => {
  const [broken, other] = [placeOf('a', { none: '' }), placeOf('b', { credentials: key(2) })];
  const error = new Error('half of it');
  broken.holds = async () => Promise.reject(error);
  const { ask } = chain(broken, other);
  await expect(ask()).rejects.toBe(error);
  expect(other.looks).toBe(0);
});

test('a place that does not answer in its time has nothing, is told so, and leaves no timer', async () => {
  const [slow, other] = [placeOf('a', { none: '' }), placeOf('b', { credentials: key(2) })];
  slow.holds = () => new Promise(() => undefined);
  const { ask, clock } = chain(slow, other);
  const asked = ask();
  await clock.advance(4_999);
  expect(other.looks).toBe(0);
  await clock.advance(1);
  expect(await asked).toEqual(key(2));
  expect([slow.lastSignal?.aborted, clock.pending]).toEqual([true, 0]);
});

test('all who ask at one time share one look, and one who gives up does not end it for the others', async () => {
  const place = placeOf('a', { none: '' });
  let give = (_: FoundCredentials): void => undefined;
  place.holds = () => new Promise((resolve) => (give = resolve));
  const { ask, clock } = chain(place);
  const hasty = new AbortController();
  const first = ask(hasty.signal).catch((error: unknown) => error);
  const second = ask();
  hasty.abort('enough');
  expect(await first).toBe('enough');
  await clock.settle();
  give({ credentials: key(1) });
  expect(await second).toEqual(key(1));
  expect(place.looks).toBe(1);
  // Nothing is kept: the store of whoever signs does that.
  place.holds = async () => ({ credentials: key(2) });
  expect(await ask()).toEqual(key(2));
});

test('the last one to give up ends the look', async () => {
  const place = placeOf('a', { none: '' });
  place.holds = () => new Promise(() => undefined);
  const { ask, clock } = chain(place);
  const hasty = new AbortController();
  const asked = ask(hasty.signal).catch((error: unknown) => error);
  await clock.settle();
  hasty.abort('enough');
  expect(await asked).toBe('enough');
  expect([place.lastSignal?.reason, clock.pending]).toEqual(['enough', 0]);
});

test('keys that cannot stand in a header are refused, with the place’s name and without their value', async () => {
  const { ask } = chain(placeOf('the profile', { credentials: { accessKeyId: 'id', secretAccessKey: 'plan ted' } }));
  const error = await ask().catch((reason: Error) => reason);
  expect(error).toMatchObject({ code: 'invalid-argument', message: expect.stringContaining('the profile: secret') });
  expect(String(error)).not.toContain('plan ted');
});

import { getEventListeners } from 'node:events';
import { createFakeClock, type FakeClock } from '@polylog/core/testing';
import { expect, test } from 'vitest';
import { createCredentialStore } from './credential-store.js';
import type { Credentials } from './credentials.js';

const startMs = 1_700_000_000_000;
const key = (n: number, expiresAtMs?: number): Credentials => ({
  accessKeyId: `id${n}`,
  secretAccessKey: `planted${n}`,
  ...(expiresAtMs !== undefined && { expiresAtMs }),
});
const { signal } = new AbortController();

/** A source whose answers the test gives by hand, and what it was asked. */
function manualSource(): {
  readonly asked: { readonly refresh: boolean; readonly signal: AbortSignal }[];
  readonly source: (o: { readonly refresh: boolean; readonly signal: AbortSignal }) => Promise<Credentials>;
  give(credentials: Credentials): void;
  fail(error: unknown): void;
} {
  const asked: { readonly refresh: boolean; readonly signal: AbortSignal }[] = [];
  let settle: { resolve: (c: Credentials) => void; reject: (e: unknown) => void } | undefined;
  return {
    asked,
    source: (o) => {
      asked.push(o);
      return new Promise((resolve, reject) => {
        settle = { resolve, reject };
      });
    },
    give: (credentials) => settle?.resolve(credentials),
    fail: (error) => settle?.reject(error),
  };
}

function clockAt(): FakeClock {
  return createFakeClock({ startMs });
}

test('concurrent callers are served by one question to the source', async () => {
  const clock = clockAt();
  const { source, asked, give } = manualSource();
  const store = createCredentialStore(source, { clock });
  const gets = Array.from({ length: 20 }, () => store.get(signal));
  await clock.settle();
  give(key(1));
  expect(new Set(await Promise.all(gets))).toEqual(new Set([key(1)]));
  expect(asked.map(({ refresh }) => refresh)).toEqual([false]);
  await store.get(signal);
  expect(asked).toHaveLength(1);
});

test("one caller's abort breaks nobody else's wait; the last one to leave ends the question", async () => {
  const clock = clockAt();
  const { source, asked, give } = manualSource();
  const store = createCredentialStore(source, { clock });
  const [first, second] = [new AbortController(), new AbortController()];
  const one = store.get(first.signal).catch((error: unknown) => error);
  const two = store.get(second.signal).catch((error: unknown) => error);
  first.abort('first');
  expect(await one).toBe('first');
  expect(asked[0]?.signal.aborted).toBe(false);
  second.abort('second');
  expect(await two).toBe('second');
  expect(asked[0]?.signal.aborted).toBe(true);
  expect(getEventListeners(first.signal, 'abort')).toEqual([]);
  const three = store.get(signal);
  expect(asked).toHaveLength(2);
  give(key(1));
  expect(await three).toEqual(key(1));
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('a signal that has aborted asks nobody', async () => {
  const { source, asked } = manualSource();
  const store = createCredentialStore(source, { clock: clockAt() });
  await expect(store.get(AbortSignal.abort('gone'))).rejects.toBe('gone');
  expect(asked).toEqual([]);
});

test('a temporary credential is renewed before it ends, in the background', async () => {
  const clock = clockAt();
  const { source, asked, give } = manualSource();
  const store = createCredentialStore(source, { clock });
  const first = store.get(signal);
  give(key(1, startMs + 3_600_000));
  await first;
  await clock.advance(3_300_000 - 1);
  await store.get(signal);
  expect(asked).toHaveLength(1);
  await clock.advance(1);
  expect(await store.get(signal)).toMatchObject({ accessKeyId: 'id1' });
  expect(asked.map(({ refresh }) => refresh)).toEqual([false, true]);
  give(key(2, startMs + 7_200_000));
  await clock.settle();
  expect(await store.get(signal)).toMatchObject({ accessKeyId: 'id2' });
});

test('a renewal that fails is tried again after a pause while the old one holds; once it has ended the failure shows', async () => {
  const clock = clockAt();
  let asked = 0;
  const store = createCredentialStore(
    async () => {
      asked += 1;
      if (asked > 1) throw new Error('token service down');
      return key(1, startMs + 100_000);
    },
    { clock },
  );
  await store.get(signal);
  await clock.advance(90_000);
  for (let i = 0; i < 3; i++) {
    expect(await store.get(signal)).toMatchObject({ accessKeyId: 'id1' });
    await clock.settle();
  }
  expect(asked).toBe(2);
  await clock.advance(1_000);
  await store.get(signal);
  await clock.settle();
  expect(asked).toBe(3);
  await clock.advance(10_000);
  await expect(store.get(signal)).rejects.toMatchObject({
    code: 'unknown',
    message: 'the function given as credentials failed: Error: token service down',
    cause: new Error('token service down'),
  });
  expect(asked).toBe(4);
});

test('a credential without an end is asked for anew after a minute', async () => {
  const clock = clockAt();
  let asked = 0;
  const store = createCredentialStore(async () => key(++asked), { clock });
  await store.get(signal);
  await clock.advance(60_000);
  await store.get(signal);
  await clock.settle();
  expect(await store.get(signal)).toEqual(key(2));
});

test('after a refusal every call with those keys fails locally, saying why, until a new credential comes', async () => {
  const clock = clockAt();
  const asked: boolean[] = [];
  let current = key(1);
  const store = createCredentialStore(
    async ({ refresh }) => {
      asked.push(refresh);
      return current;
    },
    { clock },
  );
  const used = await store.get(signal);
  store.refuse(used, 'SignatureNotMatch:\nno');
  const message =
    'the service has refused this credential (SignatureNotMatch: no): nothing more is sent with it; give a valid one';
  for (let i = 0; i < 5; i++)
    await expect(store.get(signal)).rejects.toMatchObject({ code: 'unauthenticated', message });
  expect(asked).toEqual([false, true]);
  current = key(2);
  await clock.advance(1_000);
  expect(await store.get(signal)).toEqual(key(2));
  expect(asked).toEqual([false, true, true]);
  current = key(1);
  store.refuse(key(2));
  await expect(store.get(signal)).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('fixed keys that were refused stay refused, until a new join forgives them', async () => {
  const clock = clockAt();
  const store = createCredentialStore(key(1), { clock });
  store.refuse(await store.get(signal));
  await expect(store.get(signal)).rejects.toMatchObject({ code: 'unauthenticated' });
  await clock.advance(3_600_000);
  const error = await store.get(signal).catch((e: Error) => e);
  expect((error as Error).message).not.toContain('planted');
  store.forgive();
  expect(await store.get(signal)).toEqual(key(1));
});

test('a late refusal of older keys does not touch the new ones', async () => {
  const clock = clockAt();
  let n = 0;
  const store = createCredentialStore(async () => key(++n), { clock });
  const old = await store.get(signal);
  store.refuse(old);
  const fresh = await store.get(signal);
  store.refuse(old);
  expect(await store.get(signal)).toBe(fresh);
});

test('a question asked before the refusal is not the last word: the source is asked again, without its cache', async () => {
  const clock = clockAt();
  const { source, asked, give } = manualSource();
  const store = createCredentialStore(source, { clock });
  const sent = store.get(signal);
  store.refuse(key(1));
  give(key(1));
  await clock.settle();
  give(key(2));
  expect(await sent).toEqual(key(2));
  expect(asked.map(({ refresh }) => refresh)).toEqual([false, true]);
});

test('keys that have already expired when they come are unauthenticated, fixed ones too', async () => {
  const clock = clockAt();
  for (const source of [key(1, startMs), async () => key(1, startMs)]) {
    const error = await createCredentialStore(source, { clock })
      .get(signal)
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'unauthenticated', message: expect.stringContaining('has expired') });
  }
});

test('a source that throws, at once or later, or gives nonsense, is a clear error and is left alone for a second', async () => {
  const clock = clockAt();
  let asked = 0;
  const sources: [() => Promise<Credentials>, object][] = [
    [
      () => {
        asked++;
        throw new Error('at once');
      },
      { code: 'unknown', message: expect.stringContaining('at once') },
    ],
    [
      () => {
        asked++;
        return Promise.reject(undefined);
      },
      { code: 'unknown', message: expect.stringContaining('undefined') },
    ],
    [
      async () => {
        asked++;
        return {} as Credentials;
      },
      { code: 'invalid-argument', message: expect.stringContaining('accessKeyId is missing') },
    ],
  ];
  for (const [source, expected] of sources) {
    asked = 0;
    const store = createCredentialStore(source, { clock });
    for (let i = 0; i < 3; i++) await expect(store.get(signal)).rejects.toMatchObject(expected);
    expect(asked).toBe(1);
    await clock.advance(1_000);
    await expect(store.get(signal)).rejects.toMatchObject(expected);
    expect(asked).toBe(2);
  }
});

test('malformed fixed keys are refused when the store is made', () => {
  expect(() => createCredentialStore({ accessKeyId: 'x', secretAccessKey: '' })).toThrow('secretAccessKey is empty');
});

test('close ends a renewal that is under way', async () => {
  const clock = clockAt();
  const { source, asked, give } = manualSource();
  const store = createCredentialStore(source, { clock });
  const first = store.get(signal);
  give(key(1, startMs + 100_000));
  await first;
  await clock.advance(90_000);
  await store.get(signal);
  expect(asked[1]?.signal.aborted).toBe(false);
  store.close();
  expect(asked[1]?.signal.aborted).toBe(true);
});

import { createFakeClock } from '@polylog/core/testing';
import { createSigningClock, ServiceError } from '@polylog/driver-kit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSignatureGuard } from './signature-guard.js';

const keys = { accessKeyId: 'a', secretAccessKey: 's' };
const refused = (headers: Record<string, string> = {}): ServiceError =>
  new ServiceError({ what: 'call', status: 401, code: 'APIGW.0301', text: '', headers });

function trial() {
  const clock = createFakeClock();
  const signingClock = createSigningClock(clock);
  const guard = createSignatureGuard({ clock, signingClock, place: 'h' });
  const open: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  let sent = 0;
  return {
    guard,
    signingClock,
    get sent() {
      return sent;
    },
    clock,
    /** Under way until `answer` says what came of it. */
    send: (
      more: { credentials?: typeof keys; signal?: AbortSignal; early?: boolean; movesLogs?: boolean } = {},
    ): Promise<void> =>
      guard.run(
        more.credentials ?? keys,
        { signal: more.signal ?? new AbortController().signal, timeoutMs: 30_000, movesLogs: more.movesLogs ?? false },
        (turn) =>
          new Promise<void>((resolve, reject) => {
            sent++;
            if (more.early) turn.accepted();
            open.push({ resolve, reject });
          }),
      ),
    async answer(error?: unknown): Promise<void> {
      await settled();
      const call = open.shift();
      if (error === undefined) call?.resolve();
      else call?.reject(error);
      await settled();
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('lets one call go until there is a good answer, and then all', async () => {
  const t = trial();
  const all = [t.send(), t.send(), t.send()];
  await settled();
  expect(t.sent).toBe(1);
  await t.answer();
  expect(t.sent).toBe(3);
  await t.answer();
  await t.answer();
  await Promise.all(all);
});

it('takes a long call for good as soon as its signature was accepted', async () => {
  const t = trial();
  const long = t.send({ early: true });
  const other = t.send();
  await settled();
  expect(t.sent).toBe(2);
  await t.answer();
  await t.answer();
  await Promise.all([long, other]);
});

it('asks again one at a time after other keys, and after a jump of the wall clock', async () => {
  const t = trial();
  const first = t.send();
  await t.answer();
  await first;
  const before = t.sent;
  const others = [t.send({ credentials: { ...keys, secretAccessKey: 'other' } }), t.send()];
  await settled();
  expect(t.sent, 'the known keys need not wait').toBe(before + 2);
  await t.answer();
  await t.answer();
  await Promise.all(others);
  t.clock.jumpWall(3_600_000);
  const after = [t.send(), t.send()];
  await settled();
  expect(t.sent).toBe(before + 3);
  await t.answer();
  await t.answer();
  await Promise.all(after);
});

it('sends nothing for five minutes after four that were refused in a row', async () => {
  const t = trial();
  for (let i = 0; i < 4; i++) {
    const call = t.send();
    const failed = expect(call).rejects.toMatchObject({ code: 'APIGW.0301' });
    await t.answer(refused());
    await failed;
  }
  await expect(t.send()).rejects.toMatchObject({ code: 'unauthenticated' });
  await t.clock.advance(299_999);
  await expect(t.send()).rejects.toMatchObject({ code: 'unauthenticated' });
  expect(t.sent).toBe(4);
  await t.clock.advance(1);
  const call = t.send();
  await t.answer();
  await call;
  expect(t.sent).toBe(5);
});

it('counts anew after a good answer, and a refusal of anything else is one', async () => {
  const t = trial();
  const missing = new ServiceError({ what: 'call', status: 404, code: 'LTS.0208', text: '', headers: {} });
  for (let round = 0; round < 3; round++) {
    for (const error of [refused(), refused(), refused(), missing]) {
      const call = t.send();
      const failed = expect(call).rejects.toBe(error);
      await t.answer(error);
      await failed;
    }
  }
  expect(t.sent).toBe(12);
});

it('a good answer to what was sent before the last refusal proves nothing', async () => {
  const t = trial();
  const first = t.send();
  await t.answer();
  await first;
  const early = t.send();
  const late = t.send();
  const failed = expect(early).rejects.toMatchObject({ code: 'APIGW.0301' });
  await t.answer(refused());
  await failed;
  await t.answer();
  await late;
  const next = [t.send(), t.send()];
  await settled();
  expect(t.sent, 'one at a time again').toBe(4);
  await t.answer();
  await t.answer();
  await Promise.all(next);
});

it('whoever gives up waiting leaves the line in order', async () => {
  const t = trial();
  const first = t.send();
  const stop = new AbortController();
  const given = t.send({ signal: stop.signal });
  const third = t.send();
  await settled();
  stop.abort(new Error('enough'));
  await expect(given).rejects.toThrow('enough');
  expect(t.sent).toBe(1);
  await t.answer();
  await t.answer();
  await Promise.all([first, third]);
  expect(t.sent).toBe(2);
});

it('has set the clock right when the next one in line signs', async () => {
  const t = trial();
  const first = t.send();
  const second = t.send();
  const failed = expect(first).rejects.toMatchObject({ code: 'APIGW.0301' });
  await t.answer(refused({ date: new Date(1_700_000_000_000 + 3_600_000).toUTCString() }));
  await failed;
  expect([t.sent, t.signingClock.offsetMs()]).toEqual([2, 3_600_000]);
  await t.answer();
  await second;
});

/** Keys that have had a good answer. */
async function proven(): Promise<ReturnType<typeof trial>> {
  const t = trial();
  const first = t.send();
  await t.answer();
  await first;
  return t;
}

it('has four under way that are not judged yet, three of them pulls or pushes, so that no heartbeat waits behind these', async () => {
  const t = await proven();
  const pulls = Array.from({ length: 5 }, () => t.send({ movesLogs: true }));
  await settled();
  expect(t.sent).toBe(1 + 3);
  const others = [t.send(), t.send()];
  await settled();
  expect(t.sent).toBe(1 + 4);
  await t.answer();
  expect(t.sent, 'the other goes before the pulls').toBe(1 + 5);
  for (let left = 6; left > 0; left--) await t.answer();
  await Promise.all([...pulls, ...others]);
  expect(t.sent).toBe(1 + 7);
  expect(t.clock.pending).toBe(0);
});

it('takes a signature for judged where no answer has come for two seconds', async () => {
  const t = await proven();
  const hanging = Array.from({ length: 4 }, () => t.send());
  const fifth = t.send();
  await t.clock.advance(1_999);
  expect(t.sent).toBe(1 + 4);
  await t.clock.advance(1);
  expect(t.sent).toBe(1 + 5);
  for (let left = 5; left > 0; left--) await t.answer();
  await Promise.all([...hanging, fifth]);
});

it('sends no fifth wrong one, however many wait, when the keys are revoked', async () => {
  const t = await proven();
  const all = Array.from({ length: 16 }, (_, i) => t.send({ movesLogs: i % 2 === 0 }));
  const outcomes = Promise.allSettled(all);
  for (let i = 0; i < 8; i++) await t.answer(refused());
  expect((await outcomes).map(({ status }) => status)).toEqual(new Array(16).fill('rejected'));
  expect(t.sent).toBe(1 + 4);
});

/** Calls that are all under way, or wait, and of which each that is answered comes again at once, until the trial is over. */
function crowd(t: ReturnType<typeof trial>, size: number, movesLogs: boolean): () => number {
  let sent = 0;
  const goOn = (): void =>
    void t.send({ movesLogs }).then(() => {
      sent++;
      goOn();
    });
  for (let i = 0; i < size; i++) goOn();
  return () => sent;
}

it.each([
  [4, 'other calls', 'a pull', false, true],
  [100, 'other calls', 'a pull', false, true],
  [4, 'pushes', 'a pull', true, true],
  [4, 'pulls', 'a heartbeat', true, false],
])('while %i %s are always under way, %s gets on, and so do they', async (size, _they, _one, theyMove, oneMoves) => {
  const t = await proven();
  const crowded = crowd(t, size, theyMove);
  const alone = crowd(t, 1, oneMoves);
  for (let answers = 0; answers < 200; answers++) await t.answer();
  expect(alone()).toBeGreaterThan(200 / 8);
  expect(crowded()).toBeGreaterThan(200 / 2);
});

it('keeps its word in any crowd: never five that are not judged, and nobody is left waiting', async () => {
  const steps = fc.array(fc.constantFrom('move', 'beat', 'give up', 'answer', 'answer'), { maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(steps, async (crowded) => {
      const t = await proven();
      const ends: Promise<unknown>[] = [];
      let answered = t.sent;
      const answer = async (): Promise<void> => {
        answered++;
        await t.answer();
      };
      for (const step of crowded) {
        if (step === 'answer') {
          if (t.sent > answered) await answer();
        } else {
          const stop = new AbortController();
          ends.push(t.send({ movesLogs: step !== 'beat', signal: stop.signal }).catch(() => undefined));
          if (step === 'give up') stop.abort();
          await settled();
        }
        expect(t.sent - answered).toBeLessThanOrEqual(4);
      }
      while (t.sent > answered) await answer();
      await Promise.all(ends);
      expect(t.clock.pending).toBe(0);
    }),
  );
});

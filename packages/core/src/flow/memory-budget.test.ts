import { expect, test } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.js';
import { createMemoryBudget, type Reservation } from './memory-budget.js';

const signal = new AbortController().signal;

function trial(maxBytes: number) {
  const clock = createFakeClock();
  const budget = createMemoryBudget({ maxBytes, clock });
  /** Undefined until it is granted. */
  const ask = (
    bytes: number,
    by: AbortSignal = new AbortController().signal,
  ): { got?: Reservation; overdraft?: number; error?: unknown } => {
    const asked: { got?: Reservation; overdraft?: number; error?: unknown } = {};
    budget
      .reserve(bytes, by, (over) => {
        asked.overdraft = over;
      })
      .then(
        (got) => {
          asked.got = got;
        },
        (error: unknown) => {
          asked.error = error;
        },
      );
    return asked;
  };
  return { clock, budget, ask };
}

test('what fits is granted at once, what does not waits for what is given back', async () => {
  const { clock, budget, ask } = trial(10);
  const first = ask(7);
  const second = ask(5);
  await clock.settle();
  expect([first.got?.bytes, second.got]).toEqual([7, undefined]);
  first.got?.release();
  first.got?.release();
  await clock.settle();
  expect(second.got?.bytes).toBe(5);
  expect(budget.usedBytes).toBe(5);
  second.got?.release();
  expect(budget.usedBytes).toBe(0);
  expect(clock.pending).toBe(0);
});

test('smaller ones pass one that waits', async () => {
  const { clock, ask } = trial(10);
  ask(7);
  const large = ask(5);
  const small = ask(3);
  await clock.settle();
  expect([large.got, small.got?.bytes]).toEqual([undefined, 3]);
});

test('a reservation shrinks at once, and grows only after it gave everything back', async () => {
  const { clock, budget, ask } = trial(10);
  const first = ask(6);
  const waiting = ask(5);
  await clock.settle();
  await first.got?.resize(5, signal);
  await clock.settle();
  expect(waiting.got?.bytes).toBe(5);
  const growing = first.got?.resize(8, signal);
  await clock.settle();
  expect([budget.usedBytes, first.got?.bytes]).toEqual([5, 0]);
  waiting.got?.release();
  await growing;
  expect([budget.usedBytes, first.got?.bytes]).toEqual([8, 8]);
});

test('after five seconds one at a time is admitted over the budget', async () => {
  const { clock, budget, ask } = trial(10);
  const asked = [ask(30), ask(40)];
  await clock.advance(4_999);
  expect(asked.map(({ got }) => got)).toEqual([undefined, undefined]);
  await clock.advance(1);
  expect(asked.map(({ overdraft }) => overdraft)).toEqual([30, undefined]);
  await clock.advance(60_000);
  expect(asked[1]?.got).toBeUndefined();
  asked[0]?.got?.release();
  await clock.settle();
  expect(asked.map(({ overdraft }) => overdraft)).toEqual([30, 40]);
  asked[1]?.got?.release();
  expect(budget.usedBytes).toBe(0);
});

test('an abort ends the waiting with its reason and holds nothing', async () => {
  const { clock, budget, ask } = trial(10);
  const controller = new AbortController();
  const first = ask(8);
  const second = ask(8, controller.signal);
  await clock.settle();
  controller.abort('enough');
  await clock.settle();
  expect(second.error).toBe('enough');
  first.got?.release();
  expect(budget.usedBytes).toBe(0);
  expect(ask(1, controller.signal).got).toBeUndefined();
  await clock.settle();
  expect([budget.usedBytes, clock.pending]).toEqual([0, 0]);
});

test('a growth that is aborted holds nothing; one that was released meanwhile gives back what it gets', async () => {
  const { clock, budget, ask } = trial(10);
  const blocking = ask(5);
  const growing = ask(5);
  await clock.settle();
  const controller = new AbortController();
  const aborted = growing.got?.resize(9, controller.signal);
  controller.abort('enough');
  await expect(aborted).rejects.toBe('enough');
  expect(budget.usedBytes).toBe(5);
  const again = growing.got?.resize(9, signal);
  growing.got?.release();
  blocking.got?.release();
  await again;
  expect(budget.usedBytes).toBe(0);
  await expect(growing.got?.resize(1, signal)).rejects.toThrow('released');
});

test('a random walk never uses more than the budget and one overdraft, and ends at zero', async () => {
  let state = 7;
  const random = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
  const { clock, budget, ask } = trial(100);
  let open: ReturnType<typeof ask>[] = [];
  const resizing = new Set<Reservation>();
  for (let step = 0; step < 2_000; step++) {
    const chance = random();
    const one = open[Math.floor(random() * open.length)];
    if (chance < 0.4) open.push(ask(Math.floor(random() * 150)));
    else if (chance < 0.7) one?.got?.release();
    else if (chance < 0.8 && one?.got && !resizing.has(one.got)) {
      const { got } = one;
      resizing.add(got);
      got
        .resize(Math.floor(random() * 150), signal)
        .catch(() => undefined)
        .finally(() => resizing.delete(got));
    } else await clock.advance(2_000 * random());
    if (open.length > 20) open = open.filter(({ got }) => !got || got.bytes > 0 || resizing.has(got));
    expect(budget.usedBytes).toBeLessThanOrEqual(250);
  }
  for (let round = 0; round < 2_000 && open.some(({ got }) => !got); round++) {
    for (const { got } of open) got?.release();
    await clock.advance(6_000);
  }
  for (const { got } of open) got?.release();
  await clock.advance(60_000);
  expect([budget.usedBytes, clock.pending]).toEqual([0, 0]);
});

test('a budget of no size is of 64 MiB', () => {
  expect(createMemoryBudget().maxBytes).toBe(64 * 1024 * 1024);
});

test.each([0, -1, Number.NaN, '64MB'])('a budget of %s bytes is refused', (maxBytes) => {
  expect(() => createMemoryBudget({ maxBytes: maxBytes as number })).toThrow(/"maxBytes" must be a number, at least 1/);
});

import { expect, test } from 'vitest';
import { createLoopTurns, SLICE_BYTES } from './loop-turns.js';

/** A loop that turns when it is told to. */
function trial() {
  let next: (() => void) | undefined;
  const turns = createLoopTurns((run) => {
    next = run;
  });
  const begun: string[] = [];
  return {
    begun,
    ask(name: string, bytes: number): void {
      const wait = turns.take(bytes);
      if (wait === undefined) begun.push(name);
      else void wait.then(() => begun.push(name));
    },
    async turn(): Promise<void> {
      const run = next;
      next = undefined;
      run?.();
      await Promise.resolve();
    },
    get idle() {
      return next === undefined;
    },
  };
}

test('small bodies share a turn, until together they are a slice', async () => {
  const { begun, ask, turn } = trial();
  for (const name of ['a', 'b', 'c', 'd', 'e']) ask(name, SLICE_BYTES / 2);
  expect(begun).toEqual(['a', 'b']);
  await turn();
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
  await turn();
  expect(begun).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('a large one gets a turn of its own, and nobody passes it', async () => {
  const { begun, ask, turn } = trial();
  ask('small', 1);
  ask('large', 10 * SLICE_BYTES);
  ask('late', 1);
  expect(begun).toEqual(['small']);
  await turn();
  expect(begun).toEqual(['small', 'large']);
  await turn();
  expect(begun).toEqual(['small', 'large', 'late']);
});

test('a turn that nobody used leaves nothing behind', async () => {
  const loop = trial();
  loop.ask('a', SLICE_BYTES);
  await loop.turn();
  expect(loop.idle).toBe(true);
  loop.ask('b', SLICE_BYTES);
  expect(loop.begun).toEqual(['a', 'b']);
});

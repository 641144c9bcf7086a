import type { FuzzCase } from './fuzz-case.js';
import type { FuzzTarget } from './fuzz-target.js';

const LONGEST_MS = 5_000;

/** A smaller case that breaks the same promise: pieces of the body are left out as long as it does. */
export async function shrink(target: FuzzTarget, given: FuzzCase, error: unknown): Promise<FuzzCase> {
  const wanted = kindOf(error);
  let smallest = given;
  const endAt = performance.now() + LONGEST_MS;
  for (let size = Math.ceil(given.body.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < smallest.body.length && performance.now() < endAt; ) {
      const { fields, body } = smallest;
      const smaller = { fields, body: Buffer.concat([body.subarray(0, at), body.subarray(at + size)]) };
      if ((await kindOfRun(target, smaller)) === wanted) smallest = smaller;
      else at += size;
    }
  }
  return smallest;
}

async function kindOfRun(target: FuzzTarget, given: FuzzCase): Promise<string | undefined> {
  try {
    await target.run(given);
    return undefined;
  } catch (error) {
    return kindOf(error);
  }
}

/** What is wrong, without the numbers and names that differ from case to case. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return `${error.name}: ${error.message.replace(/"[^"]*"|-?\d+/g, '…')}`;
}

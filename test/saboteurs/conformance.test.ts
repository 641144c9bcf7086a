import { conformanceCases, type Harness } from '@polylog/conformance/cases';
import { expect, test } from 'vitest';
import { ltsHarness } from '../conformance/lts-harness.js';
import { memoryHarnessOver } from '../conformance/memory-harness.js';
import { type CoreUnderTest, loadCore } from '../simulation/core-under-test.js';
import { sabotage } from './sabotaged-core.js';
import { type Saboteur, saboteurs } from './saboteurs.js';

/** Of virtual time nothing takes long; a case that is still there then hangs. Sockets are real, and slow on a busy machine. */
const LONGEST_CASE_MS = 3_000;
const LONGEST_OVER_SOCKETS_MS = 20_000;

test('an untouched copy of the core passes the whole suite', async () => {
  using copy = sabotage({ name: 'nobody', patches: [] });
  expect(await failingCases(copy.folder)).toEqual([]);
});

test.each(saboteurs)('$name: exactly the cases named for it fail', { timeout: 120_000 }, async (saboteur) => {
  using copy = sabotage(saboteur);
  expect((await failingCases(copy.folder, saboteur.over)).toSorted()).toEqual([...saboteur.failsConformance].sort());
});

async function failingCases(folder: string, over?: Saboteur['over']): Promise<readonly string[]> {
  const failing: string[] = [];
  for (const { id, lacks, deviates, run } of conformanceCases(harnessOver(await loadCore(folder), over))) {
    if (lacks.length > 0 || deviates !== undefined) continue;
    if (!(await passes(run, over === undefined ? LONGEST_CASE_MS : LONGEST_OVER_SOCKETS_MS))) failing.push(id);
  }
  return failing;
}

function harnessOver({ core, testing }: CoreUnderTest, over: Saboteur['over']): Harness {
  return over === undefined ? memoryHarnessOver(testing, core) : { ...ltsHarness(), core };
}

async function passes(run: () => Promise<void>, longestMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), longestMs);
  });
  const ran = run().then(
    () => true,
    () => false,
  );
  const passed = await Promise.race([ran, tooLong]);
  clearTimeout(timer);
  return passed;
}

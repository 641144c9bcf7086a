import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { sabotage } from './sabotaged-core.js';
import { saboteurs } from './saboteurs.js';

/** What CI simulates. */
const SEEDS = 2_000;
/** The rarest needs some twenty schedules; all of them take a minute. */
const LONGEST_MS = 150_000;

const firstBroken = fileURLToPath(new URL('../dist/simulation/first-broken.js', import.meta.url));

test.each(saboteurs)('$name: the simulation finds it', { timeout: LONGEST_MS + 10_000 }, async (saboteur) => {
  using copy = sabotage(saboteur);
  const args = [firstBroken, copy.folder, String(SEEDS), saboteur.blamed.source, saboteur.over ?? 'memory'];
  // In a process of its own: who knows what a sabotaged core does.
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: LONGEST_MS });
  const found = JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null') as { seed: number } | null;
  console.log(`${saboteur.name}: seed ${found?.seed ?? 'none'}`);
  expect(found).not.toBeNull();
});

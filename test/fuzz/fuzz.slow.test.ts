import { expect, test } from 'vitest';
import { newerNode } from '../../scripts/peers/newer-node.mjs';
import { describeWithPeer } from '../interop/peer.js';
import { fuzzCommand } from './fuzz-command.js';
import { targets } from './targets.js';

const RUNS = 100_000;
/** A minute on a core of one's own; other suites may run beside this one. */
const LONGEST_MS = 600_000;
/** Both ways must really be taken, or the runs show nothing. */
const LEAST_SHARE = 0.15;

const promise = `keeps its promises in ${RUNS} runs, at least half of them mutations of valid bodies`;

async function keepsPromises(target: string, node?: string): Promise<void> {
  const { runs, mutated, valid, refused } = await fuzzCommand(target, RUNS, node);
  expect(runs).toBe(RUNS);
  expect(mutated).toBeGreaterThanOrEqual(RUNS / 2);
  expect(valid).toBeGreaterThan(RUNS * LEAST_SHARE);
  expect(refused).toBeGreaterThan(RUNS * LEAST_SHARE);
}

test.each([...targets.keys()].filter((name) => name !== 'zstd'))(`%s ${promise}`, { timeout: LONGEST_MS }, (name) =>
  keepsPromises(name),
);

describeWithPeer('zstd', 'npm: node', await newerNode(), ({ node }) => {
  test(promise, { timeout: LONGEST_MS }, () => keepsPromises('zstd', node));
});

import { describe, expect, test } from 'vitest';
import { clsProducerHarness } from './cls-producer-harness.js';
import { ltsProducerHarness } from './lts-producer-harness.js';
import { runRound } from './random-faults.js';
import { slsProducerHarness } from './sls-producer-harness.js';

const ROUNDS = Number(process.env.POLYLOG_PRODUCER_ROUNDS ?? (process.env.POLYLOG_TEST_ALL ? 10 : 3));

describe.each([
  ['SLS', slsProducerHarness],
  ['CLS', clsProducerHarness],
  ['LTS', ltsProducerHarness],
] as const)('the producer of %s', (name, start) => {
  test('stores every record at least once, in the order of its key, in bounded memory, whatever fails', {
    timeout: 30_000 + ROUNDS * 10_000,
  }, async () => {
    const firstSeed = Number(process.env.POLYLOG_PRODUCER_SEED ?? Math.floor(Math.random() * 2 ** 31));
    let failing: number | undefined;
    try {
      for (let round = 0; round < ROUNDS; round++) {
        failing = firstSeed + round;
        const harness = await start({ seed: failing });
        try {
          await runRound(harness, failing);
        } finally {
          await harness.stop();
        }
      }
      failing = undefined;
    } finally {
      console.log(
        failing === undefined
          ? `${name}: ${ROUNDS} rounds, seeds from ${firstSeed}`
          : `${name}: failed with POLYLOG_PRODUCER_SEED=${failing} POLYLOG_PRODUCER_ROUNDS=1`,
      );
    }
    expect(failing).toBeUndefined();
  });
});

import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'vitest';
import { until } from '../end-to-end/until.js';
import { openArena } from '../processes/arena.js';
import { clouds } from '../processes/clouds.js';
import { randomFaults } from './random-faults.js';

const FAULTS_MS = 30_000;
/** Until every shard moves again after the last fault. */
const RECOVERY_MS = 10_000;
const seed = Number(process.env.POLYLOG_SEED ?? Math.floor(Math.random() * 1e6));

test.concurrent.for(clouds)(
  `on $cloud half a minute of random faults on every call loses nothing, breaks no order, and is over in 10 s (seed ${seed})`,
  {
    timeout: 120_000,
  },
  async ({ cloud, open, service, calls }, { expect }) => {
    const arena = await openArena(seed, { openLog: (logSeed) => open(4, logSeed) });
    const { faults } = service(arena.emulator);
    try {
      arena.start();
      arena.start();
      await until(() => arena.settled);
      const faultsEndAt = performance.now() + FAULTS_MS;
      while (performance.now() < faultsEndAt) {
        for (const rule of randomFaults(calls, arena.random)) faults.add(rule);
        await pause(500 + arena.random() * 2_000);
        faults.clear();
        // A breath between two storms, or the whole would be one outage.
        await pause(arena.random() * 500);
      }
      const hits = faults.hits();
      // A connection that stays silent is a fault until somebody ends it.
      arena.cutMembers();
      const lastFaultAt = performance.now();
      const before = new Map(arena.shards.map((shard) => [shard, arena.handledBefore(shard)]));
      await until(
        () => arena.shards.every((shard) => arena.handledBefore(shard) > (before.get(shard) ?? 0)),
        RECOVERY_MS,
      );
      console.log(
        `${cloud}: moving again after ${Math.round(performance.now() - lastFaultAt)} ms; faults ${JSON.stringify(hits)}`,
      );
      const verdict = await arena.finish();
      const { sent, received, repeated, written, refused } = verdict;
      console.log(
        `${cloud}: sent ${sent}, received ${received}, repeated ${repeated}; saves ${written}, refused or lost ${refused}`,
      );
      expect(verdict).toMatchObject({ lost: 0, foreign: 0, movedBack: 0, early: 0, broken: [] });
      for (const kind of ['status', 'throttle', 'delay', 'lost', 'cut']) expect(hits[kind], kind).toBeGreaterThan(0);
    } catch (error) {
      await arena.abandon();
      throw error;
    }
  },
);

import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'vitest';
import { createLedger } from '../../examples/demo/dist/ledger.js';
import { type MemberProcess, startMember } from '../../examples/demo/dist/member-process.js';
import { seededRandom } from '../../examples/demo/dist/seeded-random.js';
import { clouds } from '../processes/clouds.js';
import { startCuttingProxy } from './cutting-proxy.js';
import { until } from './until.js';

const CUTTING_MS = 60_000;
const seed = Number(process.env.POLYLOG_SEED ?? Math.floor(Math.random() * 1e6));

test.concurrent.for(clouds)(
  `on $cloud connections cut every 0.5 to 1.5 s for a minute lose nothing and break no order (seed ${seed})`,
  {
    timeout: 150_000,
  },
  async ({ open }, { expect }) => {
    const random = seededRandom(seed);
    const { log } = await open(4, seed);
    const proxy = await startCuttingProxy(log.endpoint);
    const ledger = createLedger();
    const handledAt = new Map<string, number>();
    const failures: string[] = [];
    const members: MemberProcess[] = ['a', 'b'].map((member) =>
      startMember(
        {
          ...log.settings,
          endpoint: proxy.endpoint,
          group: 'g',
          member,
          sessionTimeoutMs: 6_000,
          checkpointEveryMs: 500,
          workMs: 10,
        },
        (message) => {
          if (message.kind === 'failed') failures.push(message.message);
          if (message.kind !== 'handled') return;
          ledger.handled(message);
          handledAt.set(message.shard, performance.now());
        },
      ),
    );
    try {
      await until(() => members.every((member) => member.shards.size === 2));
      const cutUntil = performance.now() + CUTTING_MS;
      while (performance.now() < cutUntil) {
        await pause(500 + 1_000 * random());
        // Written past the proxy: what is sent is certain.
        await log.write(40, 20);
        proxy.cut();
      }
      const lastCutAt = performance.now();
      await log.write(40, 20);
      await until(() => ledger.received === 4 * log.written);
      for (const shard of log.shards) {
        ledger.sent(shard, log.written);
        expect(
          (handledAt.get(shard) ?? Number.POSITIVE_INFINITY) - lastCutAt,
          `shard ${shard} moved again`,
        ).toBeLessThan(10_000);
      }
      expect(proxy.cuts).toBeGreaterThan(30);
      expect(failures).toEqual([]);
      expect(ledger.verdict()).toMatchObject({ lost: 0, disorder: [] });
    } finally {
      for (const member of members) member.kill('SIGKILL');
      await Promise.all(members.map((member) => member.ended));
      await proxy.stop();
      await log.stop();
    }
  },
);

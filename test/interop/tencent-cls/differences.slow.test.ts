import { afterEach, beforeEach, expect, test } from 'vitest';
import { pythonWithClsSdk } from '../../../scripts/peers/python.mjs';
import { until } from '../../end-to-end/until.js';
import { type ClsService, logsetId, startClsService } from '../../tencent-cls/cls-service.js';
import { describeWithPeer } from '../peer.js';
import { type OwnSide, type Side, startOwnSide } from '../sides.js';
import { sdk } from './python-script.js';
import { startPythonSide } from './python-side.js';

/** Where ours and the vendor's library behave differently, both on the same topic. */
describeWithPeer(
  'what became of the records with the Python SDK of CLS, and with ours',
  sdk,
  await pythonWithClsSdk(),
  ({ python }) => {
    let service: ClsService;
    const running: Side[] = [];

    beforeEach(async () => {
      service = await startClsService({ topics: { orders: 1 } });
    });
    afterEach(async () => {
      await Promise.all(running.splice(0).map((each) => each.stop()));
      await service.stop();
    });

    test('a processor throws on its third batch: ours is shown it again, theirs never, and its offset goes past it', {
      timeout: 60_000,
    }, async () => {
      const all = ['a', 'b', 'c', 'd', 'e', 'f'];
      service.fill(1, all);
      const ours = startOurs({ throwOnBatch: 3 });
      await until(() => ours.seen.done.length === all.length);
      expect(ours.seen).toEqual({ done: all, thrown: ['c'] });

      const theirs = startTheirs({ throwOnBatch: 3 });
      await until(() => theirs.seen.done.includes('f'));
      await until(() => offsetOf('theirs') === endOffset());
      expect(theirs.seen).toEqual({ done: ['a', 'b', 'd', 'e', 'f'], thrown: ['c'] });
      // Nor does a restart show it.
      await theirs.stop();
      service.fill(1, ['g']);
      const restarted = startTheirs({});
      await until(() => restarted.seen.done.length > 0);
      expect(restarted.seen.done).toEqual(['g']);
    });

    test('an offset has expired: ours stops with position-lost and keeps it, or goes on as it was told; theirs asks for it for ever', {
      timeout: 60_000,
    }, async () => {
      service.fill(1, ['a', 'b']);
      const before = [startOurs({}), startTheirs({})];
      for (const { seen } of before) await until(() => seen.done.length === 2);
      for (const group of ['ours', 'theirs']) await until(() => offsetOf(group) === 2n);
      for (const { stop } of before) await stop();
      service.fill(1, ['c', 'd', 'e']);
      service.emulator.cls.expire('orders', { partition: 1, beforeOffset: 4n });

      const theirs = startTheirs({});
      // Nobody else speaks to the service now: these are its pulls, and all of them are refused.
      const refused = (): number => service.emulator.cls.stats().statuses[400] ?? 0;
      await until(() => refused() >= 3);
      service.fill(1, ['f']);
      const enough = refused() + 5;
      await until(() => refused() >= enough);
      expect(theirs.seen).toEqual({ done: [], thrown: [] });
      expect(offsetOf('theirs')).toBe(2n);
      await theirs.stop();

      const ours = startOurs({});
      await expect(ours.outcome).rejects.toMatchObject({ code: 'position-lost', partition: 'orders/1' });
      expect(ours.seen.done).toEqual([]);
      expect(offsetOf('ours')).toBe(2n);
      // What is still there is read once somebody has decided so.
      const decided = startOurs({ onExpired: 'earliest' });
      await until(() => decided.seen.done.length === 2);
      expect(decided.seen.done).toEqual(['e', 'f']);
    });

    const endOffset = (): bigint | undefined => service.emulator.cls.partitions('orders')[0]?.endOffset;
    const offsetOf = (group: string): bigint | undefined =>
      service.emulator.cls.consumerGroup(logsetId, group).partitions[0]?.offset;

    function startTheirs(settings: { readonly throwOnBatch?: number }): Side {
      return started(startPythonSide(python, service, { group: 'theirs', heartbeatSeconds: 3, ...settings }));
    }

    function startOurs(options: Parameters<typeof startOwnSide>[1]): OwnSide {
      return started(startOwnSide(service.driver({ maxReadBytes: 1 }), options));
    }

    function started<Started extends Side>(side: Started): Started {
      running.push(side);
      return side;
    }
  },
);

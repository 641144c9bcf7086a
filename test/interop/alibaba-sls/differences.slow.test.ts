import { slsDriver } from '@polylog/alibaba-sls';
import { type Emulator, startEmulator } from '@polylog/emulator';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pythonWithSdk } from '../../../scripts/peers/python.mjs';
import { credentials, logstore, project } from '../../end-to-end/emulated-log.js';
import { until } from '../../end-to-end/until.js';
import { describeWithPeer } from '../peer.js';
import { type OwnSide, type Side, startOwnSide, startScriptSide } from '../sides.js';
import { overHttp, sdk, startPython } from './python-script.js';

/** Where ours and the vendor's library behave differently, both on the same log. */
describeWithPeer(
  'what became of the records with the Python SDK, and with ours',
  sdk,
  await pythonWithSdk(),
  ({ python }) => {
    let emulator: Emulator;
    const running: Side[] = [];

    beforeEach(async () => {
      emulator = await startEmulator({
        sls: {
          accessKeys: [{ id: credentials.accessKeyId, secret: credentials.secretAccessKey }],
          projects: { [project]: { [logstore]: { shards: 1 } } },
        },
      });
    });
    afterEach(async () => {
      await Promise.all(running.splice(0).map((each) => each.stop()));
      await emulator.stop();
    });

    test('a processor throws on its third batch: ours is shown it again, theirs never, and its checkpoint goes past it', {
      timeout: 60_000,
    }, async () => {
      const all = ['a', 'b', 'c', 'd', 'e', 'f'];
      for (const text of all) put(text);
      const ours = startOurs({ throwOnBatch: 3 });
      await until(() => ours.seen.done.length === all.length);
      expect(ours.seen).toEqual({ done: all, thrown: ['c'] });

      const theirs = startTheirs({ throwOnBatch: 3 });
      await until(() => theirs.seen.done.includes('f'));
      await until(() => checkpointOf('theirs') === endCursor());
      expect(theirs.seen).toEqual({ done: ['a', 'b', 'd', 'e', 'f'], thrown: ['c'] });
      // Nor does a restart show it.
      await theirs.stop();
      put('g');
      const restarted = startTheirs({});
      await until(() => restarted.seen.done.length > 0);
      expect(restarted.seen.done).toEqual(['g']);
    });

    test('a checkpoint has expired: ours stops with position-lost and keeps it, theirs jumps over what is still there', {
      timeout: 60_000,
    }, async () => {
      for (const text of ['a', 'b']) put(text);
      const before = [startOurs({}), startTheirs({})];
      for (const { seen } of before) await until(() => seen.done.length === 2);
      for (const group of ['ours', 'theirs']) await until(() => checkpointOf(group) === endCursor());
      for (const { stop } of before) await stop();
      const saved = checkpointOf('ours');

      for (const text of ['c', 'd']) put(text);
      const kept = endCursor();
      put('e');
      emulator.sls.expire(project, logstore, { beforeCursor: kept });
      // Nobody speaks to the service now, so each of these is the only one whose calls are counted.
      const theirs = startTheirs({});
      const asked = (): number => emulator.sls.stats().calls.GetCursor ?? 0;
      const askedBefore = asked();
      await until(() => asked() > askedBefore);
      put('f');
      await until(() => theirs.seen.done.length > 0);
      expect(theirs.seen).toEqual({ done: ['f'], thrown: [] });
      await theirs.stop();

      const ours = startOurs({});
      await expect(ours.outcome).rejects.toMatchObject({ code: 'position-lost', partition: '0' });
      expect(ours.seen.done).toEqual([]);
      expect(checkpointOf('ours')).toBe(saved);
      // What is still there is read once somebody has decided so.
      const decided = startOurs({ onExpired: 'earliest' });
      await until(() => decided.seen.done.length === 2);
      expect(decided.seen.done).toEqual(['e', 'f']);
    });

    function put(text: string): void {
      const timeSeconds = Math.floor(emulator.clock.now() / 1_000);
      emulator.sls.put(project, logstore, { logs: [{ timeSeconds, contents: [['content', text]] }] }, { shard: 0 });
    }

    const endCursor = (): string => emulator.sls.shards(project, logstore)[0]?.endCursor ?? '';
    const checkpointOf = (group: string): string =>
      emulator.sls.consumerGroup(project, logstore, group).shards[0]?.checkpoint ?? '';

    function startTheirs(settings: { readonly throwOnBatch?: number }): Side {
      return started(
        startScriptSide((listen) =>
          startPython(python, 'batch_worker.py', {
            ...settings,
            way: overHttp(emulator.sls.endpoint),
            group: 'theirs',
            listen,
          }),
        ),
      );
    }

    function startOurs(options: Parameters<typeof startOwnSide>[1]): OwnSide {
      const { endpoint } = emulator.sls;
      return started(startOwnSide(slsDriver({ endpoint, project, logstore, credentials, maxLogGroups: 1 }), options));
    }

    function started<Started extends Side>(side: Started): Started {
      running.push(side);
      return side;
    }
  },
);

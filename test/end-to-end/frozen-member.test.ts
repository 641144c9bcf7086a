import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'vitest';
import { createLedger } from '../../examples/demo/dist/ledger.js';
import type { MemberMessage } from '../../examples/demo/dist/member-message.js';
import { type MemberProcess, startMember } from '../../examples/demo/dist/member-process.js';
import { clouds } from '../processes/clouds.js';
import { startSaveWitness } from '../processes/save-witness.js';
import { until } from './until.js';

/**
 * What a member told, or a save of its that reached the service. (Its own word for a save comes later: that of one that was
 * sent before the freeze comes after it.)
 */
type Heard = (MemberMessage | { readonly kind: 'save-sent' }) & { readonly from: string };

test.concurrent.for(clouds)(
  'on $cloud a member frozen with a batch in hand hands out and saves nothing under its old lease, joins again and reads on',
  {
    timeout: 90_000,
  },
  async ({ open, nameOnWire }, { expect }) => {
    const { log, saves: wire } = await open(2);
    const ledger = createLedger();
    const heard: Heard[] = [];
    const members: MemberProcess[] = [];
    const witness = await startSaveWitness(log.endpoint, wire, ({ member }) => {
      heard.push({ kind: 'save-sent', from: member === nameOnWire('frozen') ? 'frozen' : 'awake' });
      return () => undefined;
    });
    const start = (member: string, workMs: number): MemberProcess => {
      const settings = { ...log.settings, endpoint: witness.endpoint, group: 'g', member, workMs };
      const started = startMember({ ...settings, sessionTimeoutMs: 6_000, checkpointEveryMs: 500 }, (message) => {
        heard.push({ ...message, from: member });
        if (message.kind === 'handled') ledger.handled(message);
      });
      members.push(started);
      return started;
    };
    try {
      await log.write(500);
      const frozen = start('frozen', 700);
      const awake = start('awake', 20);
      await until(() => frozen.shards.size === 1 && awake.shards.size === 1);
      const [shard = ''] = frozen.shards;
      // In the middle of a batch: its first half was told of, the second waits for the pause to end.
      const inHand = (): (Heard & { kind: 'handled' }) | undefined => {
        const last = heard.findLast((each) => each.from === 'frozen' && each.kind === 'handled');
        return last?.kind === 'handled' && last.left > 0 && last.shard === shard ? last : undefined;
      };
      for (;;) {
        await log.write(50);
        await until(() => inHand() !== undefined);
        frozen.kill('SIGSTOP');
        // What it had told before is heard by now; if the second half was among it, the signal came too late.
        await pause(100);
        if (inHand()) break;
        frozen.kill('SIGCONT');
      }
      const oldLease = inHand()?.lease;
      const frozenAt = heard.length;

      await log.write(100);
      await until(() =>
        heard.slice(frozenAt).some((each) => each.from === 'awake' && each.kind === 'handled' && each.shard === shard),
      );
      await pause(500);
      const wokenAt = heard.length;
      frozen.kill('SIGCONT');
      const wakes = (kind: 'let-go' | 'owns'): boolean =>
        heard.slice(wokenAt).some((each) => each.from === 'frozen' && each.kind === kind);
      await until(() => wakes('let-go') && wakes('owns'));
      const ownsAgainAt = heard.findIndex((each, i) => i >= wokenAt && each.from === 'frozen' && each.kind === 'owns');

      const afterwards = heard.slice(frozenAt).filter((each) => each.from === 'frozen');
      const newBatches = afterwards.filter(
        (each) => each.kind === 'handled' && each.lease === oldLease && each.left > 0,
      );
      expect(newBatches, 'batches handed out under the old lease').toEqual([]);
      const saves = heard
        .slice(wokenAt, ownsAgainAt)
        .filter((each) => each.from === 'frozen' && each.kind === 'save-sent');
      expect(saves, 'saves under the old lease').toEqual([]);
      expect(afterwards).toContainEqual(expect.objectContaining({ kind: 'let-go', lease: oldLease, reason: 'lost' }));

      await log.write(100);
      await until(() => heard.slice(ownsAgainAt).some((each) => each.from === 'frozen' && each.kind === 'handled'));
      await until(() => ledger.received === 2 * log.written);
      for (const each of log.shards) ledger.sent(each, log.written);
      expect(ledger.verdict()).toMatchObject({ lost: 0, disorder: [] });
    } finally {
      for (const member of members) member.kill('SIGKILL');
      await Promise.all(members.map((member) => member.ended));
      await witness.stop();
      await log.stop();
    }
  },
);

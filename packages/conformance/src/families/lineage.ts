import assert from 'node:assert/strict';
import type { Position } from '@polylog/core/driver';
import type { CaseDefinition } from '../conformance-case.js';
import { guaranteesOf, joined, type Member, SESSION_MS, settle, soleMember, stored } from '../members.js';
import { call, contents, grown, numbered, partitionOf, place, readThrough } from '../seam.js';

/** Splits and merges: who comes from whom, and who waits for whom. */
export const lineageCases: readonly CaseDefinition[] = [
  {
    id: 'lineage-1',
    promise: 'a split leaves the parent read-only, and its children name it',
    needs: ['split'],
    async run({ open }) {
      const log = await open({ partitions: 2 });
      const driver = log.driver();
      const children = await log.split(log.id(0));
      assert.equal((await partitionOf(driver, log.id(0))).readOnly, true);
      assert.equal((await partitionOf(driver, log.id(1))).readOnly, false);
      for (const id of children) {
        const child = await partitionOf(driver, id);
        assert.deepEqual([child.readOnly, child.parents], [false, [log.id(0)]]);
      }
      assert.equal((await driver.partitions(call())).length, 4);
    },
  },
  {
    id: 'lineage-2',
    promise: 'a merge leaves both parents read-only, and its child names them both',
    needs: ['merge'],
    async run({ open }) {
      const log = await open({ partitions: 3 });
      const driver = log.driver();
      const id = await log.merge(log.id(0), log.id(1));
      const child = await partitionOf(driver, id);
      assert.deepEqual([child.readOnly, [...child.parents].sort()], [false, [0, 1].map(log.id)]);
      for (const parent of child.parents) assert.equal((await partitionOf(driver, parent)).readOnly, true);
      assert.equal((await partitionOf(driver, log.id(2))).readOnly, false);
    },
  },
  {
    id: 'lineage-3',
    promise: 'grandchildren name their parents, and not those that came before',
    needs: ['split'],
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      const [left] = await log.split(log.id(0));
      for (const id of await log.split(left)) assert.deepEqual((await partitionOf(driver, id)).parents, [left]);
    },
  },
  {
    id: 'lineage-4',
    promise: 'records from before a split stay in the parent, later ones are in the children, and each is in one place',
    needs: ['split'],
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      await log.append(log.id(0), numbered(0, 5));
      const [left, right] = await log.split(log.id(0));
      await log.append(left, ['left']);
      await log.append(right, ['right']);
      assert.deepEqual(await contents(driver, log.id(0)), numbered(0, 5));
      assert.deepEqual(await contents(driver, left), ['left']);
      assert.deepEqual(await contents(driver, right), ['right']);
    },
  },
  {
    id: 'lineage-5',
    promise: 'a read-only partition still has a beginning and an end, and its latest is where it ended',
    needs: ['split'],
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      await log.append(log.id(0), numbered(0, 5));
      await log.split(log.id(0));
      const partition = await partitionOf(driver, log.id(0));
      const end = await readThrough(driver, partition, await place(driver, partition, 'latest'));
      assert.deepEqual([end.texts, end.state], [[], 'ended']);
    },
  },
  {
    id: 'lineage-6',
    promise: 'in a group with lineage, children are given to nobody before the end of the parent was saved',
    needs: ['split'],
    async run({ open }) {
      const log = await open();
      if ((await guaranteesOf(log)).order !== 'lineage') return;
      await log.append(log.id(0), numbered(0, 5));
      const member = await soleMember(log, 'a', { order: 'lineage' });
      const other = await joined(log, 'b', { order: 'lineage' });
      const children = await log.split(log.id(0));
      for (let round = 0; round < 15; round++) {
        for (const each of [member, other]) {
          for (const id of (await each.beat()).partitions)
            assert.equal(id, log.id(0), 'a child before its parent is done');
        }
        await log.advance(1_000);
      }
      await finish(member, log.id(0));
      await settle(log, [member, other], children);
    },
  },
  {
    id: 'lineage-7',
    promise: 'in a group with lineage, the child of a merge waits for both parents',
    needs: ['merge'],
    async run({ open }) {
      const log = await open({ partitions: 2 });
      if ((await guaranteesOf(log)).order !== 'lineage') return;
      for (const id of [0, 1].map(log.id)) await log.append(id, numbered(0, 3));
      const member = await soleMember(log, 'a', { order: 'lineage' });
      const child = await log.merge(log.id(0), log.id(1));
      await finish(member, log.id(0));
      await settle(log, [member], [log.id(1)]);
      await finish(member, log.id(1));
      await settle(log, [member], [child]);
    },
  },
  {
    id: 'lineage-8',
    promise: 'in a group with lineage, grandchildren wait for parents that wait themselves',
    needs: ['split'],
    async run({ open }) {
      const log = await open();
      if ((await guaranteesOf(log)).order !== 'lineage') return;
      const member = await soleMember(log, 'a', { order: 'lineage' });
      await log.append(log.id(0), ['x']);
      const [left, right] = await log.split(log.id(0));
      const grandchildren = await log.split(left);
      await settle(log, [member], [log.id(0)]);
      await finish(member, log.id(0));
      await settle(log, [member], [left, right]);
      await finish(member, left);
      await settle(log, [member], [right, ...grandchildren]);
    },
  },
  {
    id: 'lineage-9',
    promise: 'a group without lineage is given children and parents side by side',
    needs: ['split'],
    async run({ open }) {
      const log = await open();
      await log.append(log.id(0), ['x']);
      const member = await soleMember(log, 'a', { order: 'partition' });
      const children = await log.split(log.id(0));
      await settle(log, [member], [log.id(0), ...children]);
    },
  },
  {
    id: 'lineage-10',
    promise: 'a partition that appears is listed as open, and without parents; each record is in one place',
    needs: ['grow'],
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      await log.append(log.id(0), numbered(0, 5));
      const id = await grown(log);
      await log.append(id, ['new']);
      const { readOnly, parents } = await partitionOf(driver, id);
      assert.deepEqual([readOnly, parents], [false, []]);
      assert.equal((await driver.partitions(call())).length, 2);
      assert.deepEqual(await contents(driver, log.id(0)), numbered(0, 5));
      assert.deepEqual(await contents(driver, id), ['new']);
    },
  },
  {
    id: 'lineage-11',
    promise:
      'where partitions appear without parents, and nowhere else, a membership says by when they begin: at least a session before the oldest checkpoint was saved',
    async run({ open, harness }) {
      const log = await open({ partitions: 2 });
      const all = [0, 1].map(log.id);
      for (const id of all) await log.append(id, ['x']);
      const member = await soleMember(log, 'a');
      assert.equal(member.membership.startsByMs, undefined, 'the group has no checkpoint');
      for (const id of all) await stored(member, id, await latest(member, id));
      const savedAtMs = log.clock.now();
      if (!harness.capabilities.grow) {
        assert.equal((await joined(log, 'b')).membership.startsByMs, undefined);
        return;
      }
      await log.advance(3_600_000);
      await settle(log, [member], all);
      await stored(member, log.id(1), await latest(member, log.id(1)));
      const { startsByMs = Infinity } = (await joined(log, 'b')).membership;
      assert.ok(startsByMs <= savedAtMs - SESSION_MS, `${startsByMs}, and saved at ${savedAtMs}`);
    },
  },
  {
    id: 'lineage-12',
    promise:
      'by that time begins also what was dealt first to a member that died, while the group has saved all the rest ever since',
    needs: ['grow'],
    async run({ open }) {
      const log = await open();
      await log.append(log.id(0), ['x']);
      const saver = await soleMember(log, 'a');
      const dying = await joined(log, 'b');
      const save = async (): Promise<void> => stored(saver, log.id(0), await latest(saver, log.id(0)));
      await dying.beat();
      await save();
      const id = await grown(log);
      await log.append(id, ['first']);
      await log.advance(1_000);
      await settle(log, [saver, dying], [log.id(0), id]);
      // Not every service deals what is new to whoever has nothing.
      if (!dying.holding.includes(id)) return;
      for (let passedMs = 0; passedMs < SESSION_MS + 5_000; passedMs += 1_000) {
        await log.advance(1_000);
        await saver.beat();
        await save();
      }
      const { driver, membership } = await joined(log, 'c');
      const { startsByMs: epochMs = log.clock.now() } = membership;
      assert.deepEqual(await contents(driver, id, { epochMs }), ['first']);
    },
  },
];

async function latest({ driver }: Member, id: string): Promise<Position> {
  return await place(driver, await partitionOf(driver, id), 'latest');
}

/** Reads a partition to its end and saves that. */
async function finish(member: Member, id: string): Promise<void> {
  const { driver } = member;
  const partition = await partitionOf(driver, id);
  const { next } = await readThrough(driver, partition, await place(driver, partition, 'earliest'));
  await stored(member, id, next);
}

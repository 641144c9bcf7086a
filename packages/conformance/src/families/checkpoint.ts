import assert from 'node:assert/strict';
import type { Position } from '@polylog/core/driver';
import type { CaseDefinition } from '../conformance-case.js';
import type { TestLog } from '../harness.js';
import {
  checkpointOf,
  checkpointsOf,
  joined,
  type Member,
  patiently,
  SESSION_MS,
  settle,
  soleMember,
  stored,
} from '../members.js';
import { call, contents, numbered, partitionOf, place, reading, readThrough, texts } from '../seam.js';

/** What a group remembers, and of whom it accepts it. */
export const checkpointCases: readonly CaseDefinition[] = [
  {
    id: 'checkpoint-1',
    promise: 'a partition that nobody has saved has no checkpoint, or, while it is empty, none that is proven',
    async run({ open }) {
      const log = await open({ partitions: 2 });
      const member = await soleMember(log, 'a');
      const ids = [0, 1].map(log.id);
      const ofNothing = await checkpointsOf(member, ids);
      for (const { proven } of ofNothing.values()) assert.equal(proven, false);
      for (const id of ids) await log.append(id, numbered(0, 3));
      assert.equal((await checkpointsOf(member, ids)).size, 0);
      assert.equal((await checkpointsOf(member, [])).size, 0);
    },
  },
  {
    id: 'checkpoint-2',
    promise: 'what was saved comes back to the letter, to every member, and reading goes on exactly there',
    async run({ open }) {
      const log = await open({ batchRecords: 4 });
      await log.append(log.id(0), numbered(0, 10));
      const member = await soleMember(log, 'a');
      const partition = await partitionOf(member.driver, log.id(0));
      const start = await place(member.driver, partition, 'earliest');
      const { next } = await member.driver.read(partition, start, reading());
      await stored(member, log.id(0), next);
      const other = await joined(log, 'b');
      assert.equal(await checkpointOf(other, log.id(0)), next);
      assert.deepEqual((await readThrough(other.driver, partition, next)).texts, numbered(4, 6));
    },
  },
  {
    id: 'checkpoint-3',
    promise: 'a checkpoint that was found is proven, and the time of its save is the time of the service',
    async run({ open }) {
      const log = await open();
      await log.append(log.id(0), ['x']);
      const member = await soleMember(log, 'a');
      await log.advance(10_000);
      await stored(member, log.id(0), await at(member, log.id(0), 'latest'));
      const savedAtMs = log.clock.now();
      await log.advance(5_000);
      const found = (await checkpointsOf(member, [log.id(0)])).get(log.id(0));
      assert.equal(found?.proven, true);
      if (found.savedAtMs !== undefined) assert.ok(Math.abs(found.savedAtMs - savedAtMs) <= 1_000);
    },
  },
  {
    id: 'checkpoint-4',
    promise: 'a save answers for every partition that it was given, and each is stored',
    async run({ open }) {
      const log = await open({ partitions: 12 });
      const member = await soleMember(log, 'a');
      for (const id of member.holding) await log.append(id, ['x', 'y']);
      const listed = await member.driver.partitions(call());
      const places = await patiently(member, () => member.driver.locate(listed, 'latest', call()));
      const wanted = [...places].map(([partition, position]) => ({ partition, position }));
      const outcomes = await member.membership.save(wanted, call());
      assert.deepEqual([...outcomes.keys()].sort(), [...places.keys()].sort());
      for (const outcome of outcomes.values()) assert.deepEqual(outcome, { kind: 'saved' });
      const found = await checkpointsOf(member, [...places.keys()]);
      for (const [id, position] of places) assert.equal(found.get(id)?.position, position);
    },
  },
  {
    id: 'checkpoint-5',
    promise: 'a later save replaces an earlier one, also where it goes back: a rewind is allowed',
    async run({ open }) {
      const log = await open();
      await log.append(log.id(0), numbered(0, 5));
      const member = await soleMember(log, 'a');
      const [early, late] = [await at(member, log.id(0), 'earliest'), await at(member, log.id(0), 'latest')];
      for (const position of [early, late, early]) {
        await stored(member, log.id(0), position);
        assert.equal(await checkpointOf(member, log.id(0)), position);
      }
    },
  },
  {
    id: 'checkpoint-6',
    promise: 'only the checkpoints that were asked for are told',
    async run({ open }) {
      const log = await open({ partitions: 3 });
      const member = await soleMember(log, 'a');
      for (const id of member.holding) await stored(member, id, await at(member, id, 'earliest'));
      assert.deepEqual([...(await checkpointsOf(member, [log.id(1)])).keys()], [log.id(1)]);
      assert.deepEqual([...(await checkpointsOf(member, [2, 0].map(log.id))).keys()].sort(), [0, 2].map(log.id));
    },
  },
  {
    id: 'checkpoint-7',
    promise: 'checkpoints of partitions that other members hold are told, too',
    async run({ open }) {
      const log = await open({ partitions: 2 });
      const members = [await joined(log, 'a'), await joined(log, 'b')];
      await settle(log, members, [0, 1].map(log.id));
      for (const member of members) {
        for (const id of member.holding) await stored(member, id, await at(member, id, 'earliest'));
      }
      for (const member of members) assert.equal((await checkpointsOf(member, [0, 1].map(log.id))).size, 2);
    },
  },
  {
    id: 'checkpoint-8',
    promise: 'checkpoints outlive the members that saved them',
    async run({ open }) {
      const log = await open();
      await log.append(log.id(0), numbered(0, 5));
      const first = await soleMember(log, 'a');
      const position = await at(first, log.id(0), 'latest');
      await stored(first, log.id(0), position);
      await first.membership.leave(call());
      await log.advance(3 * SESSION_MS);
      const next = await soleMember(log, 'b');
      assert.equal(await checkpointOf(next, log.id(0)), position);
    },
  },
  {
    id: 'checkpoint-9',
    promise: 'groups do not see each other’s checkpoints',
    async run({ open }) {
      const log = await open();
      await log.append(log.id(0), ['x']);
      const one = await soleMember(log, 'a', { group: 'one' });
      const other = await soleMember(log, 'a', { group: 'other' });
      await stored(one, log.id(0), await at(one, log.id(0), 'latest'));
      assert.equal(await checkpointOf(other, log.id(0)), undefined);
    },
  },
  {
    id: 'checkpoint-10',
    promise: 'a member that has lost a partition is refused, and what its successor saved stays',
    async run({ open }) {
      const log = await open();
      await log.append(log.id(0), numbered(0, 5));
      const frozen = await soleMember(log, 'a');
      if (frozen.membership.guarantees.commit !== 'fenced') return;
      const [early, late] = [await at(frozen, log.id(0), 'earliest'), await at(frozen, log.id(0), 'latest')];
      const successor = await overtaken(log);
      await stored(successor, log.id(0), early);
      const outcome = (await frozen.membership.save([{ partition: log.id(0), position: late }], call())).get(log.id(0));
      assert.equal(outcome?.kind, 'lost');
      assert.equal(outcome.failure.code, 'lease-lost');
      assert.equal(await checkpointOf(successor, log.id(0)), early);
    },
  },
  {
    id: 'checkpoint-11',
    promise: 'a member that the service has forgotten is refused even where nobody else has the partition',
    async run({ open }) {
      const log = await open();
      const member = await soleMember(log, 'a');
      if (member.membership.guarantees.commit !== 'fenced') return;
      const position = await at(member, log.id(0), 'earliest');
      await log.advance(SESSION_MS + 2_000);
      const outcome = (await member.membership.save([{ partition: log.id(0), position }], call())).get(log.id(0));
      assert.equal(outcome?.kind, 'lost');
      assert.deepEqual([outcome.failure.code, outcome.failure.scope], ['lease-lost', 'member']);
    },
  },
  {
    id: 'checkpoint-12',
    promise: 'one save may store some and be refused others: each outcome is its own',
    async run({ open }) {
      const log = await open({ partitions: 2 });
      const members = [await joined(log, 'a'), await joined(log, 'b')];
      await settle(log, members, [0, 1].map(log.id));
      const [member] = members as [Member];
      if (member.membership.guarantees.commit !== 'fenced') return;
      const wanted = [];
      for (const partition of [0, 1].map(log.id))
        wanted.push({ partition, position: await at(member, partition, 'earliest') });
      const outcomes = await member.membership.save(wanted, call());
      for (const { partition } of wanted) {
        const outcome = outcomes.get(partition);
        assert.equal(outcome?.kind, member.holding.includes(partition) ? 'saved' : 'lost');
        if (outcome.kind === 'lost')
          assert.deepEqual([outcome.failure.code, outcome.failure.scope], ['lease-lost', 'partition']);
      }
    },
  },
  {
    id: 'checkpoint-13',
    promise: 'a partition that was asked back may still be saved, for as long as it is reported',
    async run({ open }) {
      const log = await open({ partitions: 2 });
      const first = await soleMember(log, 'a');
      const second = await joined(log, 'b');
      const all = [...first.holding];
      let asked: readonly string[] = [];
      for (let round = 0; round < 20 && asked.length !== 1; round++) {
        await second.beat();
        asked = (await first.membership.heartbeat(all, call())).partitions;
        await log.advance(1_000);
      }
      const goes = all.find((id) => !asked.includes(id));
      assert.ok(goes !== undefined, 'nothing was asked back');
      await stored(first, goes, await at(first, goes, 'earliest'));
    },
  },
  {
    id: 'checkpoint-14',
    promise: 'the end of a read-only partition can be saved, and is known after a restart',
    needs: ['split'],
    async run({ open }) {
      const log = await open();
      await log.append(log.id(0), numbered(0, 3));
      const member = await soleMember(log, 'a', { order: 'partition' });
      await log.split(log.id(0));
      const partition = await partitionOf(member.driver, log.id(0));
      const { next } = await readThrough(member.driver, partition, await place(member.driver, partition, 'earliest'));
      await stored(member, log.id(0), next);
      const again = await joined(log, 'b');
      assert.equal(await checkpointOf(again, log.id(0)), next);
      assert.equal((await again.driver.read(partition, next, reading())).state, 'ended');
    },
  },
  {
    id: 'checkpoint-15',
    promise: 'a save of nothing is answered with nothing',
    async run({ open }) {
      const log = await open();
      const member = await soleMember(log, 'a');
      assert.equal((await member.membership.save([], call())).size, 0);
    },
  },
  {
    id: 'checkpoint-16',
    promise:
      'a save that the service could not take is no success: it is "failed" with its code, or rejects as a whole',
    needs: ['unavailable'],
    async run({ open }) {
      const log = await open();
      await log.append(log.id(0), ['x']);
      const member = await soleMember(log, 'a');
      const position = await at(member, log.id(0), 'latest');
      log.fault({ kind: 'unavailable', calls: ['save'], times: 1 });
      assert.equal(await failedSave(member, log.id(0), position), 'unavailable');
      assert.equal(await checkpointOf(member, log.id(0)), undefined);
      await stored(member, log.id(0), position);
    },
  },
  {
    id: 'checkpoint-17',
    promise: 'a save whose answer was lost is no success, and the same save again is',
    needs: ['lost-answer'],
    async run({ open }) {
      const log = await open();
      await log.append(log.id(0), ['x']);
      const member = await soleMember(log, 'a');
      const position = await at(member, log.id(0), 'latest');
      log.fault({ kind: 'lost-answer', calls: ['save'], times: 1 });
      assert.equal(await failedSave(member, log.id(0), position), 'unavailable');
      await stored(member, log.id(0), position);
      assert.equal(await checkpointOf(member, log.id(0)), position);
    },
  },
  {
    id: 'checkpoint-18',
    promise: 'a position of one process is good in another: it is text, and nothing else',
    async run({ open }) {
      const log = await open({ batchRecords: 3 });
      await log.append(log.id(0), numbered(0, 7));
      const [driver, other] = [log.driver(), log.driver()];
      const partition = await partitionOf(driver, log.id(0));
      const batch = await driver.read(partition, await place(driver, partition, 'earliest'), reading());
      assert.deepEqual(texts(batch), numbered(0, 3));
      const kept = JSON.parse(JSON.stringify(batch.next)) as Position;
      assert.deepEqual((await readThrough(other, partition, kept)).texts, numbered(3, 4));
      assert.deepEqual(await contents(other, log.id(0)), numbered(0, 7));
    },
  },
];

async function at(member: Member, id: string, start: 'earliest' | 'latest'): Promise<Position> {
  const partition = await partitionOf(member.driver, id);
  return await patiently(member, () => place(member.driver, partition, start));
}

/** Everybody so far falls silent, and another member takes over. */
async function overtaken(log: TestLog): Promise<Member> {
  await log.advance(SESSION_MS + 2_000);
  return soleMember(log, 'successor');
}

/** The code with which a save failed, however the driver tells it. */
async function failedSave({ membership, driver }: Member, partition: string, position: Position): Promise<string> {
  try {
    const outcome = (await membership.save([{ partition, position }], call())).get(partition);
    return outcome?.kind === 'failed' ? outcome.failure.code : `outcome ${outcome?.kind}`;
  } catch (error) {
    return driver.classify(error).code;
  }
}

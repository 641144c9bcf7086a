import assert from 'node:assert/strict';
import type { CaseDefinition } from '../conformance-case.js';
import { joined, SESSION_MS, settle, soleMember } from '../members.js';
import { call, failureOf } from '../seam.js';

/** Rounds of heartbeats, a second apart, within which a service has dealt what is free. */
const AT_ONCE = 10;

/** Heartbeats, who works on what, leaving. */
export const workCases: readonly CaseDefinition[] = [
  {
    id: 'group-9',
    promise: 'the only member is given every partition, and every answer is the complete list',
    async run({ open }) {
      const log = await open({ partitions: 4 });
      const member = await soleMember(log, 'a');
      for (let beats = 0; beats < 3; beats++) {
        const { partitions, sessionTimeoutMs, moving } = await member.beat();
        assert.deepEqual([...partitions].sort(), [0, 1, 2, 3].map(log.id));
        assert.equal(new Set(partitions).size, 4);
        assert.equal(moving, false);
        assert.equal(sessionTimeoutMs, SESSION_MS);
      }
    },
  },
  {
    id: 'group-10',
    promise: 'members share all partitions between them, and no partition belongs to two',
    async run({ open }) {
      const log = await open({ partitions: 4 });
      const members = await Promise.all(['a', 'b', 'c'].map((name) => joined(log, name)));
      await settle(log, members, [0, 1, 2, 3].map(log.id));
      for (const { name, holding } of members) assert.ok(holding.length >= 1, `${name} has nothing`);
    },
  },
  {
    id: 'group-11',
    promise: 'a partition that is asked back is given to nobody else while its holder still reports it',
    async run({ open }) {
      const log = await open({ partitions: 2 });
      const first = await soleMember(log, 'a');
      const second = await joined(log, 'b');
      const all = [...first.holding];
      let asked: readonly string[] = [];
      for (let round = 0; round < 20; round++) {
        asked = (await first.membership.heartbeat(all, call())).partitions;
        assert.deepEqual((await second.beat()).partitions, [], 'given away while it is worked on');
        await log.advance(1_000);
      }
      assert.equal(asked.length, 1, 'none of two partitions was asked back for the second member');
      first.holding = asked;
      await settle(log, [first, second], all);
    },
  },
  {
    id: 'group-12',
    promise: 'an answer that asks a partition back shows that partitions move',
    async run({ open }) {
      const log = await open({ partitions: 2 });
      const first = await soleMember(log, 'a');
      const second = await joined(log, 'b');
      for (let round = 0; round < 20; round++) {
        await second.beat();
        const before = first.holding.length;
        const { partitions, moving } = await first.beat();
        if (partitions.length < before) {
          assert.equal(moving, true);
          return;
        }
        await log.advance(1_000);
      }
      throw new assert.AssertionError({ message: 'nothing was asked back' });
    },
  },
  {
    id: 'group-13',
    promise: 'a member that falls silent keeps its partitions for a session, and then they are the others’',
    async run({ open }) {
      const log = await open({ partitions: 2 });
      const silent = await soleMember(log, 'a');
      const other = await joined(log, 'b');
      await silent.membership.heartbeat(silent.holding, call());
      for (let passedMs = 0; passedMs < SESSION_MS - 2_000; passedMs += 2_000) {
        assert.deepEqual((await other.beat()).partitions, [], `given away after ${passedMs} ms`);
        await log.advance(2_000);
      }
      await log.advance(4_000);
      await settle(log, [other], [0, 1].map(log.id));
    },
  },
  {
    id: 'group-14',
    promise:
      'a member that the service has forgotten is told so with scope "member", and an empty heartbeat registers it anew',
    async run({ open }) {
      const log = await open();
      const member = await soleMember(log, 'a');
      if (member.membership.guarantees.forgotten !== 'told') return;
      await log.advance(SESSION_MS + 2_000);
      const failure = await failureOf(member.driver, member.membership.heartbeat(member.holding, call()));
      assert.deepEqual([failure.code, failure.scope], ['lease-lost', 'member']);
      member.holding = [];
      await settle(log, [member], [log.id(0)]);
    },
  },
  {
    id: 'group-22',
    promise: 'a member that was silent for longer than a session is dealt nothing that another has by now',
    async run({ open }) {
      const log = await open({ partitions: 2 });
      const silent = await soleMember(log, 'a');
      const before = silent.holding;
      await log.advance(SESSION_MS + 2_000);
      const other = await joined(log, 'b');
      await settle(log, [other], before);
      // It still names what it had: told that it is forgotten, or taken in again, it is given none of that.
      const dealt = await silent.beat().then(
        ({ partitions }) => partitions,
        () => [],
      );
      assert.deepEqual(dealt, []);
      silent.holding = [];
      await settle(log, [silent, other], before);
    },
  },
  {
    id: 'group-15',
    promise: 'heartbeats keep the lease for as long as they come, however long that is',
    async run({ open }) {
      const log = await open({ partitions: 2 });
      const member = await soleMember(log, 'a');
      for (let passedMs = 0; passedMs < 4 * SESSION_MS; passedMs += SESSION_MS / 2) {
        assert.deepEqual([...(await member.beat()).partitions].sort(), [0, 1].map(log.id));
        await log.advance(SESSION_MS / 2);
      }
    },
  },
  {
    id: 'group-16',
    promise: 'leaving says what it does: partitions are free at once, or when the session has run out',
    async run({ open }) {
      const log = await open({ partitions: 2 });
      const leaver = await soleMember(log, 'a');
      const stayer = await joined(log, 'b');
      const how = await leaver.membership.leave(call());
      assert.equal(how, leaver.membership.guarantees.leave);
      if (how === 'after-timeout') {
        // Whether a service frees them earlier is its affair; later than a session it must not be.
        await stayer.beat();
        await log.advance(SESSION_MS / 2);
        await stayer.beat();
        await log.advance(SESSION_MS / 2 + 2_000);
      }
      await settle(log, [stayer], [0, 1].map(log.id), how === 'released' ? AT_ONCE : undefined);
    },
  },
  {
    id: 'group-17',
    promise: 'groups do not know of each other: each reads all partitions',
    async run({ open }) {
      const log = await open({ partitions: 2 });
      const [one, other] = [await joined(log, 'a', { group: 'one' }), await joined(log, 'a', { group: 'other' })];
      await settle(log, [one], [0, 1].map(log.id));
      await settle(log, [other], [0, 1].map(log.id));
      assert.deepEqual([...(await one.beat()).partitions].sort(), [0, 1].map(log.id));
    },
  },
  {
    id: 'group-19',
    promise: 'partitions that appear later are dealt, too',
    needs: ['split'],
    async run({ open }) {
      const log = await open({ partitions: 1 });
      const member = await soleMember(log, 'a', { order: 'partition' });
      // Without one the parent is done with at once, and some services deal it no more.
      await log.append(log.id(0), ['unread']);
      const children = await log.split(log.id(0));
      await settle(log, [member], [log.id(0), ...children]);
    },
  },
];

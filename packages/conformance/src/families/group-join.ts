import assert from 'node:assert/strict';
import { type Guarantees, guaranteeValues } from '@polylog/core/driver';
import type { CaseDefinition } from '../conformance-case.js';
import { joined, SESSION_MS, settle, soleMember, specOf } from '../members.js';
import { call, failureOf } from '../seam.js';

/** Becoming a member, and what the group and the service are like. */
export const joinCases: readonly CaseDefinition[] = [
  {
    id: 'group-1',
    promise: 'joining creates a missing group, and whoever joins later finds it',
    async run({ open }) {
      const log = await open();
      await joined(log, 'a');
      const second = await joined(log, 'b', { create: 'never' });
      assert.deepEqual(second.membership.differences, []);
    },
  },
  {
    id: 'group-2',
    promise: 'a missing group that may not be created is not-found',
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      const failure = await failureOf(driver, driver.join(specOf('a', { create: 'never' }), call()));
      assert.equal(failure.code, 'not-found');
    },
  },
  {
    id: 'group-3',
    promise: 'another order than the one that the user named is invalid-argument',
    async run({ open }) {
      const log = await open();
      const { membership, driver } = await joined(log, 'a', { order: 'partition' });
      if (membership.guarantees.order !== 'lineage') return;
      const failure = await failureOf(driver, driver.join(specOf('b', { order: 'lineage' }), call()));
      assert.equal(failure.code, 'invalid-argument');
    },
  },
  {
    id: 'group-4',
    promise: 'whoever names no order takes the group as it is',
    async run({ open }) {
      const log = await open();
      const { membership } = await joined(log, 'a', { order: 'partition' });
      const order = membership.guarantees.order;
      const group = 'another';
      await joined(log, 'b', { group, order });
      const late = await joined(log, 'c', { group });
      assert.deepEqual(late.membership.differences, []);
    },
  },
  {
    id: 'group-5',
    promise: 'another session timeout of an existing group is told as a difference and stays in force',
    async run({ open }) {
      const log = await open();
      const { membership: first } = await joined(log, 'a');
      if (first.guarantees.sessionTimeout !== 'settable') return;
      const { membership } = await joined(log, 'b', { sessionTimeoutMs: 2 * SESSION_MS });
      assert.deepEqual(membership.differences, [
        { setting: 'sessionTimeoutMs', wanted: String(2 * SESSION_MS), inForce: String(SESSION_MS) },
      ]);
      assert.equal((await membership.heartbeat([], call())).sessionTimeoutMs, SESSION_MS);
    },
  },
  {
    id: 'group-6',
    promise: 'with update "if-different" the group takes what is asked for, and nothing differs',
    async run({ open }) {
      const log = await open();
      const { membership: first } = await joined(log, 'a');
      if (first.guarantees.sessionTimeout !== 'settable') return;
      const more = { sessionTimeoutMs: 2 * SESSION_MS, update: 'if-different' } as const;
      const { membership } = await joined(log, 'b', more);
      assert.deepEqual(membership.differences, []);
      assert.equal((await membership.heartbeat([], call())).sessionTimeoutMs, 2 * SESSION_MS);
      const third = await joined(log, 'c', { sessionTimeoutMs: 2 * SESSION_MS });
      assert.deepEqual(third.membership.differences, []);
    },
  },
  {
    id: 'group-7',
    promise: 'a session timeout that another member changes is in force in later heartbeats, within a session',
    async run({ open }) {
      const log = await open();
      const first = await soleMember(log, 'a');
      if (first.membership.guarantees.sessionTimeout !== 'settable') return;
      await joined(log, 'b', { sessionTimeoutMs: 2 * SESSION_MS, update: 'if-different' });
      let inForce = 0;
      for (let passedMs = 0; passedMs <= SESSION_MS; passedMs += SESSION_MS / 6) {
        inForce = (await first.beat()).sessionTimeoutMs;
        await log.advance(SESSION_MS / 6);
      }
      assert.equal(inForce, 2 * SESSION_MS);
    },
  },
  {
    id: 'group-8',
    promise: 'the time of the join is the time of the service',
    async run({ open }) {
      const log = await open();
      await log.advance(123_456);
      const { membership } = await joined(log, 'a');
      assert.ok(Math.abs(membership.joinedAtMs - log.clock.now()) <= 1_000);
    },
  },
  {
    id: 'group-18',
    promise: 'members that join a missing group at the same moment all become members of one',
    async run({ open }) {
      const log = await open({ partitions: 4 });
      const members = await Promise.all(['a', 'b', 'c', 'd'].map((name) => joined(log, name)));
      for (const { membership } of members) assert.deepEqual(membership.differences, []);
      await settle(log, members, [0, 1, 2, 3].map(log.id));
    },
  },
  {
    id: 'group-20',
    promise: 'guarantees are complete, and the same for every member',
    async run({ open }) {
      const log = await open();
      const { guarantees } = (await joined(log, 'a')).membership;
      assert.deepEqual({ ...guarantees, ...log.driver().guarantees }, guarantees, 'told before the join, and not so');
      for (const [name, allowed] of Object.entries(guaranteeValues)) {
        const value = guarantees[name as keyof Guarantees];
        assert.ok((allowed as readonly string[]).includes(value), `guarantees.${name} is ${JSON.stringify(value)}`);
      }
      assert.deepEqual((await joined(log, 'b')).membership.guarantees, guarantees);
    },
  },
  {
    id: 'group-21',
    promise: 'the provider has a name, and limits are numbers that an engine can plan with',
    async run({ open }) {
      const { limits, provider } = (await open()).driver();
      assert.match(provider, /^[a-z][a-z0-9-]*$/);
      for (const value of [limits.maxBodyBytes, limits.timeResolutionMs, limits.minIdleMs]) {
        assert.ok(Number.isFinite(value) && value > 0, JSON.stringify(limits));
      }
      for (const { min, max } of [limits.sessionTimeoutMs, limits.heartbeatMs]) {
        assert.ok(min > 0 && min <= max, JSON.stringify(limits));
      }
    },
  },
];

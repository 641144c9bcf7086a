import assert from 'node:assert/strict';
import type {
  Assignment,
  GroupSpec,
  Guarantees,
  LogDriver,
  Membership,
  Position,
  SavedCheckpoint,
} from '@polylog/core/driver';
import type { TestLog } from './harness.js';
import { call } from './seam.js';

export const SESSION_MS = 30_000;
/** Rounds of heartbeats after which every group has come to rest; a service may take its time to deal anew. */
const MOST_ROUNDS = 40;

export const specOf = (member: string, more: Partial<GroupSpec> = {}): GroupSpec => ({
  group: 'conformance',
  member,
  sessionTimeoutMs: SESSION_MS,
  create: 'if-missing',
  update: 'never',
  ...more,
});

/** A member without an engine: it holds what it is told to hold, and lets go at its next heartbeat. */
export interface Member {
  readonly log: TestLog;
  readonly name: string;
  readonly driver: LogDriver;
  readonly membership: Membership;
  holding: readonly string[];
  /** One heartbeat with all that is held; `holding` is what the answer says. */
  beat(): Promise<Assignment>;
}

export async function joined(log: TestLog, name: string, more: Partial<GroupSpec> = {}): Promise<Member> {
  const driver = log.driver();
  const membership = await driver.join(specOf(name, more), call());
  const member: Member = {
    log,
    name,
    driver,
    membership,
    holding: [],
    async beat() {
      const answer = await membership.heartbeat(member.holding, call());
      member.holding = answer.partitions;
      return answer;
    },
  };
  return member;
}

/** What the service promises its members; asked in a group that no case uses. */
export async function guaranteesOf(log: TestLog): Promise<Guarantees> {
  return (await joined(log, 'asker', { group: 'asked' })).membership.guarantees;
}

/** Lets all of them beat, second by second, until together they hold exactly `expected`, each once. */
export async function settle(
  log: TestLog,
  members: readonly Member[],
  expected: readonly string[],
  rounds: number = MOST_ROUNDS,
): Promise<void> {
  const wanted = [...expected].sort().join();
  for (let round = 0; round < rounds; round++) {
    const before = JSON.stringify(members.map(({ holding }) => holding));
    for (const member of members) await member.beat();
    const held = members.flatMap(({ holding }) => holding);
    if ([...held].sort().join() === wanted && JSON.stringify(members.map(({ holding }) => holding)) === before) return;
    await log.advance(1_000);
  }
  const found = members.map(({ name, holding }) => `${name}: ${holding.join(', ') || 'nothing'}`).join('; ');
  throw new assert.AssertionError({ message: `after ${rounds} s of heartbeats not ${wanted}, but ${found}` });
}

/** The only member of its group, with all partitions in hand. */
export async function soleMember(log: TestLog, name: string, more: Partial<GroupSpec> = {}): Promise<Member> {
  const member = await joined(log, name, more);
  const open = (await member.driver.partitions(call())).map(({ id }) => id);
  await settle(log, [member], open);
  return member;
}

/** A driver that counts its calls for a service does not send one too many: it comes later, as the engine would have it. */
export async function patiently<T>({ log, driver }: Member, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const { code, retryAfterMs } = driver.classify(error);
      if (code !== 'throttled' || retryAfterMs === undefined) throw error;
      await log.advance(retryAfterMs);
    }
  }
}

/** Saves one position and insists that it was stored. */
export async function stored({ membership }: Member, partition: string, position: Position): Promise<void> {
  const outcome = (await membership.save([{ partition, position }], call())).get(partition);
  assert.deepEqual(outcome, { kind: 'saved' });
}

/** What the group knows of some partitions. */
export async function checkpointsOf(
  member: Member,
  partitions: readonly string[],
): Promise<ReadonlyMap<string, SavedCheckpoint>> {
  return await patiently(member, () => member.membership.checkpoints(partitions, call()));
}

/** What the group knows of one partition. */
export async function checkpointOf(member: Member, partition: string): Promise<Position | undefined> {
  return (await checkpointsOf(member, [partition])).get(partition)?.position;
}

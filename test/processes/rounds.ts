import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../end-to-end/until.js';
import { type Arena, type ArenaMember, type ArenaVerdict, type BatchInHand, openArena } from './arena.js';
import type { Cloud } from './clouds.js';

/** What a round did, in words, once it is over. Throws what went wrong in it. */
export type Round = (arena: Arena, pair: [ArenaMember, ArenaMember]) => Promise<string>;

/**
 * One of two members is frozen with a batch in hand until the other has read that shard; then it is woken, must hand out
 * nothing more of what it held, and joins again.
 */
export const stopRound: Round = async (arena, pair) => {
  const [victim, other] = choose(arena, pair);
  const { shard, lease, left } = await freezeInHand(victim);
  const frozenAt = performance.now();
  const heardOfVictim = victim.told.length;
  const heardOfOther = other.told.length;
  await until(() => other.told.slice(heardOfOther).some((told) => told.kind === 'handled' && told.shard === shard));
  await pause(arena.random() * 300);
  const frozenMs = performance.now() - frozenAt;
  victim.kill('SIGCONT');
  const since = (): ArenaMember['told'] => victim.told.slice(heardOfVictim);
  await until(() => since().some((told) => told.kind === 'let-go' && told.lease === lease));
  await until(() => since().some((told) => told.kind === 'owns') && arena.settled);
  for (const told of since()) {
    if (told.kind === 'handled' && told.lease === lease && told.left > 0) {
      throw new Error(`${victim.name} was handed another batch of shard ${shard} under the lease that it had lost.`);
    }
    if (told.kind === 'let-go' && told.lease === lease && told.reason !== 'lost') {
      throw new Error(`${victim.name} let go of shard ${shard} as "${told.reason}" instead of "lost".`);
    }
  }
  return `${victim.name} frozen ${seconds(frozenMs)} with ${left} records of shard ${shard} in hand, read by ${other.name}`;
};

/** One of two members is killed in the middle of a batch, the other takes over everything, and a new member comes. */
export const killRound: Round = async (arena, pair) => {
  const [victim, other] = choose(arena, pair);
  const { shard, handled, left } = await freezeInHand(victim);
  victim.kill('SIGKILL');
  const killedAt = performance.now();
  await victim.ended;
  await until(() => arena.settled);
  const takeoverMs = performance.now() - killedAt;
  pair[pair.indexOf(victim)] = arena.start();
  await until(() => arena.settled);
  return `${victim.name} killed after ${handled} of ${handled + left} records of shard ${shard}, taken over by ${other.name} after ${seconds(takeoverMs)}`;
};

/** Plays rounds of one kind, one after the other, and judges everything that was written, handled and saved meanwhile. */
export async function playRounds(
  round: Round,
  options: {
    readonly cloud: Cloud;
    readonly count: number;
    readonly seed: number;
    readonly say: (text: string) => void;
  },
): Promise<ArenaVerdict> {
  const { cloud } = options;
  const arena = await openArena(options.seed, { openLog: (seed) => cloud.open(4, seed) });
  try {
    const pair: [ArenaMember, ArenaMember] = [arena.start(), arena.start()];
    await until(() => arena.settled);
    for (let played = 1; played <= options.count; played++) {
      const startedAt = performance.now();
      const what = await round(arena, pair);
      const { foreign, written, refused } = arena.totals;
      options.say(
        `${String(played).padStart(3)}/${options.count}  ${what}; ${foreign} of ${written} saves foreign, ${refused} refused (${seconds(performance.now() - startedAt)})`,
      );
    }
    return await arena.finish();
  } catch (error) {
    await arena.abandon();
    throw error;
  }
}

function choose(arena: Arena, [one, two]: [ArenaMember, ArenaMember]): [ArenaMember, ArenaMember] {
  return arena.random() < 0.5 ? [one, two] : [two, one];
}

/** Freezes the member while it has a batch in hand; what it had told before is waited for, to be sure of that. */
async function freezeInHand(member: ArenaMember): Promise<BatchInHand> {
  for (;;) {
    await nextBatch(member);
    member.kill('SIGSTOP');
    await pause(50);
    if (member.inHand) return member.inHand;
    member.kill('SIGCONT');
  }
}

/** A batch that has just been begun. */
async function nextBatch(member: ArenaMember): Promise<void> {
  const before = member.told.length;
  await until(() => member.inHand !== undefined && member.told.slice(before).some((told) => told.kind === 'handled'));
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

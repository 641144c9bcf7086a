import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { startMember } from '../../examples/demo/dist/member-process.js';
import { until } from '../end-to-end/until.js';
import { type Arena, type ArenaLog, type ArenaMember, type ArenaVerdict, openArena } from '../processes/arena.js';

/** Who is in a group: a member of a vendor's library, and one of ours. */
export type Kind = 'theirs' | 'ours';

const other = (kind: Kind): Kind => (kind === 'ours' ? 'theirs' : 'ours');

const seed = Number(process.env.POLYLOG_SEED ?? Math.floor(Math.random() * 1e6));
/** The vendors' heartbeats come every half of it, so that a partition that moves takes about this long. */
const SESSION_MS = 6_000;

/** Opens an arena, plays in it, and judges all that was written, handled and saved. */
export async function play(
  openLog: (seed: number) => Promise<ArenaLog>,
  scene: (arena: Arena) => Promise<void>,
): Promise<ArenaVerdict> {
  const arena = await openArena(seed, { openLog, sessionTimeoutMs: SESSION_MS });
  try {
    await scene(arena);
    const verdict = await arena.finish();
    const { sent, received, lost, repeated, written, movedBack } = verdict;
    console.log(
      `seed ${seed}: sent ${sent}, received ${received}, lost ${lost}, repeated ${repeated}; ${written} saves, ${movedBack} moved back`,
    );
    expect(Math.min(sent, written)).toBeGreaterThan(0);
    return verdict;
  } catch (error) {
    await arena.abandon();
    throw error;
  }
}

/** One member comes first and has everything, the other joins; then each is killed with a batch in hand, and comes again. */
export async function killInTurn(arena: Arena, first: Kind, theirs: typeof startMember): Promise<void> {
  const start = (kind: Kind): ArenaMember => arena.start(kind === 'theirs' ? theirs : undefined);
  const ownsAll = ({ shards }: ArenaMember): boolean => shards.size === arena.shards.length;
  const pair = { [first]: start(first) } as Record<Kind, ArenaMember>;
  await until(() => ownsAll(pair[first]));
  pair[other(first)] = start(other(first));
  await until(() => arena.settled);
  for (const victim of [first, other(first)]) {
    await pause(1_000 + arena.random() * 1_000);
    await until(() => pair[victim].inHand !== undefined);
    pair[victim].kill('SIGKILL');
    await pair[victim].ended;
    await until(() => ownsAll(pair[other(victim)]));
    pair[victim] = start(victim);
    await until(() => arena.settled);
  }
}

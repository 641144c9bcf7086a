import type { Membership } from '../driver.js';
import type { Engine } from '../engine.js';
import { deferred, unlessAborted } from '../flow/deferred.js';
import type { Emit } from '../observe/events.js';
import type { Session } from '../session.js';
import type { GroupSettings } from '../settings/group-settings.js';
import { createCompletion } from './completion.js';
import { join, type Member, startMember } from './member.js';

/** Joins the group and works as one member of it, or as several, until it is stopped. */
export async function openGroupSession(
  engine: Engine,
  mode: GroupSettings,
  emitFor: (member: string) => Emit,
  opening: AbortSignal,
): Promise<Session> {
  const { settings, lingering } = engine;
  const { clock } = settings;
  // All of them before the first one begins to work: a join that fails, or that a stop ends, leaves nothing half done.
  // A member that has joined and sends no heartbeat holds nothing.
  const joined: { readonly name: string; readonly emit: Emit; readonly membership: Membership }[] = [];
  for (const name of mode.members) {
    const emit = emitFor(name);
    joined.push({ name, emit, membership: await join(engine, mode, name, emit, opening) });
  }
  const firstJoinedAtMs = Math.min(...joined.map(({ membership }) => membership.joinedAtMs));
  const finished = deferred<void>();
  const members: Member[] = [];
  const completion = createCompletion({ members, clock, isBounded: settings.untilMs !== undefined, finished });

  const workers = (): ReturnType<Session['workers']> => members.flatMap((member) => member.workers());
  let cancelTick: () => void = () => undefined;
  const tick = (): void => {
    cancelTick = clock.schedule(settings.checkpoint.everyMs, tick);
    for (const worker of workers()) worker.checkpoint();
  };

  const stop = async (deadline: AbortSignal): Promise<void> => {
    completion.close();
    const giveUp = (): void => {
      for (const member of members) member.abandonAll();
    };
    for (const member of members) member.drainAll();
    if (deadline.aborted) giveUp();
    deadline.addEventListener('abort', giveUp, { once: true });
    await unlessAborted(lingering.all(), deadline).catch(() => undefined);
    cancelTick();
    await Promise.all(members.map((member) => member.leave(deadline)));
    deadline.removeEventListener('abort', giveUp);
  };

  for (const { name, emit, membership } of joined) {
    const shared = { engine, mode, fatal: finished, onChange: completion.check };
    members.push(startMember({ ...shared, name, membership, firstJoinedAtMs, emit }));
  }
  tick();

  return {
    finished: finished.promise,
    reports: () => Object.assign({}, ...members.map((member) => member.reports())),
    workers,
    members: () => members.map((member) => member.status()),
    stop,
  };
}

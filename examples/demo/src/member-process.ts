import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { MemberMessage, MemberSettings } from './member-message.js';

/** A running member, seen from its parent. */
export interface MemberProcess {
  readonly name: string;
  /** Shards it owns now. */
  readonly shards: ReadonlySet<string>;
  kill(signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): void;
  /** Resolves when the process has ended and everything it told has been heard. */
  readonly ended: Promise<void>;
}

/** Starts a member as an operating-system process. */
export function startMember(settings: MemberSettings, listen: (message: MemberMessage) => void): MemberProcess {
  const program = fileURLToPath(new URL('./member.js', import.meta.url));
  const child = fork(program, [JSON.stringify(settings)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const shards = new Set<string>();
  child.on('message', (message) => {
    const told = message as MemberMessage;
    if (told.kind === 'owns') shards.add(told.shard);
    if (told.kind === 'let-go') shards.delete(told.shard);
    listen(told);
  });
  // The channel closes after its last message; the exit may be seen before that.
  const ended = Promise.all([once(child, 'exit'), once(child, 'disconnect')]).then(() => shards.clear());
  return { name: settings.member, shards, kill: (signal) => void child.kill(signal), ended };
}

import type { MemberMessage } from '../../examples/demo/dist/member-message.js';
import type { MemberProcess } from '../../examples/demo/dist/member-process.js';
import { lastWords, type Script, type Told } from './script.js';

/** A script that takes and tells what a member of ours does, as a member. */
export function scriptMember(
  name: string,
  listen: (message: MemberMessage) => void,
  start: (hear: (told: Told) => void) => Script,
): MemberProcess {
  const shards = new Set<string>();
  const script = start((told) => {
    const message = told as MemberMessage;
    if (message.kind === 'owns') shards.add(message.shard);
    if (message.kind === 'let-go') shards.delete(message.shard);
    listen(message);
  });
  const ended = script.ended.then((code) => {
    shards.clear();
    // One that is killed has no exit code.
    if (code) listen({ kind: 'failed', message: lastWords(script) });
  });
  return { name, shards, kill: script.kill, ended };
}

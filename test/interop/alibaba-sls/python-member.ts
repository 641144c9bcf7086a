import type { MemberMessage } from '../../../examples/demo/dist/member-message.js';
import type { startMember } from '../../../examples/demo/dist/member-process.js';
import { lastWords } from '../script.js';
import { overHttp, startPython } from './python-script.js';

/** Starts the SDK's own worker as a process that takes and tells what a member of ours does. */
export function pythonMember(python: string): typeof startMember {
  return ({ endpoint, member, sessionTimeoutMs, checkpointEveryMs, workMs, ...log }, listen) => {
    const shards = new Set<string>();
    const script = startPython(python, 'worker.py', {
      ...log,
      way: overHttp(endpoint),
      member,
      // It has the group wait for twice its heartbeat.
      heartbeatSeconds: sessionTimeoutMs / 2_000,
      checkpointEverySeconds: checkpointEveryMs / 1_000,
      workSeconds: workMs / 1_000,
      listen(told) {
        const message = told as MemberMessage;
        if (message.kind === 'owns') shards.add(message.shard);
        if (message.kind === 'let-go') shards.delete(message.shard);
        listen(message);
      },
    });
    const ended = script.ended.then((code) => {
      shards.clear();
      // One that is killed has no exit code.
      if (code) listen({ kind: 'failed', message: lastWords(script) });
    });
    return { name: member, shards, kill: script.kill, ended };
  };
}

import type { startMember } from '../../../examples/demo/dist/member-process.js';
import { scriptMember } from '../script-member.js';
import { overHttp, startPython } from './python-script.js';

/** Starts the SDK's own worker as a process that takes and tells what a member of ours does. */
export function pythonMember(python: string): typeof startMember {
  return ({ endpoint, member, sessionTimeoutMs, checkpointEveryMs, workMs, ...log }, tell) =>
    scriptMember(member, tell, (listen) =>
      startPython(python, 'worker.py', {
        ...log,
        way: overHttp(endpoint),
        member,
        // It has the group wait for twice its heartbeat.
        heartbeatSeconds: sessionTimeoutMs / 2_000,
        checkpointEverySeconds: checkpointEveryMs / 1_000,
        workSeconds: workMs / 1_000,
        listen,
      }),
    );
}

import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { kill, pid } from 'node:process';
import { errorCode } from './file-error.js';

/** Which process it was, exactly enough to notice that its number has been given to another one since. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Boot of the machine and start of the process in it. Only where the system tells (Linux). */
  readonly started?: string;
}

export async function ownIdentity(): Promise<ProcessIdentity> {
  const seen = await look(pid);
  return { pid, host: hostname(), ...(seen.kind === 'runs' && { started: seen.started }) };
}

/** `elsewhere`: it ran on another host, and nothing here can tell whether it still does. */
export async function stateOf(process: ProcessIdentity): Promise<'runs' | 'gone' | 'elsewhere'> {
  if (process.host !== hostname()) return 'elsewhere';
  const seen = await look(process.pid);
  if (seen.kind === 'dead') return 'gone';
  if (seen.kind === 'runs' && process.started !== undefined) return seen.started === process.started ? 'runs' : 'gone';
  return signalled(process.pid) ? 'runs' : 'gone';
}

type Seen =
  | { readonly kind: 'runs'; readonly started: string }
  | { readonly kind: 'dead' }
  | { readonly kind: 'unknown' };

async function look(pid: number): Promise<Seen> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    const status = await readFile(`/proc/${pid}/stat`, 'utf8');
    // proc(5): the name, in brackets, may hold anything; behind it come the state (field 3) and the start (field 22).
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
    const [state, started] = [fields[0], fields[19]];
    // Killed, and its parent has not looked yet.
    if (state === 'Z' || state === 'X') return { kind: 'dead' };
    return started === undefined ? { kind: 'unknown' } : { kind: 'runs', started: `${boot.trim()}/${started}` };
  } catch {
    return { kind: 'unknown' };
  }
}

function signalled(pid: number): boolean {
  try {
    kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return errorCode(error) !== 'ESRCH';
  }
}

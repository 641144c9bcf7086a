import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { root } from '../../scripts/tasks/workspace.mjs';

/** Where and with what the figures were taken. */
export function machine() {
  const [cpu] = cpus();
  return {
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    commit: commit(),
    node: process.versions.node,
    v8: process.versions.v8,
    system: `${process.platform} ${process.arch}`,
    cpu: `${availableParallelism()} x ${cpu?.model ?? 'unknown'}`,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    load: load(),
  };
}

/** How many processes wanted a processor in the last minute: above their number, the figures by the clock say little. */
export const load = () => loadavg()[0].toFixed(1);

/** With a mark where files differ from it; undefined outside a repository. */
function commit() {
  const git = (...args) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no').trim() !== '';
    return git('rev-parse', '--short', 'HEAD').trim() + (changed ? ' (with changes)' : '');
  } catch {
    return undefined;
  }
}

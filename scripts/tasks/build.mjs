import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { captured } from './child.mjs';
import { TaskError, timed } from './progress.mjs';
import { root, workspacePackages } from './workspace.mjs';

/** Compiles what has changed since the last time, and drops what was compiled from files that are gone. */
export async function build() {
  const { code, output } = await timed('building', () => {
    const pretty = process.stderr.isTTY ? ['--pretty'] : [];
    const args = [join(root, 'node_modules/typescript/bin/tsc'), '-b', ...pretty];
    return captured(spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] }));
  });
  if (code !== 0) throw new TaskError(`the build failed:\n${output.trimEnd()}`);
  for (const { path } of workspacePackages()) dropOrphans(path);
}

/** `dist` is packed as it lies, so a leftover of a renamed file would be published. */
function dropOrphans(/** @type {string} */ path) {
  const dist = join(path, 'dist');
  if (!existsSync(dist)) return;
  for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const stem = /^(.*?)(?:\.d\.ts|\.js)(?:\.map)?$/.exec(file)?.[1];
    if (stem !== undefined && !existsSync(join(path, 'src', `${stem}.ts`))) rmSync(join(dist, file));
  }
}

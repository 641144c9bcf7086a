import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { timed } from '../tasks/progress.mjs';
import { cached } from './cached.mjs';
import { tool } from './tool.mjs';

/**
 * The start of the command of a Go program, whose folder pins what it needs by `go.mod` and `go.sum`. The first call builds
 * it; later calls, in other processes too, need neither Go's modules nor the network. Throws a `ToolError`.
 *
 * @param {URL} folder
 * @returns {Promise<[string]>}
 */
export async function goProgram(folder) {
  const version = await tool('go', ['version']);
  const sources = readdirSync(folder)
    .filter((file) => /\.(go|mod|sum)$/.test(file))
    .sort();
  const made = await cached('go', [version, ...sources.map((file) => new URL(file, folder))], async (draft) => {
    const args = ['build', '-mod=readonly', '-o', join(draft, 'program'), '.'];
    const cwd = fileURLToPath(folder);
    // The toolchain that is there, or none: it would fetch another one by itself.
    await timed('building a Go program', () => tool('go', args, { cwd, env: { GOTOOLCHAIN: 'local' } }));
  });
  return [join(made, 'program')];
}

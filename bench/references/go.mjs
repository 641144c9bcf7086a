import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { timed } from '../../scripts/tasks/progress.mjs';
import { cached } from '../lib/cached.mjs';
import { orAbsent, tool } from '../lib/tool.mjs';

const sources = ['go.mod', 'go.sum', 'main.go', 'bodies.go', 'verify.go'].map(
  (file) => new URL(`go/${file}`, import.meta.url),
);

/** The official Go SDK, pinned by `go/go.mod` and `go/go.sum`: the start of a command, or why there is none. */
export function goReference() {
  return orAbsent(async () => {
    const version = await tool('go', ['version']);
    const folder = await cached('go', [version, ...sources], async (draft) => {
      const args = ['build', '-mod=readonly', '-o', join(draft, 'reference'), '.'];
      const cwd = fileURLToPath(new URL('go', import.meta.url));
      // The toolchain that is there, or none: it would fetch another one by itself.
      await timed('building the Go reference', () => tool('go', args, { cwd, env: { GOTOOLCHAIN: 'local' } }));
    });
    return { command: [join(folder, 'reference')] };
  });
}

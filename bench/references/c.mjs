import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached } from '../../scripts/peers/cached.mjs';
import { orAbsent, tool } from '../../scripts/peers/tool.mjs';

const source = new URL('c/reference.c', import.meta.url);
/** The very sources that the package `lz4` compiles. */
const liblz4 = new URL('node_modules/lz4/deps/lz4/lib/', new URL('../../packages/lz4-native/', import.meta.url));

/** liblz4 behind a small C program, compiled as the package compiles it: the start of a command, or why there is none. */
export function cReference() {
  return orAbsent(async () => {
    const version = await tool('cc', ['--version']);
    const folder = await cached('c', [version, source, new URL('lz4.c', liblz4)], async (draft) => {
      const files = [source, new URL('lz4.c', liblz4)].map((file) => fileURLToPath(file));
      await tool('cc', ['-O3', '-Wall', '-I', fileURLToPath(liblz4), '-o', join(draft, 'reference'), ...files]);
    });
    return { command: [join(folder, 'reference')] };
  });
}

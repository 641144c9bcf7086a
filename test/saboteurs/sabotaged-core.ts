import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Patch, Saboteur } from './saboteurs.js';

const compiled = fileURLToPath(new URL('../../packages/core/dist', import.meta.url));

/** A copy of the compiled core with one changed behaviour. */
export interface SabotagedCore extends Disposable {
  readonly folder: string;
}

/** @throws Error for a patch that does not find its place exactly once: the core has changed, so the saboteur has to. */
export function sabotage({ name, patches }: Pick<Saboteur, 'name' | 'patches'>): SabotagedCore {
  const temporary = mkdtempSync(join(tmpdir(), 'polylog-saboteur-'));
  // Under that name vitest leaves it to Node, as it is.
  const folder = join(temporary, 'node_modules', 'core');
  try {
    cpSync(compiled, folder, { recursive: true, filter: (path) => !/\.(map|d\.ts|tsbuildinfo)$/.test(path) });
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
    for (const patch of patches) apply(folder, name, patch);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
  return { folder, [Symbol.dispose]: () => rmSync(temporary, { recursive: true, force: true }) };
}

function apply(folder: string, name: string, { file, find, replace }: Patch): void {
  const path = join(folder, file);
  const parts = readFileSync(path, 'utf8').split(find);
  if (parts.length !== 2) {
    throw new Error(
      `Saboteur "${name}" finds ${JSON.stringify(find)} ${parts.length - 1} times in core/dist/${file}; it must be once. Adapt its patch to the changed core.`,
    );
  }
  writeFileSync(path, parts.join(replace));
}

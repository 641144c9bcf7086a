import { isAbsolute, join } from 'node:path';
import { captured } from './child.mjs';
import { spawnPnpm } from './pnpm.mjs';
import { TaskError } from './progress.mjs';
import { publishablePackages } from './workspace.mjs';

/**
 * Packs every publishable package as a release would: `workspace:` ranges become versions.
 *
 * @param {string} folder
 * @returns {Promise<{ name: string, version: string, tarball: string }[]>}
 */
export async function packAll(folder) {
  const packed = [];
  for (const { path, manifest } of publishablePackages()) {
    const { code, stdout, output } = await captured(
      spawnPnpm(['pack', '--json', '--pack-destination', folder], { cwd: path }),
    );
    if (code !== 0) throw new TaskError(`packing ${manifest.name} failed:\n${output}`);
    const { filename } = JSON.parse(stdout);
    packed.push({
      name: manifest.name,
      version: manifest.version,
      tarball: isAbsolute(filename) ? filename : join(folder, filename),
    });
  }
  return packed;
}

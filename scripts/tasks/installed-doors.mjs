import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every door to code of every @polylog package that the project around the working directory asked for: `@polylog/core/driver`. */
export function installedDoors() {
  const { dependencies } = manifestOf('.');
  return Object.keys(dependencies).flatMap((name) =>
    Object.keys(manifestOf(join('node_modules', name)).exports)
      .filter((door) => !door.endsWith('.json'))
      .map((door) => `${name}${door.slice(1)}`),
  );
}

const manifestOf = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

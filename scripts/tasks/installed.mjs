import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Names of all packages that an install brought, sorted, whether npm or pnpm laid them out. */
export function installedPackages(/** @type {string} */ project) {
  const store = join(project, 'node_modules/.pnpm');
  const names = new Set();
  if (!existsSync(store)) collect(join(project, 'node_modules'), names);
  else for (const entry of readdirSync(store)) collect(join(store, entry, 'node_modules'), names);
  return [...names].sort();
}

function collect(modules, names) {
  for (const entry of folders(modules)) {
    const scoped = entry.startsWith('@') ? folders(join(modules, entry)).map((name) => `${entry}/${name}`) : [entry];
    for (const name of scoped) {
      names.add(name);
      collect(join(modules, name, 'node_modules'), names);
    }
  }
}

function folders(path) {
  if (!existsSync(path)) return [];
  const entries = readdirSync(path, { withFileTypes: true });
  return entries
    .filter((entry) => !entry.name.startsWith('.') && (entry.isDirectory() || entry.isSymbolicLink()))
    .map(({ name }) => name);
}

/** Bytes of all files below a folder; links count nothing. */
export function sizeOf(/** @type {string} */ folder) {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) bytes += lstatSync(join(entry.parentPath ?? entry.path, entry.name)).size;
  }
  return bytes;
}

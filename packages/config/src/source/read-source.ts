import { readFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { ConfigError, problemOf } from '../config-problem.js';
import { EXTENSIONS, fileProblem, shownFile } from './find-file.js';
import { importModule } from './import-module.js';
import { parseJsonFile } from './parse-json-file.js';
import { type ParsedFile, parseYamlFile } from './parse-yaml-file.js';
import type { Path, Place, Source } from './source.js';

/** Reads a configuration by the ending of its name. Throws a `ConfigError`. */
export async function readSource(path: string, cwd: string): Promise<Source> {
  const file = shownFile(path, cwd);
  const about = { file, folder: dirname(path) };
  switch (extname(path)) {
    case '.yaml':
    case '.yml':
      return { ...about, ...parsed(file, parseYamlFile(await textOf(path, file))), isModule: false };
    case '.json':
      return { ...about, ...parsed(file, parseJsonFile(await textOf(path, file))), isModule: false };
    case '.js':
    case '.mjs':
    case '.ts':
    case '.mts': {
      const root = await importModule(path, file);
      return { ...about, root, placeOf: orderIn(root), isModule: true };
    }
    default:
      throw fileProblem(file, `its ending is none of ${EXTENSIONS.join(', ')}. Rename it.`);
  }
}

async function textOf(path: string, file: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw fileProblem(file, `cannot be read (${code}).`, code === 'EACCES' ? 'permission-denied' : undefined);
  }
}

function parsed(file: string, { root, errors, placeOf }: ParsedFile): Pick<Source, 'root' | 'placeOf'> {
  if (errors.length === 0) return { root, placeOf };
  throw new ConfigError(errors.map(({ text, ...place }) => problemOf(file, { kind: 'syntax', path: [], text }, place)));
}

/** A module tells no lines; its keys have an order all the same. */
function orderIn(root: unknown): (path: Path) => Place {
  const orders = new Map<string, number>();
  const visit = (value: unknown, path: Path): void => {
    orders.set(JSON.stringify(path), orders.size);
    if (typeof value !== 'object' || value === null || path.length > 8) return;
    const isList = Array.isArray(value);
    for (const [key, each] of Object.entries(value)) visit(each, [...path, isList ? Number(key) : key]);
  };
  visit(root, []);
  return (path) => {
    for (let length = path.length; length >= 0; length -= 1) {
      const order = orders.get(JSON.stringify(path.slice(0, length)));
      if (order !== undefined) return { order };
    }
    return { order: 0 };
  };
}

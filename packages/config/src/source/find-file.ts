import { access } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { ConfigError, problemOf } from '../config-problem.js';

/** In this order in messages. */
export const EXTENSIONS = ['yaml', 'yml', 'json', 'js', 'mjs', 'ts', 'mts'] as const;

/** The named file, or the one `polylog.config.*` of the folder. Throws a {@link ConfigError}. */
export async function findFile(file: string | undefined, cwd: string): Promise<string> {
  if (file !== undefined) {
    const path = resolve(cwd, file);
    if (await exists(path)) return path;
    throw fileProblem(shownFile(path, cwd), 'there is no such file. Name another one, or make it.', 'not-found');
  }
  const found: string[] = [];
  for (const extension of EXTENSIONS) {
    const name = `polylog.config.${extension}`;
    if (await exists(join(cwd, name))) found.push(name);
  }
  const [only, ...others] = found;
  if (only === undefined) {
    throw fileProblem(
      'polylog.config.*',
      `there is none in ${cwd}; looked for are the endings ${EXTENSIONS.join(', ')}. Make one, or name another file.`,
      'not-found',
    );
  }
  if (others.length > 0) throw fileProblem(only, `stands beside ${others.join(' and ')}. Keep one, or name one.`);
  return join(cwd, only);
}

/** As people see it: relative where it is below the working directory. */
export function shownFile(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short === '' || short.startsWith('..') ? path : short;
}

export function fileProblem(file: string, text: string, code?: 'not-found' | 'permission-denied'): ConfigError {
  return new ConfigError([problemOf(file, { kind: 'file', path: [], text, ...(code === undefined ? {} : { code }) })]);
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

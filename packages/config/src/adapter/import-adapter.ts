import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ConfigSection } from '@polylog/core/driver';
import { resolve } from 'import-meta-resolve';
import { installCommand } from './install-command.js';
import { knownAdapters } from './known-adapters.js';

export type ImportedAdapter =
  | { readonly kind: 'found'; readonly section: ConfigSection; readonly specifier: string }
  | { readonly kind: 'missing' | 'broken'; readonly text: string };

export interface ImportOptions {
  /** What the file names: a provider that is known, a package, or a path. */
  readonly adapter: string;
  /** Of the configuration file; then the working directory, for a file that lies elsewhere than the program. */
  readonly folders: readonly string[];
}

/** Imports one adapter and no other. */
export async function importAdapter({ adapter, folders }: ImportOptions): Promise<ImportedAdapter> {
  const specifier = Object.hasOwn(knownAdapters, adapter) ? (knownAdapters[adapter] ?? adapter) : adapter;
  const url = folders.map((folder) => resolved(specifier, folder)).find((each) => each !== undefined);
  const shown = JSON.stringify(specifier);
  if (url === undefined) {
    const advice = isPath(specifier)
      ? `There is no file ${shown}: the path is from the folder of the configuration.`
      : `The package ${shown} is not installed here. Run: ${installCommand(packageOf(specifier), folders[0] ?? '.')}`;
    return { kind: 'missing', text: advice };
  }
  let module: Record<string, unknown>;
  try {
    module = (await import(url)) as Record<string, unknown>;
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: typeof error, message: '' };
    return { kind: 'broken', text: `${shown} is there and cannot be loaded: ${name}: ${message.split('\n')[0]}` };
  }
  const { configSection: section } = module;
  if (isSection(section)) return { kind: 'found', section, specifier };
  return {
    kind: 'broken',
    text: `${shown} is no adapter that a configuration can use: it exports no "configSection" (see ConfigSection of @polylog/core/driver).`,
  };
}

function resolved(specifier: string, folder: string): string | undefined {
  try {
    const url = resolve(specifier, pathToFileURL(join(folder, 'polylog.config.js')).href);
    // A path is resolved whether the file is there or not.
    return url.startsWith('file:') && existsSync(fileURLToPath(url)) ? url : undefined;
  } catch {
    return undefined;
  }
}

function isPath(specifier: string): boolean {
  return /^(?:\.{0,2}\/|file:|[A-Za-z]:)/.test(specifier);
}

/** `@acme/logs` of `@acme/logs/polylog`. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function isSection(value: unknown): value is ConfigSection {
  if (typeof value !== 'object' || value === null) return false;
  const { provider, keys, createDriver } = value as Partial<ConfigSection>;
  return (
    typeof provider === 'string' && typeof keys === 'object' && keys !== null && typeof createDriver === 'function'
  );
}

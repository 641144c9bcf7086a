import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ConfiguredConsumerOptions } from '@polylog/config';
import { ConsumerError } from '@polylog/core';

const NAMES = ['process', 'processRecord', 'processor'] as const;

/**
 * What a module handles records with: an export `process`, `processRecord` or `processor`, as `createConsumer` takes them;
 * or a default export that is a function (`process`), or an object with one of these and, if need be, other options.
 */
export async function loadHandler(path: string, cwd: string): Promise<ConfiguredConsumerOptions> {
  const file = resolve(cwd, path);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
    throw new ConsumerError('invalid-argument', `${path} is no file in ${cwd}. Name the module that handles records.`);
  const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  const { default: whole } = module;
  if (typeof whole === 'function') return { process: whole } as ConfiguredConsumerOptions;
  if (typeof whole === 'object' && whole !== null && NAMES.some((name) => name in whole)) {
    return whole as ConfiguredConsumerOptions;
  }
  const named = NAMES.filter((name) => typeof module[name] === 'function');
  if (named.length > 0) {
    return Object.fromEntries(named.map((name) => [name, module[name]])) as ConfiguredConsumerOptions;
  }
  throw new ConsumerError(
    'invalid-argument',
    `${path} exports nothing that handles records. Export a function called ${NAMES.join(', ')}, or one as default.`,
  );
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { cached } from '../../scripts/peers/cached.mjs';

const require = createRequire(import.meta.url);

/**
 * The file of protobufjs' static code for `log-group.proto` (SLS) or `cls-log-group.proto`: its fastest form, no reflection
 * at run time, and 64-bit times as numbers, which cost less than what would hold them exactly.
 *
 * @param {'log-group' | 'cls-log-group'} name
 */
export async function protobufjsCode(name = 'log-group') {
  const proto = new URL(`${name}.proto`, import.meta.url);
  const { version } = JSON.parse(readFileSync(require.resolve('protobufjs-cli/package.json'), 'utf8'));
  const folder = await cached('protobufjs', [proto, version], async (draft) => {
    const pbjs = promisify(require('protobufjs-cli/pbjs').main);
    const names = ['--keep-case', '--no-create', '--no-encode', '--no-verify', '--no-convert', '--no-delimited'];
    const out = join(draft, `${name}.mjs`);
    await pbjs([
      '--target',
      'static-module',
      '--wrap',
      'es6',
      '--force-number',
      ...names,
      '--out',
      out,
      proto.pathname,
    ]);
  });
  return join(folder, `${name}.mjs`);
}

/**
 * @param {string} file
 * @param {'LogGroupList' | 'LogGroup'} message
 * @returns {Promise<{ decode(bytes: Buffer): any }>}
 */
export async function loadProtobufjs(file, message = 'LogGroupList') {
  return (await import(pathToFileURL(file).href))[message];
}

/** @returns {string | undefined} the first value of that name */
export function findValue(/** @type {any} */ log, /** @type {string} */ name) {
  for (const { Key, Value } of log.Contents) if (Key === name) return Value;
  return undefined;
}

/**
 * @param {ReturnType<typeof import('../lib/checksum.mjs').createChecksum>} checksum
 * @param {readonly any[]} groups decoded
 * @param {string} [onlyField]
 */
export function addLogs(checksum, groups, onlyField) {
  for (const log of groups.flatMap(({ Logs }) => Logs)) {
    checksum.record(log.Time);
    if (onlyField !== undefined) checksum.field(onlyField, findValue(log, onlyField));
    else for (const { Key, Value } of log.Contents) checksum.field(Key, Value);
    checksum.endRecord();
  }
}

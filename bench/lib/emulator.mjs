import { fileURLToPath } from 'node:url';
import { withServerProcess } from './server-process.mjs';

export const emulatorProgram = fileURLToPath(new URL('../../packages/emulator/dist/main.js', import.meta.url));

/**
 * Gives `use` the port of an emulator process, which ends with it.
 *
 * @template T
 * @param {readonly string[]} args
 * @param {(port: number) => Promise<T>} use
 * @returns {Promise<T>}
 */
export const withEmulator = (args, use) => withServerProcess([emulatorProgram, ...args], ({ sls }) => use(sls.port));

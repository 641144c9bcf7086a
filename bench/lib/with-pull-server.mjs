import { fileURLToPath } from 'node:url';
import { withServerProcess } from './server-process.mjs';

const script = fileURLToPath(new URL('pull-server.mjs', import.meta.url));

/**
 * Gives `use` the port of a server process (`pull-server.mjs`) that ends with it.
 *
 * @template T
 * @param {string} folder
 * @param {string} set
 * @param {(port: number) => Promise<T>} use
 * @returns {Promise<T>}
 */
export const withPullServer = (folder, set, use) => withServerProcess([script, folder, set], ({ port }) => use(port));

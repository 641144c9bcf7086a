import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emulatorProgram } from './emulator.mjs';
import { withServerProcess } from './server-process.mjs';

const REGION = 'cn-emu.log.aliyuncs.com';

/**
 * An emulator that the vendor's SDKs take for a region: they put the project before the endpoint, and that name must be
 * looked up nowhere.
 *
 * @typedef {object} EmulatedRegion
 * @property {string} endpoint where it listens
 * @property {string} region the endpoint as SDKs are told it
 * @property {Record<string, string>} proxy environment that leads Go and Python there
 * @property {readonly string[]} javaFlags lead Java there
 * @property {string} [javaAbsent] why they cannot
 */

/**
 * Gives `use` an emulator process, which ends with it.
 *
 * @template T
 * @param {string} project
 * @param {readonly string[]} args
 * @param {(region: EmulatedRegion) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withEmulatedRegion(project, args, use) {
  // The Java SDK takes no port, and its consumer and its producer no proxy.
  const own = await ownAddress();
  const listen = 'host' in own ? ['--host', own.host, '--port', '80'] : [];
  const folder = await mkdtemp(join(tmpdir(), 'polylog-region-'));
  try {
    const hosts = join(folder, 'hosts');
    if ('host' in own) await writeFile(hosts, `${own.host} ${project}.${REGION}\n`);
    return await withServerProcess([emulatorProgram, ...listen, ...args], ({ sls }) =>
      use({
        endpoint: sls.endpoint,
        region: REGION,
        proxy: { HTTP_PROXY: sls.endpoint, http_proxy: sls.endpoint },
        javaFlags: [`-Djdk.net.hosts.file=${hosts}`],
        ...('absent' in own ? { javaAbsent: own.absent } : {}),
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** An address of this machine whose port 80 is free and may be taken. */
async function ownAddress() {
  const host =
    process.platform === 'darwin' ? '127.0.0.1' : `127.${randomInt(1, 255)}.${randomInt(256)}.${randomInt(1, 255)}`;
  const server = createServer();
  try {
    server.listen(80, host);
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return { host };
  } catch (error) {
    return { absent: `port 80 cannot be listened on (${error.code}), and the Java SDK takes no other` };
  }
}

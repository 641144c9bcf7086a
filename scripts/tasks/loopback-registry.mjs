import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { captured } from './child.mjs';
import { spawnNpm } from './pnpm.mjs';
import { manifestIn } from './tarball.mjs';

/**
 * A package registry on localhost for one trial: serves the given tarballs from memory and fetches every other package
 * from the registry this machine is set to. Ends when `use` ends.
 *
 * @template T
 * @param {readonly { name: string, version: string, tarball: string }[]} packed
 * @param {(address: string) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withLoopbackRegistry(packed, use) {
  const upstream = await configuredRegistry();
  const ours = new Map();
  const server = http.createServer((request, response) => {
    answer(request, ours, upstream).then(
      ({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body),
      (error) => {
        console.error(`loopback registry: ${request.url}: ${error.message}`);
        response.writeHead(502).end();
      },
    );
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', () => resolve()));
  const address = `http://127.0.0.1:${server.address().port}/`;
  for (const { name, version, tarball } of packed) {
    const bytes = readFileSync(tarball);
    const file = `${name}/-/${name.split('/').at(-1)}-${version}.tgz`;
    ours.set(`/${name}`, json(packument(name, version, manifestIn(bytes), bytes, address + file)));
    ours.set(`/${file}`, { status: 200, type: 'application/octet-stream', body: bytes });
  }
  try {
    return await use(address);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Reads from the registry that npm is set to, trusting whom npm trusts. */
async function configuredRegistry() {
  const [registry, cafile] = await Promise.all([npmSetting('registry'), npmSetting('cafile')]);
  const { get } = registry.startsWith('https:') ? https : http;
  const ca = cafile === undefined ? undefined : readFileSync(cafile);
  return (path, accept) =>
    new Promise((resolve, reject) => {
      const url = new URL(`.${path}`, registry.replace(/\/?$/, '/'));
      get(url, { ca, headers: { accept }, timeout: 30_000 }, async (response) => {
        const body = [];
        for await (const chunk of response) body.push(chunk);
        const type = response.headers['content-type'] ?? 'application/octet-stream';
        resolve({ status: response.statusCode, type, body: Buffer.concat(body) });
      })
        .once('error', reject)
        .once('timeout', () => reject(new Error(`no answer from ${url}`)));
    });
}

async function npmSetting(name) {
  const options = { stdio: ['ignore', 'pipe', 'ignore'] };
  const { stdout } = await captured(spawnNpm(['config', 'get', name, '--loglevel=error'], options));
  return ['', 'null', 'undefined'].includes(stdout.trim()) ? undefined : stdout.trim();
}

async function answer(request, ours, upstream) {
  const path = decodeURIComponent(request.url ?? '/');
  const own = ours.get(path);
  if (own !== undefined) return own;
  // Reading is all that an install needs.
  if (request.method !== 'GET') return { status: 404, type: 'text/plain', body: '' };
  return upstream(request.url, request.headers.accept ?? '*/*');
}

function packument(name, version, manifest, bytes, tarball) {
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  const shasum = createHash('sha1').update(bytes).digest('hex');
  // Clients may refuse what was published minutes ago; that is their rule for strangers' packages, not what is tried here.
  const published = new Date(Date.now() - 30 * 86_400_000).toISOString();
  return {
    name,
    'dist-tags': { latest: version },
    versions: { [version]: { ...manifest, dist: { tarball, integrity, shasum } } },
    time: { created: published, modified: published, [version]: published },
  };
}

const json = (value) => ({ status: 200, type: 'application/json', body: JSON.stringify(value) });

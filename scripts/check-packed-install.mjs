// Installs the packed packages the way a stranger would: an empty project, an empty home, npm and pnpm, from a registry.
// Then every script of packed-checks/ runs inside that project; drop another one there and it runs too.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { captured, ended } from './tasks/child.mjs';
import { installedPackages, sizeOf } from './tasks/installed.mjs';
import { withLoopbackRegistry } from './tasks/loopback-registry.mjs';
import { packAll } from './tasks/pack.mjs';
import { pnpmPath, spawnNpm } from './tasks/pnpm.mjs';
import { withTemporaryFolder } from './tasks/temporary.mjs';
import { root } from './tasks/workspace.mjs';

/** What a user of one cloud asks for. */
const ASKED = ['@polylog/core', '@polylog/alibaba-sls', '@polylog/emulator'];
/** What may come with it. A new name is a decision: each costs every user disk, time and trust. */
const EXPECTED = new Set(
  readFileSync(join(root, 'scripts/packed-checks/expected-packages.txt'), 'utf8').split('\n').filter(Boolean),
);
const CHECKS = readdirSync(join(root, 'scripts/packed-checks')).filter((name) => name.endsWith('.mjs'));

/** No waiting for minutes when something is missing; the registry is on this machine. */
const NPMRC = 'update-notifier=false\nfetch-retries=2\nfetch-retry-mintimeout=200\nfetch-retry-maxtimeout=1000\n';
const LONGEST_INSTALL_MS = 180_000;

let failures = 0;
const fail = (client, message) => {
  failures += 1;
  console.log(`FAILED  ${client}: ${message}`);
};

await withTemporaryFolder(async (folder) => {
  const packed = await packAll(folder);
  await withLoopbackRegistry(packed, async (address) => {
    const pnpm = await pnpmPath();
    const clients = {
      npm: (options) => spawnNpm(['install', '--no-audit', '--no-fund', ...ASKED], options),
      pnpm: (options) => spawn(pnpm, ['add', ...ASKED], options),
    };
    for (const [client, install] of Object.entries(clients)) await tryClient(folder, client, install, address);
  });
});
console.log(failures === 0 ? 'The packed packages install and work.' : `${failures} failures.`);
process.exitCode = failures === 0 ? 0 : 1;

async function tryClient(folder, client, install, address) {
  const home = join(folder, `${client}-home`);
  const project = join(folder, `${client}-project`);
  mkdirSync(home);
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }\n');
  writeFileSync(join(project, '.npmrc'), `${NPMRC}registry=${address}\n`);
  const env = strangersEnvironment(home);

  const start = performance.now();
  const { code, output } = await captured(
    install({ cwd: project, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: LONGEST_INSTALL_MS }),
  );
  if (code !== 0) return fail(client, `the install ended with ${code}:\n${output}`);
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  const complaints = output.split('\n').filter((line) => /\bwarn|deprecat|ignored build|unmet|EBADENGINE/i.test(line));
  if (complaints.length > 0) fail(client, `the install complains:\n${complaints.join('\n')}`);

  const arrived = installedPackages(project);
  const uninvited = arrived.filter((name) => !EXPECTED.has(name));
  if (uninvited.length > 0) fail(client, `unexpected packages: ${uninvited.join(', ')}`);
  const megabytes = (sizeOf(join(project, 'node_modules')) / 1e6).toFixed(1);
  console.log(`        ${client}: ${arrived.length} packages, ${megabytes} MB, ${seconds} s`);

  for (const check of CHECKS) {
    const args = [join(root, 'scripts/packed-checks', check)];
    const checkEnv = { ...env, POLYLOG_REPOSITORY: root, POLYLOG_CLIENT: client };
    const result = await ended(spawn(process.execPath, args, { cwd: project, env: checkEnv, stdio: 'inherit' }));
    if (result === 0) console.log(`ok      ${client}: ${check}`);
    else fail(client, `${check} ended with ${result}`);
  }
}

/** Nothing of this user's or of the `npm run` around us; only how to find programs and trust the network. */
function strangersEnvironment(home) {
  const kept = ['PATH', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];
  const env = { HOME: home, CI: 'true', NO_COLOR: '1' };
  for (const name of kept) if (process.env[name] !== undefined) env[name] = process.env[name];
  return env;
}

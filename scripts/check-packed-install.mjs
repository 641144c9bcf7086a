// Installs the packed packages the way a stranger would: an empty project, an empty home, npm and pnpm, from a registry.
// Then every script of packed-checks/ runs inside that project; drop another one there and it runs too. A user of one cloud
// gets no other cloud's package, and works on every Node that is promised. The add-ons have
// projects of their own: nobody else's install may compile anything, or bring a vendor's SDK.
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { pinnedNode } from './peers/pinned-node.mjs';
import { captured, ended } from './tasks/child.mjs';
import { installedPackages, sizeOf } from './tasks/installed.mjs';
import { withLoopbackRegistry } from './tasks/loopback-registry.mjs';
import { buildNative, whereHeadersLie } from './tasks/native.mjs';
import { packAll } from './tasks/pack.mjs';
import { pnpmPath, spawnNpm } from './tasks/pnpm.mjs';
import { TaskError } from './tasks/progress.mjs';
import { withTemporaryFolder } from './tasks/temporary.mjs';
import { root } from './tasks/workspace.mjs';

/** A user of one cloud asks for the core and one of these. */
const ADAPTERS = ['@polylog/alibaba-sls', '@polylog/tencent-cls', '@polylog/huawei-lts'];
/** Whoever names the cloud in a file asks for this, too. */
const CONFIG = '@polylog/config';
/** Who wants to try everything asks for all of them, and the emulator. */
const ASKED = ['@polylog/core', ...ADAPTERS, CONFIG, 'polylog', '@polylog/emulator'];
/** What may come with one adapter. A new name is a decision: each costs every user disk, time and trust. */
const EXPECTED_WITH_ONE = namesIn('expected-packages.txt');
/** And with a configuration, or the command. */
const EXPECTED_WITH_CONFIG = namesIn('config/expected-packages.txt');
const EXPECTED = new Set([
  ...EXPECTED_WITH_ONE,
  ...ADAPTERS,
  ...EXPECTED_WITH_CONFIG,
  ...namesIn('emulator/expected-packages.txt'),
]);
/** Of one cloud, with a configuration. */
const LARGEST_MB = 15;
/** The Nodes on which a user of one cloud works, with and without the add-on. */
const MAJORS = [20, 22, 24];
const CHECKS = readdirSync(join(root, 'scripts/packed-checks')).filter((name) => name.endsWith('.mjs'));

/** Each brings its vendor's SDK, and so a list of its own: `packed-checks/<folder>/expected-packages.txt`. */
const SDK_ADD_ONS = [
  { addOn: '@polylog/tencent-sdk', adapter: '@polylog/tencent-cls', lists: 'tencent-sdk' },
  { addOn: '@polylog/huawei-sdk', adapter: '@polylog/huawei-lts', lists: 'huawei-sdk' },
];

const ADD_ON = '@polylog/lz4-native';
const ITS_ADAPTER = '@polylog/alibaba-sls';
const EXPECTED_WITH_ADD_ON = namesIn('lz4-native/expected-packages.txt');
/** What its README tells users of pnpm to write. */
const ALLOW_BUILDS = 'allowBuilds:\n  lz4: true\n';

/** No waiting for minutes when something is missing; the registry is on this machine. */
const NPMRC = 'update-notifier=false\nfetch-retries=2\nfetch-retry-mintimeout=200\nfetch-retry-maxtimeout=1000\n';
const LONGEST_INSTALL_MS = 180_000;

let failures = 0;
const fail = (client, message) => {
  failures += 1;
  console.log(`FAILED  ${client}: ${message}`);
};

const nodes = await promisedNodes();
await withTemporaryFolder(async (folder) => {
  const packed = await packAll(folder);
  await withLoopbackRegistry(packed, async (address) => {
    const pnpm = await pnpmPath();
    const clients = {
      npm: (packages, options) => spawnNpm(['install', '--no-audit', '--no-fund', ...packages], options),
      pnpm: (packages, options) => spawn(pnpm, ['add', ...packages], options),
    };
    for (const [client, install] of Object.entries(clients)) {
      for (const adapter of ADAPTERS) await tryOneCloud(folder, { client, adapter }, install, address);
      for (const { addOn, adapter, lists } of SDK_ADD_ONS) {
        const expected = new Set([
          ...EXPECTED_WITH_ONE,
          ...[adapter, addOn],
          ...namesIn(`${lists}/expected-packages.txt`),
        ]);
        const asked = ['@polylog/core', adapter, addOn];
        const checks = ['imports.mjs', 'types.mjs', 'sdk-add-ons/give-keys.mjs'];
        await tryClient(folder, { name: `${client}, ${addOn}`, asked, checks, expected }, install, address);
      }
      const adapter = '@polylog/huawei-lts';
      const command = {
        name: `${client}, polylog and ${adapter}`,
        asked: ['polylog', adapter],
        checks: ['config/one-cloud.mjs'],
      };
      const expected = new Set([...EXPECTED_WITH_ONE, adapter, ...EXPECTED_WITH_CONFIG]);
      await tryClient(folder, { ...command, expected }, install, address);
      const all = { name: client, asked: ASKED, checks: CHECKS, expected: EXPECTED };
      await tryClient(folder, all, install, address);
    }

    const missing = await whyNothingCanBeCompiled();
    if (missing === undefined) await tryAddOn(folder, clients, pnpm, address);
    else if (process.env.CI === 'true') fail(ADD_ON, missing);
    else console.log(`skipped ${ADD_ON}: ${missing}`);
  });
});
console.log(failures === 0 ? 'The packed packages install and work.' : `${failures} failures.`);
process.exitCode = failures === 0 ? 0 : 1;

/** A user of one cloud, who then names it in a file: no other cloud's package comes, and it works on every Node. */
async function tryOneCloud(folder, { client, adapter }, install, address) {
  const name = `${client}, ${adapter}`;
  const expected = new Set([...EXPECTED_WITH_ONE, adapter]);
  const one = { name, asked: ['@polylog/core', adapter], checks: ['imports.mjs'], expected };
  const tried = await tryClient(folder, one, install, address);
  if (tried === undefined) return;
  checkReadme(name, adapter, tried);
  const { project, env } = tried;
  const withConfig = {
    name: `${name}, ${CONFIG}`,
    asked: [CONFIG],
    expected: new Set([...expected, ...EXPECTED_WITH_CONFIG]),
  };
  const { megabytes } = (await installed(withConfig, project, env, install)) ?? {};
  if (megabytes > LARGEST_MB) fail(withConfig.name, `takes ${megabytes} MB; at most ${LARGEST_MB} are promised`);
  await onEveryNode(withConfig.name, ['imports.mjs', 'config/consumes.mjs'], project, env);
}

/** One install in an empty project: nothing that was not asked for comes with it, and what came works. */
async function tryClient(folder, { checks, ...asked }, install, address) {
  const { name } = asked;
  const { project, env } = emptyProject(folder, name.replaceAll(/[^a-z-]+/g, '-'), address);
  const arrived = await installed(asked, project, env, install);
  if (arrived === undefined) return undefined;
  for (const check of checks) await runCheck(name, check, project, env);
  return { project, env, ...arrived };
}

/** Says what has come, and how large all of it is; undefined where nothing has. */
async function installed({ name, asked, expected }, project, env, install) {
  const start = performance.now();
  const { code, output } = await captured(install(asked, piped(project, env)));
  if (code !== 0) return fail(name, `the install ended with ${code}:\n${output}`);
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  const complaints = output.split('\n').filter((line) => /\bwarn|deprecat|ignored build|unmet|EBADENGINE/i.test(line));
  if (complaints.length > 0) fail(name, `the install complains:\n${complaints.join('\n')}`);

  const packages = refuseUninvited(name, project, expected).length;
  const megabytes = sizeOf(join(project, 'node_modules')) / 1e6;
  console.log(`        ${name}: ${packages} packages, ${megabytes.toFixed(1)} MB, ${seconds} s`);
  return { packages, megabytes };
}

/** Users of an adapter are told what it brings: the number of packages, and their size to half a megabyte. */
function checkReadme(name, adapter, { packages, megabytes }) {
  const readme = readFileSync(join(root, 'packages', basename(adapter), 'README.md'), 'utf8');
  const [, count, size] = /(\d+) packages, (\d+(?:\.\d)?) MB/.exec(readme) ?? [];
  if (Number(count) === packages && Math.abs(Number(size) - megabytes) <= 0.5) return;
  fail(name, `its README says "${count} packages, ${size} MB"; these are ${packages}, ${megabytes.toFixed(1)} MB`);
}

/** Compiles for each Node, and twice more; the last time pnpm takes what it has kept. */
async function tryAddOn(folder, clients, pnpm, address) {
  const compiling = { JOBS: 'max', ...(await whereHeadersLie()) };
  const checks = ['imports.mjs', 'types.mjs', 'lz4-native/decodes.mjs', 'config/consumes.mjs'];
  const cases = {
    npm: { asked: ['@polylog/core', ITS_ADAPTER, CONFIG, ADD_ON], brought: [...EXPECTED_WITH_ONE, ITS_ADAPTER] },
    pnpm: { asked: [...ASKED, ADD_ON], brought: [...EXPECTED] },
  };
  for (const [client, { asked, brought }] of Object.entries(cases)) {
    const name = `${client}, ${ADD_ON}`;
    const { project, env } = emptyProject(folder, `${client}-with-native`, address, compiling);
    if (client === 'pnpm') writeFileSync(join(project, 'pnpm-workspace.yaml'), ALLOW_BUILDS);
    const { code, output } = await captured(clients[client](asked, piped(project, env)));
    if (code !== 0) fail(name, `the install ended with ${code}:\n${output}`);
    refuseUninvited(name, project, new Set([...brought, ...EXPECTED_WITH_CONFIG, ...EXPECTED_WITH_ADD_ON]));
    for (const check of checks) await runCheck(name, check, project, env);
    if (client === 'npm') await tryAddOnOnEveryNode(name, project, env);
  }

  const name = `pnpm, ${ADD_ON} without allowBuilds`;
  const { project, env } = emptyProject(folder, 'pnpm-without-build', address, compiling);
  await captured(clients.pnpm([...ASKED, ADD_ON], piped(project, env)));
  await runCheck(name, 'imports.mjs', project, env);
  await runCheck(name, 'lz4-native/says-what-to-do.mjs', project, env);
  writeFileSync(join(project, 'pnpm-workspace.yaml'), ALLOW_BUILDS);
  const { code, output } = await captured(spawn(pnpm, ['rebuild', 'lz4'], piped(project, env)));
  if (code !== 0) fail(name, `what the message says ended with ${code}:\n${output}`);
  await runCheck(name, 'lz4-native/decodes.mjs', project, env);
}

/** A native module is of one major version of Node: after a change of that, what its README says brings it back. */
async function tryAddOnOnEveryNode(name, project, env) {
  for (const { major, node } of nodes) {
    if (node === process.execPath) continue;
    const path = `${dirname(node)}${delimiter}${env.PATH}`;
    const rebuilding = { ...env, PATH: path, npm_config_nodedir: dirname(dirname(node)) };
    const { code, output } = await captured(spawnNpm(['rebuild', 'lz4'], piped(project, rebuilding)));
    if (code !== 0) fail(`${name}, Node ${major}`, `the rebuild ended with ${code}:\n${output}`);
    for (const check of ['lz4-native/decodes.mjs', 'config/consumes.mjs'])
      await runCheck(`${name}, Node ${major}`, check, project, env, node);
  }
}

async function whyNothingCanBeCompiled() {
  try {
    await buildNative();
  } catch (error) {
    if (!(error instanceof TaskError)) throw error;
    return error.message;
  }
}

function emptyProject(folder, name, address, more = {}) {
  const home = join(folder, `${name}-home`);
  const project = join(folder, `${name}-project`);
  mkdirSync(home);
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }\n');
  writeFileSync(join(project, '.npmrc'), `${NPMRC}registry=${address}\n`);
  return { project, env: { ...strangersEnvironment(home), ...more } };
}

function piped(cwd, env) {
  return { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: LONGEST_INSTALL_MS };
}

function namesIn(file) {
  return new Set(
    readFileSync(join(root, 'scripts/packed-checks', file), 'utf8')
      .split('\n')
      .filter(Boolean),
  );
}

function refuseUninvited(client, project, expected) {
  const arrived = installedPackages(project);
  const uninvited = arrived.filter((name) => !expected.has(name));
  if (uninvited.length > 0) fail(client, `unexpected packages: ${uninvited.join(', ')}`);
  return arrived;
}

async function runCheck(client, check, project, env, node = process.execPath) {
  const checkEnv = { ...env, POLYLOG_REPOSITORY: root };
  const script = scriptIn(project, check);
  const result = await ended(spawn(node, [script], { cwd: project, env: checkEnv, stdio: 'inherit' }));
  if (result === 0) console.log(`ok      ${client}: ${check}`);
  else fail(client, `${check} ended with ${result}`);
}

async function onEveryNode(client, checks, project, env) {
  const inTurn = async ({ major, node }) => {
    for (const check of checks) await runCheck(`${client}, Node ${major}`, check, project, env, node);
  };
  await Promise.all(nodes.map(inTurn));
}

/** A check that imports packages itself lies in a folder: from a copy in the project it gets those that are installed there. */
function scriptIn(project, check) {
  const script = join(root, 'scripts/packed-checks', check);
  if (!check.includes('/')) return script;
  const copy = join(project, basename(check));
  if (!existsSync(copy)) copyFileSync(script, copy);
  return copy;
}

async function promisedNodes() {
  const found = [];
  for (const major of MAJORS) {
    const peer = await pinnedNode(major);
    if (peer.kind === 'ready') found.push({ major, node: peer.node });
    else if (process.env.CI === 'true') fail(`Node ${major}`, peer.reason);
    else console.log(`skipped Node ${major}: ${peer.reason}`);
  }
  return found;
}

/** Nothing of this user's or of the `npm run` around us; only how to find programs and trust the network. */
function strangersEnvironment(home) {
  const kept = ['PATH', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];
  const env = { HOME: home, CI: 'true', NO_COLOR: '1' };
  for (const name of kept) if (process.env[name] !== undefined) env[name] = process.env[name];
  return env;
}

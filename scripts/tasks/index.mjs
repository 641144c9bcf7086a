import { build } from './build.mjs';
import { runNode, wasInterrupted } from './child.mjs';
import { ensureInstalled } from './install.mjs';
import { buildNative, buildNativeIfPossible } from './native.mjs';
import { TaskError } from './progress.mjs';
import { roundsEnvironment } from './rounds.mjs';
import { root } from './workspace.mjs';

const tool = {
  biome: 'node_modules/@biomejs/biome/bin/biome',
  knip: 'node_modules/knip/bin/knip.js',
  tsc: 'node_modules/typescript/bin/tsc',
  vitest: 'node_modules/vitest/vitest.mjs',
};

/** The linter colours what it writes into a file too. */
const plain = process.stdout.isTTY ? [] : ['--colors=off'];

/** What `npm test` promises, on two cores. */
const LONGEST_TEST_MS = 360_000;

/** What to run once everything is installed and, unless `unbuilt`, compiled. Extra arguments go to the tool. */
const tasks = {
  install: { unbuilt: true, run: () => 0 },
  build: { run: () => 0 },
  demo: { run: demo },
  test: { run: quickTests },
  'test:all': { run: allTests },
  'test:interop': { run: interopTests },
  rounds: { run: rounds },
  bench: { run: benches },
  simulate: { run: (args) => runNode(['test/dist/simulation/main.js', ...args]) },
  'kill-rounds': { run: (args) => runNode(['test/dist/kill-rounds/main.js', ...args]) },
  fuzz: { run: (args) => runNode(['test/dist/fuzz/main.js', ...args]) },
  native: { unbuilt: true, run: native },
  format: { unbuilt: true, run: (args) => runNode([tool.biome, 'check', '--write', ...plain, ...args]) },
  types: { run: (args) => runNode([tool.tsc, '-p', 'tsconfig.tests.json', ...args]) },
  lint: { unbuilt: true, run: (args) => runNode([tool.biome, 'ci', '--error-on-warnings', ...plain, ...args]) },
  dependencies: { unbuilt: true, run: (args) => runNode(['scripts/check-dependencies.mjs', ...args]) },
  unused: { unbuilt: true, run: (args) => runNode([tool.knip, ...args]) },
  'decided-cases': { unbuilt: true, run: (args) => runNode(['scripts/check-decided-cases.mjs', ...args]) },
  'conformance-map': { run: (args) => runNode(['scripts/check-conformance-map.mjs', ...args]) },
  'config-schema': { run: (args) => runNode(['scripts/config-schema.mjs', ...args]) },
  packages: { run: (args) => runNode(['scripts/check-packages.mjs', ...args]) },
  'packed-install': { run: (args) => runNode(['scripts/check-packed-install.mjs', ...args]) },
  check: { run: everyCheck },
};

/** The part of CI that takes seconds. */
const CHECKS = ['types', 'lint', 'dependencies', 'unused', 'decided-cases', 'conformance-map', 'packages'];

/**
 * @param {string | undefined} name
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function runTask(name, args) {
  const task = Object.hasOwn(tasks, name ?? '') ? tasks[name] : undefined;
  if (task === undefined) {
    console.error(`polylog: no task ${JSON.stringify(name ?? '')}; there are: ${Object.keys(tasks).join(', ')}.`);
    return 2;
  }
  process.chdir(root);
  try {
    await ensureInstalled();
    if (!task.unbuilt) await build();
    return await task.run(args);
  } catch (error) {
    if (!(error instanceof TaskError)) throw error;
    console.error(`polylog: ${error.message}`);
    return error.exitCode;
  }
}

/** On one cloud: members that come and go. On all three: one program, and what it has read compared. */
function demo(/** @type {readonly string[]} */ args) {
  const onAll = args.includes('--all');
  if (onAll && args.length > 1) throw new TaskError('--all stands alone: it is about all providers.', 2);
  return runNode(onAll ? ['examples/one-codebase/dist/main.js'] : ['examples/demo/dist/main.js', ...args]);
}

async function native() {
  await buildNative();
  return 0;
}

async function allTests(/** @type {readonly string[]} */ args) {
  await buildNativeIfPossible();
  return runNode([tool.vitest, 'run', ...args], { POLYLOG_TEST_ALL: '1' });
}

/** The vendors' libraries; a row whose toolchain is not here is skipped, and the last lines say which and why. */
function interopTests(/** @type {readonly string[]} */ args) {
  const reporters = ['--reporter=default', '--reporter=./scripts/peers/skipped-rows.mjs'];
  const rows = args.some((arg) => !arg.startsWith('-')) ? [] : ['test/interop'];
  return runNode([tool.vitest, 'run', ...rows, ...reporters, ...args], { POLYLOG_TEST_ALL: '1' });
}

async function quickTests(/** @type {readonly string[]} */ args) {
  await buildNativeIfPossible();
  const start = performance.now();
  const code = await runNode([tool.vitest, 'run', ...args]);
  const tookMs = performance.now() - start;
  if (tookMs > LONGEST_TEST_MS) {
    console.error(
      `polylog: that took ${Math.round(tookMs / 1_000)} s; the promise is ${LONGEST_TEST_MS / 1_000} s on two cores.`,
    );
    console.error('polylog: name the slow suites *.slow.test.ts, then only `npm run test:all` runs them.');
  }
  return code;
}

async function benches(/** @type {readonly string[]} */ args) {
  await buildNativeIfPossible();
  return runNode(['bench/main.mjs', ...args]);
}

/** Each round says a line as it ends, so vitest must not keep the lines until the end. */
function rounds(/** @type {readonly string[]} */ args) {
  const command = [tool.vitest, 'run', 'test/processes/rounds.slow.test.ts', '--disable-console-intercept'];
  return runNode(command, roundsEnvironment(args));
}

async function everyCheck() {
  const failed = [];
  for (const name of CHECKS) {
    if (wasInterrupted()) return 1;
    console.log(`\n== ${name}`);
    if ((await tasks[name].run([])) !== 0) failed.push(name);
  }
  const verdict = failed.length === 0 ? 'all passed' : `failed: ${failed.join(', ')}`;
  console.log(`\n${CHECKS.length} checks, ${verdict}.`);
  return failed.length === 0 ? 0 : 1;
}

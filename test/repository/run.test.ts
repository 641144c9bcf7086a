import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const scripts = resolve(import.meta.dirname, '../../scripts');
let clone: string;

/** A clone in which npm is a script of ours, so that no test needs a network or waits for a real install. */
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'polylog-run-'));
  cpSync(scripts, join(clone, 'scripts'), { recursive: true });
  mkdirSync(join(clone, 'examples/demo/dist'), { recursive: true });
  mkdirSync(join(clone, 'examples/demo/src'));
  writeFileSync(join(clone, 'examples/demo/src/main.ts'), '');
  mkdirSync(join(clone, 'node_modules/typescript/bin'), { recursive: true });
  for (const file of ['package.json', 'examples/demo/package.json']) writeFileSync(join(clone, file), '{}');
  writeFileSync(join(clone, 'pnpm-lock.yaml'), 'one');
  writeFileSync(join(clone, 'node_modules/typescript/bin/tsc'), '');
  npmDoes("require('node:fs').appendFileSync('installs', process.argv.slice(2).join(' ') + '\\n');");
});

afterEach(() => rmSync(clone, { recursive: true }));

const npmDoes = (code: string): void => writeFileSync(join(clone, 'npm-cli.cjs'), code);
/** The other thing that npm is started for. */
const compilingDoes = (code: string): void => npmDoes(`if (process.argv[2] === 'run') { ${code} }`);

/** As it lies there before it is compiled: it cannot be loaded. */
function lz4Installed(): string {
  const lz4 = join(clone, 'packages/lz4-native/node_modules/lz4');
  mkdirSync(lz4, { recursive: true });
  // Or headers would be fetched where this Node has none.
  mkdirSync(join(clone, '.cache/node-headers/include/node'), { recursive: true });
  const header = `#define NODE_MAJOR_VERSION ${process.versions.node.split('.')[0]}\n`;
  writeFileSync(join(clone, '.cache/node-headers/include/node/node_version.h'), header);
  return lz4;
}

const demoDoes = (code: string): void => writeFileSync(join(clone, 'examples/demo/dist/main.js'), code);

function start(...args: string[]): ChildProcess {
  const env = { ...process.env, npm_execpath: join(clone, 'npm-cli.cjs') };
  return spawn(process.execPath, [join(clone, 'scripts/run.mjs'), ...args], { cwd: clone, env });
}

async function run(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = start(...args);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

const installs = (): string[] =>
  existsSync(join(clone, 'installs')) ? readFileSync(join(clone, 'installs'), 'utf8').trim().split('\n') : [];

it('installs once with the pinned pnpm and the lockfile as it is, then not again', async () => {
  expect((await run('install')).code).toBe(0);
  expect((await run('install')).code).toBe(0);
  expect(installs()).toEqual([expect.stringMatching(/--package=pnpm@\d+\.\d+\.\d+ -- pnpm install --frozen-lockfile/)]);
});

it.each(['pnpm-lock.yaml', 'package.json', 'examples/demo/package.json'])(
  'installs again when %s changes',
  async (file) => {
    await run('install');
    writeFileSync(join(clone, file), '{ "changed": true }');
    await run('install');
    expect(installs()).toHaveLength(2);
  },
);

it('says in one line that the first run needs the network', async () => {
  npmDoes("console.error('npm error code ENOTFOUND\\nnpm error a long story'); process.exit(1);");
  const { code, stderr } = await run('demo');
  expect(code).toBe(1);
  const lines = stderr.trim().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^polylog: installing… [\d.]+ s$/);
  expect(lines[1]).toContain('the package registry could not be reached');
  expect(readFileSync(join(clone, '.cache/install.log'), 'utf8')).toContain('a long story');
});

it('tries the install again after one that failed', async () => {
  npmDoes('process.exit(1);');
  await run('install');
  npmDoes("require('node:fs').appendFileSync('installs', 'again');");
  expect((await run('install')).code).toBe(0);
  expect(installs()).toEqual(['again']);
});

it('shows what the compiler says and does not run the task when the build fails', async () => {
  writeFileSync(join(clone, 'node_modules/typescript/bin/tsc'), "console.log('a.ts(1,1): no'); process.exitCode = 2;");
  demoDoes("console.log('ran');");
  const { code, stdout, stderr } = await run('demo');
  expect(stderr).toContain('a.ts(1,1): no');
  expect(stdout).toBe('');
  expect(code).toBe(1);
});

it('passes arguments on, and the exit code back', async () => {
  demoDoes('console.log(process.argv.slice(2).join()); process.exitCode = 7;');
  expect(await run('demo', '--seed', '3')).toMatchObject({ code: 7, stdout: '--seed,3\n' });
});

it('removes what was compiled from files that are gone', async () => {
  demoDoes('');
  for (const name of ['old.js', 'old.d.ts', 'old.js.map']) writeFileSync(join(clone, 'examples/demo/dist', name), '');
  expect((await run('build')).code).toBe(0);
  expect(existsSync(join(clone, 'examples/demo/dist/main.js'))).toBe(true);
  for (const name of ['old.js', 'old.d.ts', 'old.js.map']) {
    expect(existsSync(join(clone, 'examples/demo/dist', name))).toBe(false);
  }
});

it.each(['SIGINT', 'SIGTERM'] as const)(
  'passes %s on once and waits for the task to end in its own way',
  async (signal) => {
    demoDoes(`
    let times = 0;
    process.on('${signal}', () => { times += 1; setTimeout(() => { console.log('times ' + times); process.exit(5); }, 50); });
    setInterval(() => {}, 1000);
    console.log('ready');
  `);
    const child = start('demo');
    let stdout = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (chunk.toString().includes('ready')) child.kill(signal);
    });
    expect(await once(child, 'close')).toEqual([5, null]);
    expect(stdout).toBe('ready\ntimes 1\n');
  },
);

it('compiles what is native once, and not again while it loads', async () => {
  const lz4 = lz4Installed();
  compilingDoes("const fs = require('node:fs'); fs.writeFileSync('index.js', ''); fs.appendFileSync('runs', 'once');");
  for (const turn of [1, 2]) expect(await run('native'), `turn ${turn}`).toMatchObject({ code: 0 });
  expect(readFileSync(join(lz4, 'runs'), 'utf8')).toBe('once');
});

it('says in one line why nothing native can be compiled, and runs the tests all the same', async () => {
  lz4Installed();
  compilingDoes(
    "console.error('  CXX\\nmake: g++: No such file or directory\\nmake: *** Error 127'); process.exitCode = 1;",
  );
  mkdirSync(join(clone, 'node_modules/vitest'));
  writeFileSync(join(clone, 'node_modules/vitest/vitest.mjs'), "console.log('ran');");
  const why = /^polylog: lz4 could not be compiled: make: g\+\+: No such file or directory\. /m;
  expect(await run('native')).toMatchObject({ code: 1, stderr: expect.stringMatching(why) });
  for (const task of ['test', 'test:all']) {
    expect(await run(task)).toMatchObject({ code: 0, stdout: 'ran\n', stderr: expect.stringMatching(why) });
  }
});

it('names the tasks there are when asked for another', async () => {
  const { code, stderr } = await run('toString');
  expect(code).toBe(2);
  expect(stderr).toContain('no task "toString"; there are: install, build, demo, test');
});

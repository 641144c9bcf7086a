import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { environment } from '../config/three-clouds.js';
import { until } from '../end-to-end/until.js';
import { main } from './polylog.js';
import { type CommandFolder, commandFolder } from './three-clouds-folder.js';

/** Of util-linux: it gives a process a terminal, and what is typed comes from its own stdin. */
const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') === true;
beforeEach(({ skip }) => skip(!hasScript, 'needs script of util-linux, which is not here'));

interface Answer {
  readonly code: number | null;
  readonly shown: string;
}

/** Runs the command on a terminal. At each text that shows, something is typed. */
async function typed(
  { folder }: CommandFolder,
  args: string,
  answers: readonly (readonly [at: string, keys: string])[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const child = spawn('script', ['-qefc', `${process.execPath} ${main} ${args}`, '/dev/null'], {
    cwd: folder,
    env: { PATH: process.env.PATH, TERM: 'xterm-256color', ...environment, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let shown = '';
  child.stdout.on('data', (text) => (shown += String(text)));
  const ended = once(child, 'close') as Promise<[number | null]>;
  for (const [at, keys] of answers) {
    await until(() => shown.includes(at) || child.exitCode !== null);
    child.stdin.write(keys);
  }
  const [code] = await ended;
  return { code, shown: shown.replaceAll('\r\n', '\n') };
}

/** Each test starts several processes, and a busy machine is slow at that. */
const timeout = 60_000;

const QUESTION = 'Write these checkpoints of the group billing? [y/N] ';

test('a reset asks: nothing is written but for a yes; Ctrl-C and Ctrl-D are none', { timeout }, async () => {
  const clouds = await commandFolder('alibaba-sls');
  await clouds.run('groups create billing');
  const no = await typed(clouds, 'reset --to begin', [[QUESTION, 'n\n']]);
  expect(no.code).toBe(1);
  expect(no.shown).toMatch(/polylog: nothing was written\.\n$/);
  const seen = await typed(clouds, 'reset --to begin --json', [[QUESTION, 'n\n']]);
  expect(seen.shown.indexOf('first: there was no checkpoint')).toBeGreaterThan(-1);
  expect(seen.shown.indexOf('first: there was no checkpoint')).toBeLessThan(seen.shown.indexOf(QUESTION));
  const broken = await typed(clouds, 'reset --to begin', [[QUESTION, '\u0003']]);
  expect(broken.code).toBe(130);
  expect(broken.shown).toMatch(/polylog: broken off by SIGINT\.\n$/);
  expect(await typed(clouds, 'reset --to begin', [[QUESTION, '\u0004']])).toMatchObject({ code: 1 });
  expect((await clouds.run('reset --to begin --dry-run')).out).toContain('first: there was no checkpoint');
  const yes = await typed(clouds, 'reset --to begin', [[QUESTION, 'y\n']]);
  expect(yes.code).toBe(0);
  expect(yes.shown).toMatch(/polylog: 1 checkpoint of billing written\.\n$/);
  expect((await clouds.run('reset --to begin --dry-run')).out).toContain('the same place');
});

test('colours are there on a terminal, and not with NO_COLOR', { timeout }, async () => {
  const clouds = await commandFolder('alibaba-sls');
  await clouds.run('groups create billing');
  const bold = '\u001b[1m';
  expect((await typed(clouds, 'groups list')).shown).toContain(`${bold}GROUP`);
  expect((await typed(clouds, 'groups list', [], { NO_COLOR: '1' })).shown).toMatch(/^GROUP {4}SESSION/);
  expect((await clouds.run('groups list')).out).not.toContain('\u001b');
});

test('nothing that stands in a record commands the terminal', { timeout }, async () => {
  const clouds = await commandFolder('alibaba-sls');
  clouds.write([{ content: 'a\u001b]0;owned\u0007\u001b[2J\rb' }]);
  const { code, shown } = await typed(clouds, 'tail --from begin --limit 1', [], { NO_COLOR: '1' });
  expect(code).toBe(0);
  expect(shown).toContain('a\\u001b]0;owned\\u0007\\u001b[2J\\rb');
  for (const control of ['\u001b', '\u0007']) expect(shown).not.toContain(control);
});

test('lines are typed, and Ctrl-D ends them', { timeout }, async () => {
  const clouds = await commandFolder('alibaba-sls');
  const { code, shown } = await typed(clouds, 'produce', [['Ctrl-D ends them.', 'one\ntwo\n\u0004']]);
  expect(code).toBe(0);
  expect(shown).toMatch(/polylog: 2 lines read, 2 records stored, 0 failed\.\n$/);
});

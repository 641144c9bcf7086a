import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const folder = new URL('../../examples/', import.meta.url);
/** Those that want a service and options, or that take long, have a test of their own. */
const hasOwnTest = (name: string): boolean =>
  ['', '.slow'].some((kind) => existsSync(new URL(`${name}${kind}.test.ts`, import.meta.url)));
const answered = readdirSync(folder).filter(
  (name) => existsSync(new URL(`${name}/expected.txt`, folder)) && !hasOwnTest(name),
);

test('there are examples with an expected output', () => {
  expect(answered.length).toBeGreaterThan(2);
});

test('the table of examples/README.md has a row for each folder, and a folder for each row', () => {
  const table = readFileSync(new URL('README.md', folder), 'utf8');
  const rows = [...table.matchAll(/^\|[^|]+\| \[`([\w-]+)`\]\(([^)]+)\)/gm)];
  // A folder that a change of branch has left behind still has what was built in it.
  const folders = readdirSync(folder).filter((name) => existsSync(new URL(`${name}/package.json`, folder)));
  expect(rows.map(([, name]) => name).sort()).toEqual(folders.sort());
  expect(rows.filter(([, , path = '']) => !existsSync(new URL(path, folder)))).toEqual([]);
});

test.each(answered)('examples/%s prints what its expected.txt says', { timeout: 60_000 }, async (name) => {
  const program = new URL(`${name}/dist/main.js`, folder);
  const child = spawn(process.execPath, [program.pathname], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text) => {
    stdout += String(text);
  });
  child.stderr.on('data', (text) => {
    stderr += String(text);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe(readFileSync(new URL(`${name}/expected.txt`, folder), 'utf8'));
});

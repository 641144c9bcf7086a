import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const packages = resolve(import.meta.dirname, '../..');
let project: string;

/** The add-on as it lies where somebody has installed it, beside whatever a test makes of the package lz4. */
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'polylog-lz4-'));
  const scope = join(project, 'node_modules/@polylog');
  mkdirSync(scope, { recursive: true });
  for (const name of ['core', 'driver-kit']) symlinkSync(join(packages, name), join(scope, name));
  cpSync(join(packages, 'lz4-native/dist'), join(scope, 'lz4-native/dist'), { recursive: true });
  cpSync(join(packages, 'lz4-native/package.json'), join(scope, 'lz4-native/package.json'));
});

afterEach(() => rmSync(project, { recursive: true }));

function lz4Holds(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(project, 'node_modules/lz4', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

it.each<[string, Record<string, string>, string]>([
  ['is missing', {}, 'the package "lz4" is not installed'],
  ['was never compiled', { 'index.js': "require('./build/lz4')" }, 'the package "lz4" is not compiled'],
  [
    'holds the binary of another system or another Node, as it does until it is compiled',
    { 'index.js': "require('./build/lz4.node')", 'build/lz4.node': 'no binary' },
    'the package "lz4" holds a binary for another system, or for another major version of Node',
  ],
  [
    'fails in another way',
    { 'index.js': "throw new Error('no luck\\nat all')" },
    'the package "lz4" cannot be loaded: no luck (',
  ],
])('where lz4 %s, the import works and the call says what to do', (_, files, found) => {
  lz4Holds(files);
  const script = `
    import { nativeLz4 } from '@polylog/lz4-native';
    console.log('imported');
    try { nativeLz4(); } catch ({ code, message }) { console.log(code); console.log(message); }
  `;
  writeFileSync(join(project, 'main.mjs'), script);
  // Some ways to start the tests set NODE_PATH to where the real one lies.
  const env = { ...process.env, NODE_PATH: '' };
  const { stdout, stderr } = spawnSync(process.execPath, ['main.mjs'], { cwd: project, env, encoding: 'utf8' });
  const [imported, code, message, ...more] = stdout.trimEnd().split('\n');
  expect({ imported, code, more, stderr }).toEqual({ imported: 'imported', code: 'unsupported', more: [], stderr: '' });
  expect(message).toContain(`nativeLz4: ${found}`);
  expect(message).toContain('"allowBuilds: { lz4: true }"');
  expect(message).toContain('pnpm rebuild lz4');
  expect(message).toContain('npm rebuild lz4');
});

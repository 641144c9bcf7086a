import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const script = resolve(import.meta.dirname, '../../scripts/check-decided-cases.mjs');
const planted: string[] = [];

afterAll(() => {
  for (const folder of planted.splice(0)) rmSync(folder, { recursive: true });
});

const design = (...cases: readonly string[]): string =>
  `# Design\n\n## 5. Before\n- 9.9 no case\n\n## 6. Decided cases\n\n**1. Start**\n${cases.map((each) => `- ${each} …\n`).join('')}\n## 7. After\n- 8.8 no case\n`;

const sound: Readonly<Record<string, string>> = {
  'docs/design.md': design('1.1', '1.2', '1.10', '2.1'),
  'packages/core/src/a.test.ts': "test('1.1 one', () => {});\nit.each([1])('1.2 two %i', () => {});\n",
  'test/engine/b.test.ts':
    'test(`1.10 ten $' + "{1}`, () => {});\ntest('no number', () => {});\n// test('7.7 in a comment')\n",
  'test/other/node_modules/x/c.test.ts': "test('7.7 of somebody else', () => {});\n",
};

interface Exception {
  readonly number: string;
  readonly reason: string;
  readonly shownBy?: { readonly file: string; readonly test: string };
}
const late: Exception = { number: '2.1', reason: 'comes later' };

function check(changes: Readonly<Record<string, string>>, exceptions: readonly Exception[] = [late]) {
  const root = mkdtempSync(join(tmpdir(), 'polylog-cases-'));
  planted.push(root);
  for (const [path, text] of Object.entries({ ...sound, ...changes })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const args = [script, '--root', root, '--exceptions', JSON.stringify(exceptions)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

it('passes where every case has a test, or an exception with a reason', () => {
  expect(check({})).toEqual({
    status: 0,
    output: 'exception: 2.1 comes later.\n4 decided cases, 3 with tests of their name, 0 wrong.\n',
  });
});

it('names each case without a test, each test without a case, and each exception that has gone stale', () => {
  const changes = {
    'docs/design.md': design('1.1', '1.2', '1.10', '2.1', '2.2', '2.3', '1.2'),
    // 1.10 does not stand for 1.1, nor what is skipped or planned.
    'packages/core/src/a.test.ts':
      "test.skip('1.1 one', () => {});\ntest.todo('1.1 one');\ntest('1.2 two', () => {});\n",
    'test/engine/d.test.ts': "test('3.3 three', () => {});\ntest('2.2 two', () => {});\n",
  };
  const shownBy = { file: 'packages/core/src/a.test.ts', test: 'gone' };
  const { status, output } = check(changes, [
    { number: '2.2', reason: 'has one' },
    { number: '9.1', reason: 'is none' },
    { number: '2.3', reason: 'is shown', shownBy },
  ]);
  const exceptions = 'scripts/decided-cases/exceptions.mjs:';
  for (const line of [
    'docs/design.md: case 1.2 is listed twice',
    'test/engine/d.test.ts: "3.3 three": there is no case 3.3',
    'case 1.1 has no test whose name begins with "1.1 "',
    'case 2.1 has no test whose name begins with "2.1 "',
    `${exceptions} 2.2 has a test by now; take it out`,
    `${exceptions} 9.1 is no case`,
    `${exceptions} 2.3 is said to be shown by a test that packages/core/src/a.test.ts does not have`,
  ]) {
    expect(output).toContain(`${line}\n`);
  }
  expect(output).toContain('7 wrong');
  expect(status).toBe(1);
});

it('does not pass because it found no list', () => {
  const { status, output } = check({ 'docs/design.md': '# Design\n' });
  expect(output).toContain('section 6 lists no case');
  expect(status).toBe(1);
});

it('accepts an exception that a test shows under another name', () => {
  const shownBy = { file: 'test/engine/b.test.ts', test: 'no number' };
  expect(check({}, [{ ...late, shownBy }]).status).toBe(0);
});

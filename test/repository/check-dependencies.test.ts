import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const script = resolve(import.meta.dirname, '../../scripts/check-dependencies.mjs');
const planted: string[] = [];

afterAll(() => {
  for (const folder of planted.splice(0)) rmSync(folder, { recursive: true });
});

const manifest = (name: string, dependencies: Record<string, string> = {}): string =>
  JSON.stringify({ name, dependencies });

/** A small workspace that breaks no rule. */
const sound: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ devDependencies: { vitest: '1' } }),
  'packages/core/package.json': manifest('@polylog/core'),
  'packages/core/src/index.ts': "import { now } from './flow/clock.js';\nexport { now };\n",
  'packages/core/src/flow/clock.ts': 'export const now = (): number => Date.now();\nsetTimeout(() => {}, 1);\n',
  'packages/core/src/index.test.ts':
    "import { it } from 'vitest';\nimport '../fixtures/x.js';\nsetTimeout(() => it, 1);\n",
  'packages/driver-kit/package.json': manifest('@polylog/driver-kit', { '@polylog/core': '*', axios: '1' }),
  'packages/driver-kit/src/index.ts':
    "import axios from 'axios';\nimport { x } from '@polylog/core/driver';\nexport { axios, x };\n",
  'packages/alibaba-sls/package.json': manifest('@polylog/alibaba-sls', {
    '@polylog/core': '*',
    '@polylog/driver-kit': '*',
  }),
  'packages/alibaba-sls/src/index.ts':
    "import type { A } from '@polylog/core';\nimport { kit } from '@polylog/driver-kit';\nexport { type A, kit };\n",
  'packages/alibaba-sls/src/index.test.ts': "import { fake } from '@polylog/core/testing';\nexport { fake };\n",
  'packages/emulator/package.json': manifest('@polylog/emulator', { '@polylog/alibaba-sls': '*' }),
  'packages/emulator/src/index.ts': "import { sign } from '@polylog/alibaba-sls/wire';\nexport { sign };\n",
};

function check(changes: Readonly<Record<string, string>> = {}): { status: number | null; output: string } {
  const root = mkdtempSync(join(tmpdir(), 'polylog-rules-'));
  planted.push(root);
  for (const [path, text] of Object.entries({ ...sound, ...changes })) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--root', root], { encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

it('passes a workspace that breaks no rule', () => {
  expect(check()).toEqual({ status: 0, output: '7 files, 0 violations.\n' });
});

const core = 'packages/core/src';
const kit = 'packages/driver-kit/src';
const sls = 'packages/alibaba-sls/src';

const refused = [
  ['core imports a sister package', core, "import { x } from '@polylog/driver-kit';", 'nothing but node:'],
  ['core imports a library', core, "import x from 'axios';", 'no runtime dependencies'],
  [
    'the kit imports the user door of core',
    kit,
    "import { x } from '@polylog/core';",
    "may not import '@polylog/core'",
  ],
  ['the kit imports an adapter', kit, "export { x } from '@polylog/alibaba-sls';", 'may not import'],
  ['an adapter imports values of the user door', sls, "import { x } from '@polylog/core';", 'may not import'],
  ['an adapter imports another adapter', sls, "await import('@polylog/tencent-cls');", 'may not import'],
  ['an adapter imports types of another adapter', sls, "type X = import('@polylog/huawei-lts').X;", 'may not import'],
  ['sources import a testing door', sls, "import { x } from '@polylog/core/testing';", 'may not import'],
  ['an import is not declared', sls, "import x from 'axios';", 'not declared in packages/alibaba-sls/package.json'],
  [
    'an import leaves the package',
    sls,
    "import { x } from '../../core/src/index.js';",
    'leaves packages/alibaba-sls/src/',
  ],
  ['sources import a fixture', sls, "import { x } from '../fixtures/x.js';", 'leaves packages/alibaba-sls/src/'],
  ['a package imports itself by name', sls, "import { x } from '@polylog/alibaba-sls';", 'this very package'],
  ['a builtin lacks its prefix', core, "import { join } from 'path';", "'node:path'"],
  ['export star', core, "export * from './index.js';", 'list the names'],
  ['export star as a name', core, "export * as all from './index.js';", 'list the names'],
  ['a default export', core, 'export default 1;', 'by name'],
  ['a default function', core, 'export default function f() {}', 'by name'],
  ['a renamed default export', core, 'const a = 1;\nexport { a as default };', 'by name'],
  ['Date.now', kit, 'export const t = Date.now();', '`Date.now` outside'],
  ['Date.now as a value', kit, 'export const t = { now: Date.now };', '`Date.now` outside'],
  ['new Date without a time', sls, 'export const t = new Date();', '`new Date()` outside'],
  ['Math.random', sls, 'export const t = Math.random();', '`Math.random` outside'],
  ['setTimeout', core, 'setTimeout(() => {}, 1);', '`setTimeout` outside'],
  ['setInterval', core, 'setInterval(() => {}, 1);', '`setInterval` outside'],
  ['setTimeout as a default value', core, 'export const f = (wait = setTimeout) => wait;', '`setTimeout` outside'],
  ['a timer of globalThis', core, 'globalThis.setTimeout(() => {}, 1);', '`globalThis.setTimeout` outside'],
  [
    'the timers module',
    kit,
    "import { setTimeout as s } from 'node:timers/promises';\ns(1);",
    "'node:timers/promises'",
  ],
  ['AbortSignal.timeout', kit, 'export const s = AbortSignal.timeout(1);', '`AbortSignal.timeout` outside'],
  ['performance.now', kit, 'export const s = performance.now();', '`performance.now` outside'],
] as const;

const allowed = [
  ['a time that is given', core, 'export const d = new Date(0);'],
  ["a socket's own timeout", kit, "import { Socket } from 'node:net';\nnew Socket().setTimeout(0);"],
  ['a word in a comment or a string', core, "// Date.now()\nexport const s = 'setTimeout(Math.random())';"],
  ['a property of that name', core, 'export const x = { setTimeout: 1 };'],
  ['types of the user door', sls, "import { type A } from '@polylog/core';\nexport type B = A;"],
] as const;

/** Loading the compiler takes half a second, so each list is planted in one workspace, a file a case. */
function plantAll(cases: readonly (readonly [string, string, string, string?])[]): Map<string, string[]> {
  const paths = cases.map(([, folder], index) => `${folder}/planted-${index}.ts`);
  const { output } = check(Object.fromEntries(cases.map(([, , text], index) => [paths[index], `${text}\n`])));
  const lines = output.split('\n');
  return new Map(cases.map(([name], index) => [name, lines.filter((line) => line.startsWith(`${paths[index]}:`))]));
}

const refusals = plantAll(refused);
it.each(refused)('refuses: %s', (name, _folder, _text, message) => {
  expect(refusals.get(name)?.join('\n')).toContain(message);
});

const allowances = plantAll(allowed);
it.each(allowed)('allows: %s', (name) => {
  expect(allowances.get(name)).toEqual([]);
});

it('exits with 1 on a violation', () => {
  expect(check({ [`${core}/planted.ts`]: 'export default 1;\n' }).status).toBe(1);
});

it('lists what the emulator takes from the system clock', () => {
  const { status, output } = check({ 'packages/emulator/src/time.ts': 'export const t = Date.now();\n' });
  expect(output).toContain('packages/emulator/src/time.ts:1: `Date.now`');
  expect(status).toBe(0);
});

it('fails when it finds nothing to check', () => {
  const root = mkdtempSync(join(tmpdir(), 'polylog-rules-'));
  planted.push(root);
  expect(spawnSync(process.execPath, [script, '--root', root]).status).toBe(1);
});

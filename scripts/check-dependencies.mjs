// Who may import whom, and what may not be touched outside one file. Reads syntax, not text, so that comments and strings
// do not count. `--root <folder>` checks another tree (its own test plants violations in one).
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseArgs } from 'node:util';
import ts from 'typescript';
import { formProblem } from './source-rules/forms.mjs';
import { importOf, importProblem } from './source-rules/imports.mjs';
import { systemUse } from './source-rules/system-use.mjs';
import { root as ownRoot, readIfThere, workspacePackages } from './tasks/workspace.mjs';

const { values } = parseArgs({ options: { root: { type: 'string', default: ownRoot } } });
const root = values.root;

/** Packages that run in simulated time: every wait and every random number of theirs comes in from outside. */
const SIMULATED = [
  ...['core', 'driver-kit', 'lz4-native', 'tencent-sdk', 'huawei-sdk'],
  ...['alibaba-sls', 'tencent-cls', 'huawei-lts'],
].map((name) => `packages/${name}`);
/** On the system's clock, but counted: its uses are listed, so that a new one is seen. */
const COUNTED = ['packages/emulator'];
const CLOCK_FILE = 'packages/core/src/flow/clock.ts';

/** @type {string[]} */
const violations = [];
/** @type {string[]} */
const counted = [];
let files = 0;

const rootManifest = JSON.parse(readIfThere(join(root, 'package.json')) ?? '{}');
for (const pack of workspacePackages(root)) {
  for (const path of sourcesOf(pack.path)) {
    files += 1;
    checkFile(pack, path);
  }
}

for (const violation of violations) console.error(violation);
if (counted.length > 0) console.log(`${counted.length} uses of the system's clock where they are allowed:`);
for (const use of counted) console.log(`  ${use}`);
console.log(`${files} files, ${violations.length} violations.`);
process.exitCode = violations.length === 0 && files > 0 ? 0 : 1;

function sourcesOf(path) {
  try {
    const names = readdirSync(join(path, 'src'), { recursive: true, encoding: 'utf8' });
    return names.filter((name) => /\.[cm]?ts$/.test(name)).map((name) => join(path, 'src', name));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

function checkFile(pack, path) {
  const file = relative(root, path).split(sep).join('/');
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const at = (node) => `${file}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
  const say = (node, message) => violations.push(`${at(node)}: ${message}`);
  const isTest = file.endsWith('.test.ts');

  const visit = (node) => {
    const wrongForm = formProblem(node);
    if (wrongForm !== undefined) say(node, wrongForm);
    const imported = importOf(node);
    if (imported !== undefined) {
      const wrong = importProblem({ pack, file, isTest, rootManifest }, imported);
      if (wrong !== undefined) say(node, wrong);
    }
    const use = isTest || file === CLOCK_FILE ? undefined : systemUse(node);
    if (use !== undefined) {
      if (COUNTED.includes(pack.folder)) counted.push(`${at(node)}: ${use}`);
      else if (SIMULATED.includes(pack.folder)) {
        say(node, `${use} outside ${CLOCK_FILE}: take a Clock or a Random (@polylog/core/driver) instead.`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

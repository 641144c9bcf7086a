// Every decided case of docs/design.md, section 6, has a test whose name begins with its number, or stands among the
// exceptions with a reason; and no test and no exception names a case that is not there. `--root <folder>` checks another tree.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { exceptions as ownExceptions } from './decided-cases/exceptions.mjs';
import { testNames } from './decided-cases/test-names.mjs';
import { root as ownRoot } from './tasks/workspace.mjs';

const { values } = parseArgs({
  options: { root: { type: 'string', default: ownRoot }, exceptions: { type: 'string' } },
});
const exceptions = values.exceptions === undefined ? ownExceptions : JSON.parse(values.exceptions);
const cases = decidedCases(join(values.root, 'docs/design.md'));
const tests = namedTests(values.root);

const wrong = [
  ...(cases.length === 0 ? ['docs/design.md: section 6 lists no case'] : []),
  ...repeated(cases).map((number) => `docs/design.md: case ${number} is listed twice`),
  ...[...tests]
    .filter(([number]) => !cases.includes(number))
    .map(([number, [first]]) => `${first}: there is no case ${number}`),
  ...cases
    .filter((number) => !tests.has(number) && !exceptions.some((exception) => exception.number === number))
    .map((number) => `case ${number} has no test whose name begins with "${number} "`),
  ...exceptions.flatMap(staleness),
];

for (const each of wrong) console.error(each);
for (const { number, reason } of exceptions) console.log(`exception: ${number} ${reason}.`);
const shown = cases.filter((number) => tests.has(number)).length;
console.log(`${cases.length} decided cases, ${shown} with tests of their name, ${wrong.length} wrong.`);
process.exitCode = wrong.length === 0 ? 0 : 1;

function decidedCases(file) {
  const section = /^## 6\. .*?$(.*?)(?=^## )/ms.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
  return [...section.matchAll(/^- (\d+\.\d+) /gm)].map(([, number]) => number);
}

/** By case number: where its tests are. */
function namedTests(root) {
  const found = new Map();
  for (const file of [...testFiles(root, 'packages'), ...testFiles(root, 'test')]) {
    for (const name of testNames(join(root, file))) {
      const number = /^(\d+\.\d+) /.exec(name)?.[1];
      if (number !== undefined) found.set(number, [...(found.get(number) ?? []), `${file}: "${name}"`]);
    }
  }
  return found;
}

function testFiles(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && !/(^|[\\/])(node_modules|dist)[\\/]/.test(name))
    .map((name) =>
      relative(root, join(root, folder, name))
        .split(sep)
        .join('/'),
    )
    .sort();
}

function repeated(numbers) {
  return [...new Set(numbers.filter((number, index) => numbers.indexOf(number) !== index))];
}

function staleness({ number, shownBy }) {
  const name = `scripts/decided-cases/exceptions.mjs: ${number}`;
  if (!cases.includes(number)) return [`${name} is no case`];
  if (tests.has(number)) return [`${name} has a test by now; take it out`];
  if (shownBy === undefined) return [];
  const file = join(values.root, shownBy.file);
  const names = existsSync(file) ? testNames(file) : [];
  return names.includes(shownBy.test)
    ? []
    : [`${name} is said to be shown by a test that ${shownBy.file} does not have`];
}

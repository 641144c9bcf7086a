import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asProgram, namesAround } from './around.js';
import { folder, mistakesIn } from './mistakes.js';
import { pages, sectionOf, snippetsIn, textOf } from './pages.js';

/** One program in pieces each, which `client-readme.test.ts` of that cloud compiles and runs. */
const inPieces = ['alibaba-sls', 'tencent-cls', 'huawei-lts']
  .map((folder) => sectionOf(textOf(`packages/${folder}/README.md`), 'All calls of the service'))
  .join('\n');

const harness = "export declare const myHarness: import('@polylog/conformance').Harness;";

test('every snippet in TypeScript, of every page and README, compiles', { timeout: 120_000 }, () => {
  const snippets = pages.flatMap((page) => snippetsIn(page, 'ts')).filter(({ code }) => !inPieces.includes(code));
  expect(snippets.length).toBeGreaterThan(20);
  const files = new Map([
    [join(folder, 'around.d.ts'), namesAround],
    // What the driver guide's reader writes.
    ...pages.map((page) => [join(folder, page, 'my-harness.ts'), harness] as const),
    ...snippets.map(({ page, line, code }) => [join(folder, page, `line-${line}.ts`), asProgram(code)] as const),
  ]);
  expect(mistakesIn(files)).toEqual([]);
});

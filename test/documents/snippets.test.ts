import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { asProgram, namesAround } from './around.js';
import { pages, root, sectionOf, snippetsIn, textOf } from './pages.js';

const folder = join(root, 'test/documents/virtual');

/** What the compiler says of these files, which are in no folder, in the settings of the repository. */
function mistakesIn(files: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(
    {
      ...config.compilerOptions,
      ...{ noEmit: true, composite: false, incremental: false, declaration: false, declarationMap: false },
      ...{ isolatedDeclarations: false, noUnusedLocals: false, noUnusedParameters: false, types: ['node'] },
    },
    root,
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.directoryExists = () => true;
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.getSourceFile = (path, version, ...rest) => {
    const text = files.get(path);
    return text === undefined ? getSourceFile(path, version, ...rest) : ts.createSourceFile(path, text, version);
  };
  return ts.getPreEmitDiagnostics(ts.createProgram([...files.keys()], options, host)).map((mistake) => {
    const message = ts.flattenDiagnosticMessageText(mistake.messageText, ' ');
    const { file, start = 0 } = mistake;
    return `${file?.fileName.slice(folder.length)}:${(file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1} ${message}`;
  });
}

/** One program in pieces, which `test/alibaba-sls/client-readme.test.ts` compiles and runs. */
const inPieces = sectionOf(textOf('packages/alibaba-sls/README.md'), 'All calls of the service');

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

import { join } from 'node:path';
import ts from 'typescript';
import { root } from './pages.js';

/** Where snippets are taken to lie; there is nothing. */
export const folder: string = join(root, 'test/documents/virtual');

/** What the compiler says of these files of {@link folder}, in the settings of the repository. */
export function mistakesIn(files: ReadonlyMap<string, string>): string[] {
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

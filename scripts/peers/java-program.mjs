import { readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { timed } from '../tasks/progress.mjs';
import { cached } from './cached.mjs';
import { tool } from './tool.mjs';

/** The SDKs make texts in the system's encoding; before JDK 18 that is ASCII where no locale is set. */
const UTF8 = '-Dfile.encoding=UTF-8';

/**
 * The start of the command of a Java program: the classes of a folder, which pins what they need by `pom.xml`. Built by the
 * first call, as `goProgram` does. Throws a `ToolError`.
 *
 * @param {URL} folder
 * @param {string} name of the class that begins
 * @param {readonly string[]} [flags] of the virtual machine
 * @returns {Promise<[string, ...string[]]>}
 */
export async function javaProgram(folder, name, flags = []) {
  const version = await tool('javac', ['-version']);
  await tool('mvn', ['--version']);
  const pom = new URL('pom.xml', folder);
  const sources = readdirSync(folder)
    .filter((file) => file.endsWith('.java'))
    .sort()
    .map((file) => new URL(file, folder));
  const made = await cached('java', [version, pom, ...sources], (draft) =>
    timed('building a Java program', async () => {
      const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${join(draft, 'lib')}`];
      await tool('mvn', ['-q', '-B', '-f', fileURLToPath(pom), ...copy]);
      const to = ['-encoding', 'UTF-8', '-d', join(draft, 'classes')];
      await tool('javac', ['-cp', join(draft, 'lib', '*'), ...to, ...sources.map((file) => fileURLToPath(file))]);
    }),
  );
  const classPath = [join(made, 'classes'), join(made, 'lib', '*')].join(delimiter);
  return ['java', UTF8, ...flags, '-cp', classPath, name];
}

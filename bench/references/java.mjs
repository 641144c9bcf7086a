import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { timed } from '../../scripts/tasks/progress.mjs';
import { cached } from '../lib/cached.mjs';
import { orAbsent, tool } from '../lib/tool.mjs';

const pom = new URL('java/pom.xml', import.meta.url);
const source = new URL('java/Reference.java', import.meta.url);

/** The SDK makes texts in the system's encoding; before JDK 18 that is ASCII where no locale is set. */
const UTF8 = '-Dfile.encoding=UTF-8';

/**
 * As a process has its heap that runs for hours: touched once. With a heap that still grows it reads at a tenth of its
 * speed for the first seconds, and what would be measured is how the system hands out memory.
 */
const STEADY_HEAP = ['-Xms1g', '-Xmx1g', '-XX:+AlwaysPreTouch'];

/** The official Java SDK, pinned by `java/pom.xml`: the start of a command, or why there is none. */
export function javaReference() {
  return orAbsent(async () => {
    const version = await tool('javac', ['-version']);
    await tool('mvn', ['--version']);
    const folder = await cached('java', [version, pom, source], (draft) =>
      timed('building the Java reference', async () => {
        const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${join(draft, 'lib')}`];
        await tool('mvn', ['-q', '-B', '-f', fileURLToPath(pom), ...copy]);
        const to = ['-d', join(draft, 'classes')];
        await tool('javac', ['-cp', join(draft, 'lib', '*'), ...to, fileURLToPath(source)]);
      }),
    );
    const classPath = [join(folder, 'classes'), join(folder, 'lib', '*')].join(delimiter);
    return { command: ['java', UTF8, ...STEADY_HEAP, '-cp', classPath, 'Reference'] };
  });
}

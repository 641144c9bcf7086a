import { javaProgram } from '../../scripts/peers/java-program.mjs';
import { orAbsent } from '../../scripts/peers/tool.mjs';

/**
 * As a process has its heap that runs for hours: touched once. With a heap that still grows it reads at a tenth of its
 * speed for the first seconds, and what would be measured is how the system hands out memory.
 */
export const STEADY_HEAP = ['-Xms1g', '-Xmx1g', '-XX:+AlwaysPreTouch'];

/** The official Java SDK, pinned by `java/pom.xml`: the start of a command, or why there is none. */
export function javaReference() {
  return orAbsent(async () => ({
    command: await javaProgram(new URL('java/', import.meta.url), 'Reference', STEADY_HEAP),
  }));
}

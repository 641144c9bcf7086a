import { goProgram } from '../../scripts/peers/go-program.mjs';
import { javaProgram } from '../../scripts/peers/java-program.mjs';
import { orAbsent } from '../../scripts/peers/tool.mjs';
import { STEADY_HEAP } from '../references/java.mjs';

/**
 * The official Go SDK's consumer or producer: its command and environment, or why there is none.
 *
 * @param {'consume' | 'produce'} what
 * @param {import('../lib/emulated-region.mjs').EmulatedRegion} region
 */
export function goPeer(what, { proxy }) {
  return orAbsent(async () => ({ command: [...(await goProgram(new URL('go/', import.meta.url))), what], env: proxy }));
}

/**
 * The same of Java, with a heap as it is in a process that runs for hours.
 *
 * @param {'consume' | 'produce'} what
 * @param {import('../lib/emulated-region.mjs').EmulatedRegion} region
 */
export async function javaPeer(what, { javaFlags, javaAbsent }) {
  if (javaAbsent !== undefined) return { absent: javaAbsent };
  const flags = [...STEADY_HEAP, ...javaFlags];
  return orAbsent(async () => ({
    command: [...(await javaProgram(new URL('java/', import.meta.url), 'Peer', flags)), what],
  }));
}

import type { Emulator } from '@polylog/emulator';
import { root } from './pages.js';
import { environmentOf, type Ran, runChild } from './programs.js';

/** How a program of a README names the service, and what takes its place: programs are run as they stand, but for the endpoint. */
const named: readonly (readonly [text: string, onEmulator: (emulator: Emulator) => string])[] = [
  ["endpoint: 'cn-hangzhou.log.aliyuncs.com'", ({ sls }) => `endpoint: '${sls.endpoint}'`],
  ["region: 'ap-guangzhou'", ({ cls }) => `region: 'ap-guangzhou', endpoint: '${cls.endpoint}'`],
  ["region: 'cn-north-4'", ({ lts }) => `region: 'cn-north-4', endpoint: '${lts.endpoint}'`],
];

/** Runs a program of a README. */
export function runReadmeProgram(program: string, emulator: Emulator): Promise<Ran> {
  const code = named.reduce((text, [from, to]) => text.replace(from, to(emulator)), program);
  if (code === program) throw new Error('The program names no endpoint.');
  return runChild(['--input-type=module', '-e', code], { cwd: root, env: environmentOf(emulator) });
}

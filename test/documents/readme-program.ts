import type { Emulator } from '@polylog/emulator';
import { root } from './pages.js';
import { environmentOf, type Ran, runChild } from './programs.js';

/** Runs a program of the README of SLS as it stands, but for the endpoint. */
export function runReadmeProgram(program: string, emulator: Emulator): Promise<Ran> {
  const code = program.replace("endpoint: 'cn-hangzhou.log.aliyuncs.com'", `endpoint: '${emulator.sls.endpoint}'`);
  if (code === program) throw new Error('The program names no endpoint.');
  return runChild(['--input-type=module', '-e', code], { cwd: root, env: environmentOf(emulator) });
}

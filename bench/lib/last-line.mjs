import { spawn } from 'node:child_process';
import { captured } from '../../scripts/tasks/child.mjs';

/**
 * What a program says last, which is a line of JSON.
 *
 * @param {readonly string[]} command
 * @param {unknown} argument its last one, as JSON
 * @param {Record<string, string>} [env] joins our own environment
 */
export async function lastLine([program, ...args], argument, env = {}) {
  const child = spawn(program, [...args, JSON.stringify(argument)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const { code, stdout } = await captured(child);
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}`);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

import { spawn } from 'node:child_process';
import { captured } from '../tasks/child.mjs';

/** A step failed, or its tool is not here: a reason for what it makes to be absent, not for who wants it to break. */
class ToolError extends Error {}

/**
 * Runs a tool of another language to its end. Resolves with all that it said; throws a `ToolError` with the last line.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string> }} [options]
 */
export async function tool(program, args, { cwd, env } = {}) {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const { code, output } = await captured(child).catch((error) => {
    throw error.code === 'ENOENT' ? new ToolError(`there is no ${program}`) : error;
  });
  if (code === 0) return output.trim();
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((text) => /\berror\b/i.test(text)) ?? lines.at(-1) ?? 'it said nothing';
  throw new ToolError(`${program} ${args[0]} failed (exit code ${code}): ${withoutHosts(line.trim()).slice(0, 200)}`);
}

/** Where a registry lies is the machine's business, and results are committed. */
const withoutHosts = (/** @type {string} */ line) => line.replace(/\bhttps?:\/\/[^\s/]+/g, '…');

/**
 * @template T
 * @param {() => Promise<T>} make
 * @returns {Promise<T | { absent: string }>}
 */
export async function orAbsent(make) {
  try {
    return await make();
  } catch (error) {
    if (error instanceof ToolError) return { absent: error.message };
    throw error;
  }
}

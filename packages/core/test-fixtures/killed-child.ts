import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Runs a script of this folder until `delayMs` after its first line; gives back the whole lines that it printed. */
export async function linesUntilKilled(script: string, args: readonly string[], delayMs: number): Promise<string[]> {
  const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += String(text)));
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const started = new Promise<void>((resolve) => {
    child.stdout.on('data', (text) => {
      stdout += String(text);
      resolve();
    });
  });
  await Promise.race([started, closed]);
  await pause(delayMs);
  child.kill('SIGKILL');
  const [, signal] = await closed;
  if (signal !== 'SIGKILL') throw new Error(`${script} ended by itself: ${stderr}`);
  return stdout.split('\n').slice(0, -1);
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * Runs a server in a process of its own, which says where it listens in its first line, an object of JSON; gives that to `use`,
 * and ends the process with it.
 *
 * @template T
 * @param {readonly string[]} command script and arguments
 * @param {(where: any) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withServerProcess(command, use) {
  const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  try {
    const [line] = await Promise.race([
      once(createInterface({ input: child.stdout }), 'line'),
      closed.then(([code]) => {
        throw new Error(`${command[0]} ended with ${code} before it listened`);
      }),
    ]);
    return await use(JSON.parse(line));
  } finally {
    child.kill('SIGTERM');
    await closed;
  }
}

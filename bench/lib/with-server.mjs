import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('pull-server.mjs', import.meta.url));

/**
 * Gives `use` the port of a server process (`pull-server.mjs`) that ends with it.
 *
 * @template T
 * @param {string} folder
 * @param {string} set
 * @param {(port: number) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withPullServer(folder, set, use) {
  const child = spawn(process.execPath, [script, folder, set], { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  try {
    const listening = once(createInterface({ input: child.stdout }), 'line');
    const [line] = await Promise.race([
      listening,
      closed.then(([code]) => {
        throw new Error(`the server ended with ${code} before it listened`);
      }),
    ]);
    return await use(JSON.parse(line).port);
  } finally {
    child.stdin.end();
    await closed;
  }
}

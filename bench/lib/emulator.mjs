import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../packages/emulator/dist/main.js', import.meta.url));

/**
 * Gives `use` the port of an emulator process, which ends with it.
 *
 * @template T
 * @param {readonly string[]} args
 * @param {(port: number) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withEmulator(args, use) {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  try {
    const [line] = await Promise.race([
      once(createInterface({ input: child.stdout }), 'line'),
      closed.then(([code]) => {
        throw new Error(`the emulator ended with ${code} before it listened`);
      }),
    ]);
    return await use(JSON.parse(line).sls.port);
  } finally {
    child.kill('SIGTERM');
    await closed;
  }
}

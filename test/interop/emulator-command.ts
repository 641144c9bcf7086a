import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The emulator as a process of its own. */
export interface EmulatorCommand {
  readonly endpoint: string;
  readonly httpsEndpoint: string;
  stop(): Promise<void>;
}

/** Starts `polylog-emulator` under the given Node; a newer one can do what this one cannot. */
export async function startEmulatorCommand(node: string, flags: readonly string[]): Promise<EmulatorCommand> {
  const program = fileURLToPath(new URL('../../packages/emulator/dist/main.js', import.meta.url));
  const child = spawn(node, [program, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text)),
    exited.then(([code]) => Promise.reject(new Error(`The emulator ended with ${code} before it was ready.`))),
  ]);
  const { sls } = JSON.parse(line) as { sls: { endpoint: string; httpsEndpoint: string } };
  return {
    ...sls,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

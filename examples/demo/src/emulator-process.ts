import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

export interface EmulatorProcess {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts the command `polylog-emulator` as a process of its own and waits until this service of it is ready. */
export async function startEmulatorProcess(
  face: 'sls' | 'cls' | 'lts',
  flags: readonly string[],
): Promise<EmulatorProcess> {
  const manifest = createRequire(import.meta.url).resolve('@polylog/emulator/package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: { 'polylog-emulator': string } };
  const child = spawn(process.execPath, [join(dirname(manifest), bin['polylog-emulator']), ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text)),
    exited.then(([code]) =>
      Promise.reject(new Error(`The emulator ended with code ${String(code)} before it was ready.`)),
    ),
  ]);
  const ready = JSON.parse(line) as Record<typeof face, { endpoint: string }>;
  return {
    endpoint: ready[face].endpoint,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

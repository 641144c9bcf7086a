import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface RunOptions {
  /** Names of configuration files of this example. */
  readonly files: readonly string[];
  readonly results: string;
  /** What the configuration files take from the environment. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Runs the codebase as a process of its own, as it would run anywhere else, to its end. Rejects where it failed. */
export async function runConsumer({ files, results, variables }: RunOptions): Promise<void> {
  const program = fileURLToPath(new URL('./consume.js', import.meta.url));
  const paths = files.map((file) => fileURLToPath(new URL(`../${file}`, import.meta.url)));
  const child = spawn(process.execPath, [program, '--results', results, ...paths], {
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += String(text);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`consume.js ended with ${code} for ${files.join(' and ')}:\n${stderr}`);
}

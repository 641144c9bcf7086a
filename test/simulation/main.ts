import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadCore } from './core-under-test.js';
import { logs } from './open-log.js';
import { runSeeds } from './run-seeds.js';
import type { Provider } from './schedule.js';
import { createTally } from './tally.js';

/** What a worker tells. */
type Message =
  | { readonly kind: 'schedule'; readonly counts: readonly (readonly [string, number])[] }
  | { readonly kind: 'failure'; readonly trace: string };

/** Below this many schedules a rare kind of event is only bad luck. */
const ENOUGH_FOR_SHARES = 500;
const MOST_FAILURES = 3;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2000' },
    seed: { type: 'string' },
    workers: { type: 'string', default: '2' },
    provider: { type: 'string', default: 'memory' },
    core: { type: 'string' },
    worker: { type: 'string' },
  },
});
const one = values.seed === undefined ? undefined : number('seed', values.seed);
const range = one === undefined ? { from: 1, to: number('seeds', values.seeds) } : { from: one, to: one };
const provider = providerNamed(values.provider);
const workers = one === undefined ? Math.max(1, number('workers', values.workers)) : 1;

if (values.worker === undefined) process.exitCode = await lead();
else await follow(number('worker', values.worker));

async function lead(): Promise<number> {
  const tally = createTally();
  const failures: string[] = [];
  const startedAt = performance.now();
  let toldAt = startedAt;
  const onMessage = (message: Message): void => {
    if (message.kind === 'failure') failures.push(message.trace);
    else tally.add(new Map(message.counts));
    if (performance.now() - toldAt < 15_000) return;
    toldAt = performance.now();
    console.error(`simulate: ${tally.schedules} of ${range.to - range.from + 1} schedules`);
  };
  const codes = await Promise.all(
    Array.from({ length: workers }, (_, index) => {
      const child = fork(fileURLToPath(import.meta.url), [...process.argv.slice(2), '--worker', String(index)]);
      child.on('message', (message) => onMessage(message as Message));
      return new Promise<number>((resolve) =>
        child.on('exit', (code, signal) => {
          if (code !== 0) console.log(`\na worker ended with ${signal ?? `code ${code}`}`);
          resolve(code ?? 1);
        }),
      );
    }),
  );
  const rare = provider === 'memory' && tally.schedules >= ENOUGH_FOR_SHARES ? tally.rare() : [];
  if (one === undefined) console.log(tally.table());
  for (const trace of failures) console.log(`\n${trace}`);
  if (rare.length > 0) console.log(`\nhappened in fewer than 5 % of the schedules: ${rare.join(', ')}`);
  const tookS = Math.round((performance.now() - startedAt) / 1_000);
  console.log(`\n${tally.schedules} schedules, ${failures.length} broken, ${tookS} s on ${workers} workers`);
  return failures.length > 0 || rare.length > 0 || codes.some((code) => code !== 0) ? 1 : 0;
}

async function follow(index: number): Promise<void> {
  const tell = (message: Message): void => void process.send?.(message);
  const { failures } = await runSeeds(
    await loadCore(values.core),
    { provider, from: range.from + index, to: range.to, stride: workers, mostFailures: MOST_FAILURES },
    (counts) => tell({ kind: 'schedule', counts: [...counts] }),
  );
  for (const trace of failures) tell({ kind: 'failure', trace });
  process.disconnect?.();
}

function providerNamed(name: string): Provider {
  if (Object.hasOwn(logs, name)) return name as Provider;
  throw new Error(`--provider is "${name}"; there are: ${Object.keys(logs).join(', ')}.`);
}

function number(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new Error(`--${name} ${JSON.stringify(text)} is not a whole number.`);
}

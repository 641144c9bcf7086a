import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { credentials, logstore, project } from '../end-to-end/emulated-log.js';

const BATCHES = 1_000;
/**
 * The collector lets the old generation fill once before it collects it, which takes about this many batches: some 10 KB of a
 * batch grow old while a slow processor holds it. From then on the heap has its size, and the pools of buffers and sockets too.
 */
const WARM_UP_BATCHES = 1_250;
const BODY_BYTES = 1_000_000;
const SHARDS = 2;
const RSS_GROWTH_BYTES = 10 * 1024 * 1024;
/** One kilobyte that every batch leaves behind. */
const HEAP_GROWTH_BYTES = BATCHES * 1024;

interface Told {
  /** After each batch. */
  readonly rssBytes: readonly number[];
  readonly rawBytes: number;
  readonly heapGrowthBytes: number;
}

test('over 1,000 batches of 1 MB with a slow processor the process does not grow', { timeout: 240_000 }, async () => {
  const log = { ...credentials, project, logstore, group: 'g' };
  const batches = WARM_UP_BATCHES + BATCHES;
  const emulator = start('memory-emulator.mjs', {
    ...log,
    shards: SHARDS,
    // A few more: which shard is ahead at the end is chance.
    batchesPerShard: batches / SHARDS + 50,
    bodyBytes: BODY_BYTES,
  });
  const children = [emulator];
  try {
    const { endpoint } = await message<{ endpoint: string }>(emulator);
    const consumer = start('memory-consumer.mjs', {
      ...log,
      endpoint,
      batches,
      warmUpBatches: WARM_UP_BATCHES,
      workMs: 4,
    });
    children.push(consumer);
    const { rssBytes, rawBytes, heapGrowthBytes } = await message<Told>(consumer);
    expect(rawBytes / batches).toBeGreaterThan(0.9 * BODY_BYTES);
    const quarters = [0, 1, 2, 3].map((quarter) => {
      const from = WARM_UP_BATCHES + (quarter * BATCHES) / 4;
      return median(rssBytes.slice(from, from + BATCHES / 4));
    });
    const [first = 0, , , last = 0] = quarters;
    const told = `MiB at the first batch ${mebibytes(rssBytes[0] ?? 0)}, median of each quarter ${quarters.map(mebibytes).join(', ')}; more on the heap after a collection ${mebibytes(heapGrowthBytes)}`;
    console.log(told);
    expect(last - first, told).toBeLessThanOrEqual(RSS_GROWTH_BYTES);
    expect(heapGrowthBytes, told).toBeLessThanOrEqual(HEAP_GROWTH_BYTES);
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
});

function start(program: string, settings: object): ChildProcess {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const execArgv = ['--expose-gc'];
  return fork(path, [JSON.stringify(settings)], { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

/** The one message of a child, or an error if it ends without one. */
async function message<Message>(child: ChildProcess): Promise<Message> {
  const [told] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`A child ended with ${code} and told nothing.`))),
  ]);
  return told as Message;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function mebibytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}

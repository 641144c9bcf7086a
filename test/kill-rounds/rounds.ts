import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '../seeded-random.js';
import { createAudit } from './audit.js';
import type { Clients, Cloud } from './clouds.js';
import { builtEmulator, type EmulatorProcess, startEmulatorProcess, tearEnd } from './emulator-process.js';
import { createSaver } from './saving.js';
import { nothingSent, writeUntil } from './writing.js';

export interface RoundsOptions {
  readonly cloud: Cloud;
  readonly rounds: number;
  readonly seed: number;
  readonly say: (line: string) => void;
  /** The `main.js` of the emulator. Default: the one that was built. */
  readonly emulator?: string;
}

export interface RoundsVerdict {
  readonly rounds: number;
  readonly sent: number;
  /** Answered as stored. */
  readonly stored: number;
  readonly saves: number;
  readonly settings: number;
  /** Ends of files that were torn, and found to be. */
  readonly torn: number;
  readonly lost: number;
  /** In words. */
  readonly wrong: readonly string[];
}

const LONGEST_ROUND_MS = 600;
/** One in so many rounds tears the end of the file, or splits a partition. */
const TEARS = 3;
const SPLITS = 8;
const MOST_SPLITS = 6;

/**
 * Starts the emulator on a directory, writes to it and saves with several clients at once, kills it at some moment, starts it
 * again, and looks whether all is there that was answered. The same directory and the same port for all rounds.
 */
export async function playKillRounds(options: RoundsOptions): Promise<RoundsVerdict> {
  const { cloud, rounds, seed, say, emulator: main = builtEmulator } = options;
  const directory = mkdtempSync(join(tmpdir(), 'polylog-kill-rounds-'));
  const random = seededRandom(seed);
  const sent = nothingSent();
  const saver = createSaver();
  const audit = createAudit(cloud, sent);
  const lost = new Set<string>();
  const wrong: string[] = [];
  let torn = 0;
  let splits = 0;
  let port = 0;
  let clients: Clients | undefined;
  let running: EmulatorProcess | undefined;
  const start = async (): Promise<EmulatorProcess> => {
    running = await startEmulatorProcess(main, ['--data', directory, '--port', String(port), ...cloud.flags]);
    port = running.port;
    return running;
  };

  try {
    for (let round = 1; round <= rounds; round++) {
      const emulator = await start();
      clients ??= cloud.open(`http://127.0.0.1:${port}`);
      if (round % SPLITS === 0 && splits < MOST_SPLITS && clients.admin) {
        await splitOne(clients, random);
        splits += 1;
      }
      const untilMs = 20 + random() * LONGEST_ROUND_MS;
      const stop = new AbortController();
      const before = { stored: sent.stored.size, saves: saver.saves };
      const working = Promise.allSettled([
        writeUntil(clients, cloud.writers, sent, random, stop.signal),
        saver.run(clients, stop.signal),
      ]);
      await pause(untilMs);
      await emulator.kill();
      stop.abort();
      await working;
      const isTorn = round % TEARS === 0;
      if (isTorn) tearEnd(directory, random());
      const again = await start();
      if (again.said().includes('never finished')) torn += 1;
      else if (isTorn) wrong.push(`round ${round}: nothing was said of the torn end`);

      const o = { signal: AbortSignal.timeout(60_000) };
      const findings = await audit(clients, o);
      for (const id of findings.lost) lost.add(id);
      const all = [...findings.wrong, ...(await saver.check(clients, o))];
      wrong.push(...all.slice(0, 5).map((what) => `round ${round}: ${what}`));
      const counts = `${sent.stored.size - before.stored} stored, ${saver.saves - before.saves} saved`;
      say(
        `${String(round).padStart(3)}/${rounds}  killed after ${Math.round(untilMs)} ms: ${counts}; lost ${findings.lost.length}, wrong ${all.length}${isTorn ? '; end torn' : ''}`,
      );
      await again.kill();
    }
  } finally {
    await running?.kill();
    await clients?.close();
    rmSync(directory, { recursive: true, force: true });
  }
  return {
    rounds,
    sent: sent.texts.size,
    stored: sent.stored.size,
    saves: saver.saves,
    settings: sent.setting.done,
    torn,
    lost: lost.size,
    wrong,
  };
}

async function splitOne({ admin }: Clients, random: () => number): Promise<void> {
  const o = { signal: AbortSignal.timeout(10_000) };
  const open = ((await admin?.partitions(o)) ?? []).filter(({ readOnly }) => !readOnly);
  const chosen = open[Math.floor(random() * open.length)];
  if (chosen) await admin?.splitPartition(chosen.id, o);
}

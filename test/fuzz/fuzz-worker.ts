import { parentPort, workerData } from 'node:worker_threads';
import { readCorpus, replayCorpus } from './corpus.js';
import { fuzz } from './fuzz.js';
import type { FuzzCase } from './fuzz-case.js';
import { shrink } from './shrink.js';
import { targets } from './targets.js';

/** What a worker is to do. */
export interface WorkerTask {
  readonly target: string;
  /** Where the kept cases lie, which come first. */
  readonly corpus: string;
  readonly seed: number;
  readonly from: number;
  readonly runs: number;
  /** Epoch milliseconds; 0 for no end. */
  readonly endAtMs: number;
  /**
   * One number: the run that is under way, for who waits for one that never ends; -1 is the first of the kept cases, -2 the
   * second.
   */
  readonly progress: SharedArrayBuffer;
}

/** What it says once it is done. */
export interface WorkerReport {
  readonly kept: number;
  /** What went wrong with kept cases, a line each. */
  readonly wrong: readonly string[];
  readonly runs: number;
  readonly mutated: number;
  readonly valid: number;
  readonly refused: number;
  readonly finding?: {
    readonly run: number;
    readonly kind: string;
    readonly text: string;
    readonly fields: FuzzCase['fields'];
    readonly body: Uint8Array;
  };
}

/** The clock is asked only now and then. */
const RUNS_BETWEEN_LOOKS = 256;

const { target: name, corpus, seed, from, runs, endAtMs, progress } = workerData as WorkerTask;
const target = targets.get(name);
if (target === undefined) throw new Error(`no target ${name} on this Node`);
const current = new Int32Array(progress);
const kept = readCorpus(corpus, name);
const wrong = await replayCorpus(target, kept, (index) => Atomics.store(current, 0, -1 - index));
const { finding, ...counts } = await fuzz(target, {
  seed,
  from,
  runs,
  goOn(run) {
    Atomics.store(current, 0, run);
    return endAtMs === 0 || run % RUNS_BETWEEN_LOOKS !== 0 || Date.now() < endAtMs;
  },
});
const report: WorkerReport = { kept: kept.length, wrong, ...counts };
if (finding === undefined) parentPort?.postMessage(report);
else {
  const { run, kind, given, error } = finding;
  const { fields, body } = await shrink(target, given, error);
  parentPort?.postMessage({ ...report, finding: { run, kind, text: textOf(error), fields, body } });
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `\ncaused by ${error.cause.stack}` : '';
  return `${error.stack}${cause}`;
}

import { Worker } from 'node:worker_threads';
import type { WorkerReport, WorkerTask } from './fuzz-worker.js';

/** No run takes a hundredth of that, on any machine. */
const LONGEST_RUN_MS = 20_000;
const LOOK_EVERY_MS = 1_000;

/** How a worker ended: with its report, or in the middle of a run that never ended or that took the thread along. */
export type WorkerEnd =
  | { readonly kind: 'reported'; readonly report: WorkerReport }
  | { readonly kind: 'hung' | 'crashed'; readonly run: number; readonly text: string };

/** Fuzzes in a thread of its own, so that an endless loop is seen from outside. */
export function fuzzInWorker(task: Omit<WorkerTask, 'progress'>): Promise<WorkerEnd> {
  const progress = new SharedArrayBuffer(4);
  const current = new Int32Array(progress);
  const worker = new Worker(new URL('fuzz-worker.js', import.meta.url), { workerData: { ...task, progress } });
  return new Promise((resolve) => {
    let seen = -1;
    let since = performance.now();
    const end = (result: WorkerEnd): void => {
      clearInterval(watch);
      resolve(result);
      void worker.terminate();
    };
    const watch = setInterval(() => {
      const run = Atomics.load(current, 0);
      if (run !== seen) since = performance.now();
      seen = run;
      if (performance.now() - since > LONGEST_RUN_MS)
        end({ kind: 'hung', run, text: `no end after ${LONGEST_RUN_MS} ms` });
    }, LOOK_EVERY_MS);
    worker.on('message', (report: WorkerReport) => end({ kind: 'reported', report }));
    worker.on('error', (error) => {
      end({ kind: 'crashed', run: Atomics.load(current, 0), text: error.stack ?? String(error) });
    });
    worker.on('exit', (code) => {
      end({ kind: 'crashed', run: Atomics.load(current, 0), text: `the thread ended with ${code}` });
    });
  });
}

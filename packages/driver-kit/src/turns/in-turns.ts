import { type LoopTurns, SLICE_BYTES } from './loop-turns.js';

/** Work that goes over bytes from their begin to their end, and can stop on its way. */
export interface SlicedWork<T> {
  readonly totalBytes: number;
  /** How many of them are done. */
  readonly doneBytes: () => number;
  /** Goes on until so many are done, or to the next place where it can stop; answers its result once it is at the end. */
  readonly goOn: (untilBytes: number) => T | undefined;
}

/** The same for work that says after each of its steps how many bytes are done. */
export async function stepsInTurns<T>(
  steps: Iterator<number, T>,
  totalBytes: number,
  turns: LoopTurns,
  signal?: AbortSignal,
): Promise<T> {
  let doneBytes = 0;
  // In a box: a result may be undefined itself.
  const goOn = (untilBytes: number): { readonly result: T } | undefined => {
    while (doneBytes < untilBytes) {
      const step = steps.next();
      if (step.done) return { result: step.value };
      doneBytes = step.value;
    }
    return undefined;
  };
  return (await inTurns({ totalBytes, doneBytes: () => doneBytes, goOn }, turns, signal)).result;
}

/** Does it in slices, each in a turn of the event loop that has room for it. Rejects with the signal's reason between two. */
export async function inTurns<T>(work: SlicedWork<T>, turns: LoopTurns, signal?: AbortSignal): Promise<T> {
  for (;;) {
    const done = work.doneBytes();
    await turns.take(Math.min(SLICE_BYTES, work.totalBytes - done));
    signal?.throwIfAborted();
    const result = work.goOn(done + SLICE_BYTES);
    if (result !== undefined) return result;
  }
}

/** A class, not a literal: V8 makes literals that outlive a sleep in the old space, with all that hangs on them. */
class Entry {
  readonly run: () => void;
  /** Its place among those that wait; -1 once it is out. */
  at: number;

  constructor(run: () => void, at: number) {
    this.run = run;
    this.at = at;
  }
}

interface Watch {
  /**
   * In no order. Not a Set: the tables that a Set has grown out of keep what was in them, and each the one that followed,
   * so that under thousands of calls a second everything a call has touched lives until the next full collection.
   */
  readonly waiting: Entry[];
  readonly fire: () => void;
}

const watches = new WeakMap<AbortSignal, Watch>();

/**
 * Calls `run` once when the signal aborts, never for one that has aborted before; the answer takes that back. A signal gets
 * one listener of ours, however many calls wait on it: with more than ten Node warns of a leak, and fifty pulls on the
 * signal of one consumer are none.
 */
export function onAbort(signal: AbortSignal, run: () => void): () => void {
  const watch = watches.get(signal) ?? startWatch(signal);
  const { waiting } = watch;
  const entry = new Entry(run, waiting.length);
  waiting.push(entry);
  return () => {
    takeOut(waiting, entry);
    if (waiting.length > 0 || watches.get(signal) !== watch) return;
    watches.delete(signal);
    signal.removeEventListener('abort', watch.fire);
  };
}

/** The last one moves to its place. */
function takeOut(waiting: Entry[], entry: Entry): void {
  if (entry.at < 0) return;
  const last = waiting.pop() as Entry;
  if (last !== entry) {
    waiting[entry.at] = last;
    last.at = entry.at;
  }
  entry.at = -1;
}

/** What one throws must not keep the others from being told; it goes where a listener's would. */
function runAlone({ run }: Entry): void {
  try {
    run();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

function startWatch(signal: AbortSignal): Watch {
  const waiting: Entry[] = [];
  const fire = (): void => {
    watches.delete(signal);
    for (const entry of [...waiting]) if (entry.at >= 0) runAlone(entry);
  };
  signal.addEventListener('abort', fire, { once: true });
  const watch = { waiting, fire };
  watches.set(signal, watch);
  return watch;
}

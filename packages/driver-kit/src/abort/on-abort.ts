interface Watch {
  readonly waiting: Set<() => void>;
  readonly fire: () => void;
}

const watches = new WeakMap<AbortSignal, Watch>();

/**
 * Calls `run` once when the signal aborts; the answer takes that back. A signal gets one listener of ours, however many
 * calls wait on it: with more than ten Node warns of a leak, and fifty pulls on the signal of one consumer are none.
 */
export function onAbort(signal: AbortSignal, run: () => void): () => void {
  const watch = watches.get(signal) ?? startWatch(signal);
  // An entry of its own, so that the same function given twice runs twice.
  const entry = (): void => run();
  watch.waiting.add(entry);
  return () => {
    watch.waiting.delete(entry);
    if (watch.waiting.size > 0 || watches.get(signal) !== watch) return;
    watches.delete(signal);
    signal.removeEventListener('abort', watch.fire);
  };
}

function startWatch(signal: AbortSignal): Watch {
  const waiting = new Set<() => void>();
  const fire = (): void => {
    watches.delete(signal);
    for (const run of [...waiting]) run();
  };
  signal.addEventListener('abort', fire, { once: true });
  const watch = { waiting, fire };
  watches.set(signal, watch);
  return watch;
}

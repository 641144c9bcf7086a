import type { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

export type SignalName = 'SIGINT' | 'SIGTERM';

/** One Ctrl-C may come twice: to the whole group from the terminal, and from a parent (npm, timeout) that hands it on. */
const SAME_SIGNAL_MS = 1_000;

/**
 * Tells the first SIGINT or SIGTERM instead of ending the process by it. One that comes within a second is taken for the
 * same; after that, a second one ends the process at once. Answers what stops listening.
 */
export function onFirstSignal(
  tell: (name: SignalName) => void,
  source: EventEmitter = process,
  pause: () => Promise<void> = () => sleep(SAME_SIGNAL_MS, undefined, { ref: false }),
): () => void {
  let told = false;
  const stop = (): void => void source.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  function onSignal(name: SignalName): void {
    if (told) return;
    told = true;
    // Without a listener the next one ends the process.
    void pause().then(stop);
    tell(name);
  }
  source.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return () => {
    // Else its double ends what is just reporting.
    if (!told) stop();
  };
}

import { onAbort } from '@polylog/core/driver';

/** Whoever cannot go yet waits. Nobody overtakes, but that some let all others pass. */
export interface WaitingLine {
  /**
   * Resolves when `tryGo`, called in turn, has said true: it takes what there is to take. Rejects with the signal's reason.
   */
  enter(tryGo: () => boolean, o: { readonly letsPass: boolean; readonly signal: AbortSignal }): Promise<void>;
  /** To be called whenever somebody may go now who could not before. */
  moveOn(): void;
}

interface Waiter {
  readonly tryGo: () => boolean;
  readonly go: () => void;
}

export function createWaitingLine(): WaitingLine {
  const first: Waiter[] = [];
  const last: Waiter[] = [];

  const moveOn = (): void => {
    for (const line of [first, last]) {
      for (let next = line[0]; next !== undefined; next = line[0]) {
        if (!next.tryGo()) return;
        line.shift();
        next.go();
      }
    }
  };

  return {
    moveOn,
    async enter(tryGo, { letsPass, signal }) {
      signal.throwIfAborted();
      if (first.length === 0 && (!letsPass || last.length === 0) && tryGo()) return;
      const line = letsPass ? last : first;
      await new Promise<void>((resolve, reject) => {
        const waiter: Waiter = {
          tryGo,
          go() {
            offAbort();
            resolve();
          },
        };
        line.push(waiter);
        const offAbort = onAbort(signal, () => {
          line.splice(line.indexOf(waiter), 1);
          reject(signal.reason);
          // Who stood behind may not have to wait for what this one waited for.
          moveOn();
        });
      });
    },
  };
}

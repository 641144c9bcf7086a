import { onAbort } from '@polylog/core/driver';

/** Whoever cannot go yet waits, in one of two lines. In a line nobody overtakes; those of the last let the first go before them. */
export interface WaitingLine {
  /**
   * Resolves when `tryGo`, called in turn, has said true: it takes what there is to take. Rejects with the signal's reason.
   */
  enter(tryGo: () => boolean, o: { readonly letsPass: boolean; readonly signal: AbortSignal }): Promise<void>;
  /** Whether anybody stands in that line. */
  waits(line: 'first' | 'last'): boolean;
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
        if (!next.tryGo()) break;
        line.shift();
        next.go();
      }
    }
  };

  return {
    moveOn,
    waits: (line) => (line === 'first' ? first : last).length > 0,
    async enter(tryGo, { letsPass, signal }) {
      signal.throwIfAborted();
      const line = letsPass ? last : first;
      if (line.length === 0 && tryGo()) return;
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

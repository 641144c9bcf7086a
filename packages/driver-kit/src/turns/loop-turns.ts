/**
 * Shares the turns of this process' event loop among all that decode, so that between two turns, when timers fire and
 * heartbeats go out, there is never more than a slice of work, however many bodies arrive at once.
 */
export interface LoopTurns {
  /**
   * To be called before work on so many raw bytes, which then follows at once. Undefined where this turn has room for it;
   * else a promise that resolves in the first turn that has. What is larger than a slice gets a turn of its own.
   */
  take(bytes: number): Promise<void> | undefined;
}

/** Some milliseconds of decompressing and checking, and hundreds of bodies of the usual size a second. */
export const SLICE_BYTES: number = 4 * 1024 * 1024;

/** `nextTurn` calls back in the next turn of the loop. */
export function createLoopTurns(nextTurn: (run: () => void) => void): LoopTurns {
  const waiting: { readonly bytes: number; readonly go: () => void }[] = [];
  let usedBytes = 0;
  let watching = false;

  const watch = (): void => {
    if (watching) return;
    watching = true;
    nextTurn(() => {
      watching = false;
      usedBytes = 0;
      for (let first = waiting[0]; first !== undefined && hasRoom(first.bytes); first = waiting[0]) {
        waiting.shift();
        use(first.bytes);
        first.go();
      }
    });
  };
  const hasRoom = (bytes: number): boolean => usedBytes === 0 || usedBytes + bytes <= SLICE_BYTES;
  const use = (bytes: number): void => {
    usedBytes += bytes;
    watch();
  };

  return {
    take(bytes) {
      if (waiting.length === 0 && hasRoom(bytes)) {
        use(bytes);
        return undefined;
      }
      return new Promise((go) => waiting.push({ bytes, go }));
    },
  };
}

/** Of this process. */
export const loopTurns: LoopTurns = createLoopTurns(setImmediate);

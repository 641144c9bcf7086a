/** How a key stands with the gateway. */
export interface KeyState {
  /** Bad signatures since the last good one. */
  readonly badInARow: number;
  /** Most of them that ever came in a row. */
  readonly mostBadInARow: number;
  /** Epoch milliseconds; undefined where it is not locked. */
  readonly lockedUntilMs: number | undefined;
}

/** After more than five bad signatures in a row a key is locked for five minutes, whatever is sent meanwhile. */
export interface KeyLock {
  isLocked(id: string, nowMs: number): boolean;
  good(id: string): void;
  bad(id: string, nowMs: number): void;
  state(id: string, nowMs: number): KeyState;
}

const MOST_BAD = 5;
const LOCK_MS = 5 * 60_000;
const unknown = { badInARow: 0, mostBadInARow: 0, lockedUntilMs: Number.NEGATIVE_INFINITY };

export function createKeyLock(): KeyLock {
  const states = new Map<string, typeof unknown>();
  const stateOf = (id: string): typeof unknown => states.get(id) ?? unknown;
  const isLocked = (id: string, nowMs: number): boolean => nowMs < stateOf(id).lockedUntilMs;
  return {
    isLocked,
    good(id) {
      if (states.has(id)) states.set(id, { ...stateOf(id), badInARow: 0 });
    },
    bad(id, nowMs) {
      const { badInARow: before, mostBadInARow, lockedUntilMs } = stateOf(id);
      const count = before + 1;
      const most = Math.max(mostBadInARow, count);
      states.set(
        id,
        count > MOST_BAD
          ? { badInARow: 0, mostBadInARow: most, lockedUntilMs: nowMs + LOCK_MS }
          : { badInARow: count, mostBadInARow: most, lockedUntilMs },
      );
    },
    state(id, nowMs) {
      const { badInARow, mostBadInARow, lockedUntilMs } = stateOf(id);
      return { badInARow, mostBadInARow, lockedUntilMs: isLocked(id, nowMs) ? lockedUntilMs : undefined };
    },
  };
}

/** What is reserved for a partition's first body, of which nothing is known yet. */
const FIRST_GUESS_BYTES = 1024 * 1024;

/** How much memory a partition's next body may need, from what the last ones did. */
export interface SizeGuess {
  guessBytes(): number;
  learn(bytes: number): void;
}

export function createSizeGuess(mostBytes: number): SizeGuess {
  let recent: number | undefined;
  return {
    guessBytes: () => Math.min(mostBytes, recent === undefined ? FIRST_GUESS_BYTES : 2 * recent),
    learn(bytes) {
      // Decays, so that one huge body does not make every later guess huge.
      recent = Math.max(bytes, Math.floor((recent ?? 0) * 0.9));
    },
  };
}

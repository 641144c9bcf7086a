import type { DeadLetter } from './dead-letter.js';
import type { DeadLetterSink } from './dead-letter-sink.js';

export interface MemoryDeadLetterSink extends DeadLetterSink {
  /** All letters in the order they came. */
  readonly letters: readonly DeadLetter[];
}

/** For tests: keeps every letter, without end. */
export function createMemoryDeadLetterSink(): MemoryDeadLetterSink {
  const kept: DeadLetter[] = [];
  return {
    letters: kept,
    async write(letters, { signal }) {
      signal.throwIfAborted();
      kept.push(...letters);
    },
  };
}

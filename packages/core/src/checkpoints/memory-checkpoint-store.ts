import type { Position } from '../position.js';
import type { CheckpointStore } from './checkpoint-store.js';

/** For tests, and for consumers that come and go inside one process. Keeps what it has when it is closed. */
export function createMemoryCheckpointStore(): CheckpointStore {
  const saved = new Map<string, Position>();
  return {
    async load(partitionIds, { signal }) {
      signal.throwIfAborted();
      return new Map([...saved].filter(([id]) => partitionIds.includes(id)));
    },
    async save(checkpoints, { signal }) {
      signal.throwIfAborted();
      for (const { partition, position } of checkpoints) saved.set(partition, position);
    },
    close: () => Promise.resolve(),
  };
}

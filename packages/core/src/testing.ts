/** `@polylog/core/testing`: a clock that stands still and a log in memory, for the library's own tests and for users'. */
export { createFakeClock, type FakeClock, type FakeClockOptions } from './testing/fake-clock.js';
export {
  type MemoryCall,
  type MemoryFault,
  type MemoryFaults,
  MemoryLogError,
} from './testing/memory-faults.js';
export type { MemoryGroup } from './testing/memory-group.js';
export { createMemoryLog, type MemoryLog, type MemoryLogOptions } from './testing/memory-log.js';
export type { MemoryPartition } from './testing/memory-partition.js';
export type { MemoryEntry } from './testing/memory-record.js';

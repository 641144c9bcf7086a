import type { PartitionStatus } from './partition/worker.js';

/** What a consumer is doing, at one moment. */
export interface ConsumerStatus {
  readonly state: 'created' | 'joining' | 'running' | 'stopping' | 'stopped';
  /** One for each member of a group in this process; empty without a group. */
  readonly members: readonly MemberStatus[];
  readonly partitions: readonly PartitionStatus[];
  /** Bytes of the memory budget in use, by whoever shares it. */
  readonly bytesHeld: number;
}

export interface MemberStatus {
  readonly member: string;
  /** When the last heartbeat that was answered was sent, epoch milliseconds. */
  readonly lastHeartbeatMs: number | undefined;
  readonly sessionTimeoutMs: number;
}

export type { CheckpointStore } from './checkpoints/checkpoint-store.js';
export { createFileCheckpointStore, type FileCheckpointStoreOptions } from './checkpoints/file-checkpoint-store.js';
export { createMemoryCheckpointStore } from './checkpoints/memory-checkpoint-store.js';
export { type Consumer, createConsumer, type StopReport } from './consumer.js';
export type { ConsumerStatus, MemberStatus } from './consumer-status.js';
export type { DeadLetter, DeadLetterFailure, DeadLetterValue } from './dead-letter/dead-letter.js';
export type { DeadLetterSink } from './dead-letter/dead-letter-sink.js';
export { createFileDeadLetterSink, type FileDeadLetterSinkOptions } from './dead-letter/file-dead-letter-sink.js';
export { createMemoryDeadLetterSink, type MemoryDeadLetterSink } from './dead-letter/memory-dead-letter-sink.js';
export { type ReadDeadLettersOptions, readDeadLetters, type TornLine } from './dead-letter/read-dead-letters.js';
export type { CallOptions, Checkpoint, Partition } from './driver.js';
export type { ErrorCode } from './errors/code.js';
export { ConsumerError, type ConsumerErrorDetails, isConsumerError } from './errors/consumer-error.js';
export {
  createMemoryBudget,
  type MemoryBudget,
  type MemoryBudgetOptions,
  type Reservation,
} from './flow/memory-budget.js';
export type {
  CheckpointRow,
  GroupActivity,
  GroupAdmin,
  GroupChanges,
  GroupCheckpoint,
  GroupDescription,
  GroupInfo,
  GroupMember,
  LagMeasure,
  NewGroup,
  PartitionInfo,
  PartitionLag,
  ResetReport,
  ResetRow,
  ResetSpec,
} from './group-admin.js';
export type { FieldValue, Moment, NewRecord, RecordTime } from './new-record.js';
export { onEvent } from './observe/channels.js';
export type { ConsumerEvent, EventKind, EventOf, EventSource } from './observe/events.js';
export { type LogFields, type Logger, silentLogger, stderrLogger } from './observe/logger.js';
export type {
  CheckpointOption,
  ConsumerOptions,
  GroupOptions,
  HandlerOptions,
  SharedOptions,
  StandaloneOptions,
  StartOption,
  TimeOption,
} from './options.js';
export type { CheckpointTracker, Rewind } from './partition/checkpoint-tracker.js';
export type { ConsumedBatch } from './partition/hand-over.js';
export type { PartitionReport, PartitionStatus } from './partition/worker.js';
export { type Position, type StartPoint, toPosition } from './position.js';
export type { PartitionContext, Processor, ProcessorFactory, ProcessResult, ShutdownReason } from './processor.js';
export type { CloseReport, Producer, ProducerRecord, SendReceipt, SendReport } from './producer.js';
export type { Batch, LogRecord } from './record.js';

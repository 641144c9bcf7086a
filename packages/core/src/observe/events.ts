import type { ErrorCode } from '../errors/code.js';
import type { Position } from '../position.js';

/** Who an event is about. `group` is absent in standalone mode. */
export interface EventSource {
  readonly provider: string;
  readonly group?: string;
  readonly member?: string;
}

/** What happens inside a consumer or a producer, noun first. Never holds a credential or the content of a record. */
export type ConsumerEvent = EventSource &
  (
    | { readonly kind: 'member-joined'; readonly joinedAtMs: number }
    | { readonly kind: 'member-left'; readonly how: 'released' | 'after-timeout' }
    | { readonly kind: 'group-differs'; readonly setting: string; readonly wanted: string; readonly inForce: string }
    /** An option, or a guarantee that was required, goes beyond this provider, and the user chose to go on without it. */
    | { readonly kind: 'option-unsupported'; readonly option: string; readonly message: string }
    /** Nothing was saved yet with this provider, and the configuration names others, where there may be checkpoints. */
    | { readonly kind: 'checkpoints-elsewhere'; readonly providers: readonly string[]; readonly message: string }
    | { readonly kind: 'heartbeat-shortened'; readonly askedMs: number; readonly usedMs: number }
    | { readonly kind: 'lease-lost'; readonly partitions: readonly string[]; readonly message: string }
    | { readonly kind: 'partition-assigned'; readonly partition: string }
    | {
        readonly kind: 'partition-started';
        readonly partition: string;
        readonly from: Position;
        readonly resumed: boolean;
      }
    | { readonly kind: 'partition-revoked'; readonly partition: string }
    | { readonly kind: 'partition-released'; readonly partition: string; readonly saved: boolean }
    | { readonly kind: 'partition-lost'; readonly partition: string; readonly message: string }
    | { readonly kind: 'partition-ended'; readonly partition: string; readonly at: Position }
    | {
        readonly kind: 'partition-failed';
        readonly partition: string;
        readonly code: ErrorCode;
        readonly message: string;
      }
    | {
        readonly kind: 'batch-read';
        readonly partition: string;
        readonly records: number;
        readonly rawBytes: number;
        readonly tookMs: number;
      }
    | { readonly kind: 'batch-done'; readonly partition: string; readonly records: number; readonly tookMs: number }
    /** A batch completed after its lease was lost: nothing is saved, and another member reads it again. */
    | { readonly kind: 'batch-done-late'; readonly partition: string; readonly records: number }
    /** `process` threw. Without `retryInMs` it is not tried again here: that was the last try, or the partition is being drained. */
    | {
        readonly kind: 'process-failed';
        readonly partition: string;
        readonly records: number;
        readonly attempt: number;
        readonly retryInMs?: number;
        readonly message: string;
      }
    /** A batch that kept failing was passed over, because the user chose `skip`. */
    | {
        readonly kind: 'batch-skipped';
        readonly partition: string;
        readonly records: number;
        readonly from: Position;
        readonly to: Position;
        readonly message: string;
      }
    /** A record that kept failing is in the dead-letter sink. */
    | { readonly kind: 'record-parked'; readonly partition: string; readonly record: string; readonly message: string }
    /** `shutdown` threw when the partition was lost or had failed already. */
    | { readonly kind: 'shutdown-failed'; readonly partition: string; readonly message: string }
    | { readonly kind: 'partition-rewound'; readonly partition: string; readonly to: Position }
    /** The position was lost, and the user had named where to go on. */
    | {
        readonly kind: 'position-reset';
        readonly partition: string;
        readonly from: Position;
        readonly to: Position;
      }
    | { readonly kind: 'partition-paused'; readonly partition: string }
    | { readonly kind: 'partition-resumed'; readonly partition: string }
    /** Something kept the event loop from turning, so that a heartbeat came late. */
    | { readonly kind: 'event-loop-blocked'; readonly blockedMs: number }
    /** The service passed over records without being asked to. */
    | {
        readonly kind: 'records-skipped';
        readonly partition: string;
        readonly from: Position;
        readonly to: Position;
        readonly description: string;
      }
    | { readonly kind: 'checkpoint-saved'; readonly partition: string; readonly position: Position }
    | {
        readonly kind: 'checkpoint-refused';
        readonly partition: string;
        readonly code: ErrorCode;
        readonly message: string;
      }
    | { readonly kind: 'drain-timed-out'; readonly partition: string; readonly afterMs: number }
    | { readonly kind: 'memory-overdrawn'; readonly partition: string; readonly bytes: number }
    | {
        readonly kind: 'call-retried';
        readonly call: 'join' | 'heartbeat' | 'partitions' | 'checkpoints' | 'locate' | 'read' | 'save' | 'put';
        readonly partition?: string;
        readonly code: ErrorCode;
        readonly message: string;
        readonly attempt: number;
        readonly delayMs: number;
      }
    | { readonly kind: 'consumer-stopped'; readonly inTime: boolean; readonly abandoned: number }
    /** A producer's batch is stored, after so many tries. */
    | {
        readonly kind: 'batch-stored';
        readonly records: number;
        readonly rawBytes: number;
        readonly tries: number;
        readonly tookMs: number;
      }
    /** The promises of these records were rejected. With `tries` above 0 they may be stored, if an answer was lost. */
    | {
        readonly kind: 'records-failed';
        readonly records: number;
        readonly code: ErrorCode;
        readonly message: string;
        readonly tries: number;
      }
    | { readonly kind: 'producer-closed'; readonly inTime: boolean; readonly stored: number; readonly failed: number }
  );

export type EventKind = ConsumerEvent['kind'];
export type EventOf<Kind extends EventKind> = Extract<ConsumerEvent, { readonly kind: Kind }>;
/** An event as the engine's parts hand it in, before its source is added. */
export type UnsourcedEvent = ConsumerEvent extends infer Event
  ? Event extends ConsumerEvent
    ? Omit<Event, keyof EventSource>
    : never
  : never;
export type Emit = (event: UnsourcedEvent) => void;

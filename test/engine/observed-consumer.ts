import {
  type Batch,
  type Consumer,
  type ConsumerEvent,
  type ConsumerOptions,
  createConsumer,
  type EventKind,
  onEvent,
  type PartitionContext,
  type StopReport,
} from '@polylog/core';
import type { LogDriver } from '@polylog/core/driver';
import type { FakeClock } from '@polylog/core/testing';

/** A consumer in virtual time, with everything it did written down. */
export interface ObservedConsumer {
  readonly consumer: Consumer;
  readonly member: string;
  /** `<partition>:<value of field n>` of each record, in order of hand-out. */
  readonly handled: string[];
  readonly events: ConsumerEvent[];
  of(kind: EventKind): ConsumerEvent[];
  /** What `run` came to: undefined while it runs, `'resolved'`, or the error. */
  outcome(): unknown;
  stop(deadlineMs?: number): Promise<StopReport>;
}

type Overrides = Partial<
  Record<
    | keyof ConsumerOptions
    | 'group'
    | 'start'
    | 'member'
    | 'sessionTimeoutMs'
    | 'heartbeatMs'
    | 'order'
    | 'create'
    | 'update'
    | 'members'
    | 'checkpointStore'
    | 'partitions',
    unknown
  >
>;

const running = new Set<() => Promise<void>>();

/** Starts it at once, in group `g`. */
export function observeConsumer(
  log: { readonly driver: () => LogDriver },
  clock: FakeClock,
  member: string,
  overrides: Overrides & { readonly handle?: (batch: Batch, context: PartitionContext) => Promise<void> | void } = {},
): ObservedConsumer {
  const handled: string[] = [];
  const events: ConsumerEvent[] = [];
  const { handle, ...others } = overrides;
  const ends = kinds.map((kind) =>
    onEvent(kind, (event) => {
      if (event.member?.startsWith(member) || others.partitions !== undefined) events.push(event);
    }),
  );
  const process = async (batch: Batch, context: PartitionContext): Promise<void> => {
    for (const record of batch.records) handled.push(`${batch.partition}:${record.get('n') ?? ''}`);
    await handle?.(batch, context);
  };
  const grouped = others.partitions === undefined ? { group: 'g', member, start: 'earliest' } : {};
  const handler = 'processor' in others || 'processRecord' in others ? {} : { process };
  const consumer = createConsumer({
    driver: log.driver(),
    clock,
    random: () => 0.5,
    logger: 'silent',
    // The tests of the tries name their number.
    processorTries: 1,
    ...grouped,
    ...handler,
    ...others,
  } as unknown as ConsumerOptions);
  let outcome: unknown;
  const ran = consumer.run().then(
    () => {
      outcome = 'resolved';
    },
    (error: unknown) => {
      outcome = error;
    },
  );
  const stop = async (deadlineMs?: number): Promise<StopReport> => {
    const stopping = consumer.stop(deadlineMs === undefined ? {} : { deadlineMs });
    await clock.advance(deadlineMs ?? 30_000);
    const report = await stopping;
    await ran;
    for (const end of ends) end();
    running.delete(cleanUp);
    return report;
  };
  const cleanUp = async (): Promise<void> => {
    await stop();
  };
  running.add(cleanUp);
  return {
    consumer,
    member,
    handled,
    events,
    of: (kind) => events.filter((event) => event.kind === kind),
    outcome: () => outcome,
    stop,
  };
}

/** Stops what a test has left running. */
export async function stopObserved(): Promise<void> {
  for (const cleanUp of [...running]) await cleanUp();
}

const kinds = [
  'member-joined',
  'member-left',
  'group-differs',
  'heartbeat-shortened',
  'lease-lost',
  'partition-assigned',
  'partition-started',
  'partition-revoked',
  'partition-released',
  'partition-lost',
  'partition-ended',
  'partition-failed',
  'batch-read',
  'batch-done',
  'batch-done-late',
  'batch-skipped',
  'process-failed',
  'record-parked',
  'shutdown-failed',
  'partition-rewound',
  'partition-paused',
  'partition-resumed',
  'position-reset',
  'event-loop-blocked',
  'records-skipped',
  'checkpoint-saved',
  'checkpoint-refused',
  'drain-timed-out',
  'memory-overdrawn',
  'call-retried',
  'consumer-stopped',
] as const satisfies readonly EventKind[];

import assert from 'node:assert/strict';
import type {
  Batch,
  Consumer,
  ConsumerEvent,
  EventKind,
  PartitionContext,
  ProcessResult,
  StopReport,
} from '@polylog/core';
import * as core from '@polylog/core';
import type { Clock } from '@polylog/core/driver';
import type { Stand } from './conformance-case.js';
import type { EngineDoors, TestLog } from './harness.js';
import { SESSION_MS } from './members.js';
import { type Witness, witness } from './witness.js';

/** One record as it was handed out. */
export interface Handled {
  readonly member: string;
  readonly partition: string;
  readonly text: string;
  readonly atMs: number;
}

/** A consumer in a process of its own, in virtual time, with everything it did written down. */
export interface ObservedConsumer extends Witness {
  readonly name: string;
  readonly consumer: Consumer;
  readonly handled: readonly Handled[];
  /** `handled` of one partition, texts only. */
  texts(partition?: string): string[];
  of<Kind extends EventKind>(kind: Kind): readonly Extract<ConsumerEvent, { readonly kind: Kind }>[];
  /** What `run` came to: `'running'`, `'resolved'`, or the error. */
  outcome(): unknown;
  /**
   * The process stands still, as after SIGSTOP: none of its timers runs. The returned function wakes it; what it had in
   * hand goes on before any timer that is late.
   */
  freeze(): () => Promise<void>;
  /** Stops it, moving the time until it has. */
  stop(deadlineMs?: number): Promise<StopReport>;
}

export interface ConsumerSetup {
  /** Replaces the doing of a batch, after its records were written down. */
  readonly handle?: (batch: Batch, context: PartitionContext) => ProcessResult;
  /** Further options of the consumer, and others than the suite's. */
  readonly options?: Readonly<Record<string, unknown>>;
}

const KINDS = [
  'lease-lost',
  'checkpoint-saved',
  'checkpoint-refused',
  'batch-done',
  'batch-done-late',
  'batch-skipped',
  'process-failed',
  'record-parked',
  'position-reset',
  'partition-started',
  'partition-ended',
  'partition-released',
  'partition-lost',
  'partition-failed',
  'call-retried',
] as const satisfies readonly EventKind[];

const STEP_MS = 500;

/** Starts it at once, in group `conformance` from the beginning; it is stopped after the case. */
export function consume(stand: Stand, log: TestLog, name: string, setup: ConsumerSetup = {}): ObservedConsumer {
  const { createConsumer, onEvent }: EngineDoors = stand.harness.core ?? core;
  const seen = witness(log.driver(), log.clock);
  const handled: Handled[] = [];
  const events: ConsumerEvent[] = [];
  const standalone = setup.options?.partitions !== undefined;
  const silence = KINDS.map((kind) =>
    onEvent(kind, (event) => {
      if (standalone || event.member === name) events.push(event);
    }),
  );
  const process = (batch: Batch, context: PartitionContext): ProcessResult => {
    for (const { body = '' } of batch.records) {
      handled.push({ member: name, partition: batch.partition, text: body, atMs: log.clock.monotonic() });
    }
    return setup.handle?.(batch, context);
  };
  const grouped = { group: 'conformance', member: name, start: 'earliest', sessionTimeoutMs: SESSION_MS };
  const { clock, freeze } = freezableClock(log);
  const consumer = createConsumer({
    driver: seen.driver,
    clock,
    random: () => 0.5,
    logger: 'silent',
    idleMs: 2_000,
    ...(standalone ? {} : grouped),
    ...(setup.options?.processor === undefined ? { process } : {}),
    ...setup.options,
  } as unknown as core.ConsumerOptions);
  let outcome: unknown = 'running';
  const ran = consumer.run().then(
    () => {
      outcome = 'resolved';
    },
    (error: unknown) => {
      outcome = error;
    },
  );
  const stop = async (deadlineMs = 60_000): Promise<StopReport> => {
    let report: StopReport | undefined;
    const stopping = consumer.stop({ deadlineMs }).then((done) => {
      report = done;
    });
    await eventually(log, () => report !== undefined && outcome !== 'running', deadlineMs + 5_000, 'the stop');
    await Promise.all([stopping, ran]);
    return report as unknown as StopReport;
  };
  stand.after(async () => {
    await stop();
    for (const end of silence) end();
  });
  return Object.assign(seen, {
    name,
    consumer,
    handled,
    texts: (partition?: string) =>
      handled.filter((each) => partition === undefined || each.partition === partition).map(({ text }) => text),
    of: <Kind extends EventKind>(kind: Kind) =>
      events.filter((event): event is Extract<ConsumerEvent, { readonly kind: Kind }> => event.kind === kind),
    outcome: () => outcome,
    freeze,
    stop,
  });
}

function freezableClock({ clock, advance }: TestLog): { readonly clock: Clock; freeze(): () => Promise<void> } {
  let late: (() => void)[] | undefined;
  return {
    clock: {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      schedule(delayMs, run) {
        let cancelled = false;
        const fire = (): void => {
          if (cancelled) return;
          if (late) late.push(fire);
          else run();
        };
        const cancel = clock.schedule(delayMs, fire);
        return () => {
          cancelled = true;
          cancel();
        };
      },
    },
    freeze() {
      late = [];
      return async () => {
        await advance(0);
        const due = late ?? [];
        late = undefined;
        for (const fire of due) fire();
      };
    },
  };
}

/** Moves the time on until it is so. */
export async function eventually(
  log: TestLog,
  condition: () => boolean,
  withinMs = 60_000,
  what = 'what was waited for',
): Promise<void> {
  await log.advance(0);
  for (let passedMs = 0; !condition(); passedMs += STEP_MS) {
    assert.ok(passedMs < withinMs, `${what} has not come about after ${withinMs} ms`);
    await log.advance(STEP_MS);
  }
}

/** Resolves so much later, by the clock of the log. */
export function later(log: TestLog, ms: number): Promise<void> {
  return new Promise((resolve) => {
    log.clock.schedule(ms, resolve);
  });
}

/** The code of what a run rejected with. */
export function codeOf(outcome: unknown): string {
  return core.isConsumerError(outcome) ? outcome.code : String(outcome);
}

import type {
  Batch,
  Consumer,
  ConsumerError,
  ConsumerOptions,
  DeadLetterSink,
  MemoryBudget,
  PartitionContext,
  Processor,
  ProcessResult,
} from '@polylog/core';
import type { Clock } from '@polylog/core/driver';
import { chanceOf, seededRandom } from '../seeded-random.js';
import type { CoreUnderTest } from './core-under-test.js';
import type { Faults } from './faults.js';
import { createMachine, type Machine } from './machine.js';
import type { MemberPlan, Schedule } from './schedule.js';
import type { SimulatedLog } from './simulated-log.js';
import type { RunWitness, Witness } from './witness.js';
import { witnessedDriver } from './witnessed-driver.js';

/** What surrounds all members. */
export interface World {
  readonly under: CoreUnderTest;
  readonly schedule: Schedule;
  readonly time: Clock;
  readonly log: SimulatedLog;
  readonly faults: Faults;
  readonly witness: Witness;
  /** How long user code takes for a batch now, and whether it heeds its signal. */
  pace(name: string): { readonly ms: number; readonly heeds: boolean };
  /** Whether user code throws at this record now; counts. */
  fails(record: string): boolean;
  count(what: string): void;
}

/** One process with a consumer in it, from its start to its end. */
export interface MemberRun {
  readonly run: number;
  readonly plan: MemberPlan;
  readonly names: readonly string[];
  readonly machine: Machine;
  readonly consumer: Consumer;
  readonly memory: MemoryBudget;
  readonly witness: RunWitness;
  state: 'running' | 'stopping' | 'gone' | 'dead';
  /** Partitions that have failed and that nobody works on while this run lives. */
  readonly failed: Set<string>;
  joined(): void;
  disturbed(): void;
  stop(deadlineMs: number): void;
}

export function startRun(world: World, run: number, name: string, plan: MemberPlan): MemberRun {
  const { under, schedule, time, log, faults, witness, count } = world;
  const machine = createMachine(time);
  const { clock } = machine;
  const names = plan.members === 1 ? [name] : Array.from({ length: plan.members }, (_, i) => `${name}-${i + 1}`);
  const until = plan.untilMs === undefined ? undefined : roundedUp(time.now() + plan.untilMs, log.timeResolutionMs);
  let disturbances = 0;
  let joined = 0;
  const seen = witness.run({
    run,
    names,
    plan,
    until,
    disturbances: () => disturbances,
    runs: () => machine.runs,
  });
  const memory = under.core.createMemoryBudget({ maxBytes: plan.memoryBytes * log.recordBytes, clock });

  const take = (ms: number, signal: AbortSignal, heeds: boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const onAbort = (): void => {
        cancel();
        reject(signal.reason as Error);
      };
      const cancel = clock.schedule(ms, () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      });
      if (heeds) signal.addEventListener('abort', onAbort, { once: true });
    });

  /** What user code does with records; it is done when this resolves. */
  const work = async (batch: Batch, context: PartitionContext): Promise<void> => {
    const { partition } = batch;
    const indexes = numbersIn(batch);
    const end = seen.begin(partition, indexes, context);
    try {
      const { ms, heeds } = world.pace(`${run} ${partition}@${indexes[0]}`);
      if (ms > 0) await take(ms, context.signal, heeds);
      const bad = indexes.find((index) => world.fails(`${partition}@${index}`));
      if (bad !== undefined) throw new Error(`cannot handle ${partition}@${bad}`);
      for (const index of indexes) witness.ledger.done(partition, index);
      if (context.signal.aborted) count('work done too late');
    } catch (error) {
      seen.threw(partition, indexes);
      throw error;
    } finally {
      end();
    }
  };

  const rewound = new Set<string>();
  const processor = (): Processor => {
    let before: Batch | undefined;
    return {
      async process(batch, context): ProcessPromise {
        const place = `${run} ${batch.start}+${batch.recordCount}`;
        await work(batch, context);
        const drawn = (what: string): number => chanceOf(schedule.seed, `${what} ${place}`);
        if (plan.rewinds && !rewound.has(place) && drawn('rewind') < 0.05) {
          rewound.add(place);
          return context.tracker.rewind(drawn('far') < 0.5 && before ? before : batch);
        }
        before = batch;
        if (plan.checkpoint === 'manual' && drawn('save') < 0.4) {
          count('manual save');
          try {
            await context.tracker.save({ flush: drawn('flush') < 0.5 });
          } catch (error) {
            seen.threw(batch.partition, numbersIn(batch));
            throw error;
          }
        }
        return undefined;
      },
      async shutdown({ tracker }, reason) {
        // Or the group would wait for ever with the children of a partition that has ended.
        if (plan.checkpoint === 'manual' && reason === 'ended') await tracker.save({ flush: true });
      },
    };
  };

  const deadLetter: DeadLetterSink = {
    async write(letters) {
      for (const { partition, fields } of letters) {
        const index = Number(fields.find(([field]) => field === 'n')?.[1]);
        if (chanceOf(schedule.seed, `sink ${run} ${partition}@${index}`) < 0.05) throw new Error('the sink is full');
        seen.parked(partition, index);
      }
    },
  };

  const consumer = under.core.createConsumer({
    driver: witnessedDriver(log, { run, machine, faults, witness: seen }),
    logger: 'silent',
    group: 'g',
    member: name,
    members: plan.members,
    start: schedule.start,
    order: log.guarantees.order === 'lineage' ? schedule.order : 'partition',
    clock,
    random: seededRandom(schedule.seed * 1_000 + run),
    memory,
    drainTimeoutMs: plan.drainTimeoutMs,
    checkpoint: plan.checkpoint,
    onExpired: plan.onExpired,
    onProcessorFailure: plan.onProcessorFailure === 'dead-letter' ? { deadLetter } : plan.onProcessorFailure,
    onPartitionFailure: plan.onPartitionFailure,
    processorTries: plan.processorTries,
    ...(plan.maxConcurrentProcessors === undefined ? {} : { maxConcurrentProcessors: plan.maxConcurrentProcessors }),
    ...(until === undefined ? {} : { until: { epochMs: until } }),
    ...(plan.style === 'processor' ? { processor } : {}),
  } as ConsumerOptions);

  const loop = async (): Promise<void> => {
    for await (const batch of consumer.batches()) {
      try {
        await work(batch, batch.context);
      } catch {
        if (batch.context.signal.aborted) continue;
        // As a user's loop does that cannot go on: what it had in hand is not done.
        count('loop left');
        break;
      }
      if (chanceOf(schedule.seed, `done ${run} ${batch.start}`) < 0.3) await batch.done().catch(() => undefined);
    }
  };

  const member: MemberRun = {
    run,
    plan,
    names,
    machine,
    consumer,
    memory,
    witness: seen,
    state: 'running',
    failed: new Set(),
    joined: () => void joined++,
    disturbed: () => void disturbances++,
    stop(deadlineMs) {
      member.state = 'stopping';
      // It stops already, because something has failed, by a deadline of its own.
      if (consumer.status().state === 'stopping') return;
      const askedAt = time.monotonic() - machine.frozenMs;
      void consumer.stop({ deadlineMs }).then(({ partitions, inTime }) => {
        count(inTime ? 'stop in time' : 'stop by its deadline');
        const tookMs = time.monotonic() - machine.frozenMs - askedAt;
        if (tookMs > deadlineMs + 1) witness.blame(`${name} stopped after ${tookMs} ms, and had ${deadlineMs}`);
        for (const [partition, { saved, lastDone, abandoned }] of Object.entries(partitions)) {
          // Where it began, or went on after an expired position, may lie behind what nobody will handle.
          const ofItsOwn = schedule.start === 'earliest' && plan.onExpired === 'fail';
          const missing = witness.ledger.firstMissing(partition);
          const isKept = missing >= log.partition(partition).begin;
          if (ofItsOwn && isKept && lastDone !== undefined && log.indexOf(partition, lastDone) > missing)
            witness.blame(`${name} reported ${lastDone} as done, and ${missing} was never handled`);
          if (inTime && !abandoned && plan.checkpoint !== 'manual' && saved !== lastDone)
            witness.blame(`${name} reported ${partition} as saved: ${saved}, done: ${lastDone}`);
        }
      });
    },
  };
  (plan.style === 'processor' ? consumer.run() : loop())
    .then(() => {
      if (member.state === 'running' && until === undefined && plan.style === 'processor')
        witness.blame(`${name} ended by itself`);
      if (member.state === 'running' && until !== undefined) count('end bound reached');
    })
    .catch((error: ConsumerError) => {
      count(`run failed: ${error.code}`);
      if (!isAllowed(error, plan, joined)) witness.blame(`${name} failed: ${error.code}, ${error.message}`);
    })
    .finally(() => {
      member.state = 'gone';
    });
  return member;
}

/** Of a batch's records in their partition. */
function numbersIn(batch: Batch): number[] {
  return [...batch.records].map((record) => Number(record.get('n')));
}

function roundedUp(ms: number, toMs: number): number {
  return Math.ceil(Math.ceil(ms) / toMs) * toMs;
}

type ProcessPromise = Promise<Awaited<ProcessResult>>;

/** A loud stop is one of the promises; but not for just anything. */
function isAllowed({ code, message }: ConsumerError, plan: MemberPlan, joined: number): boolean {
  switch (code) {
    // Five times in a row, of one call.
    case 'unknown':
      return true;
    // The first contact.
    case 'unavailable':
    case 'throttled':
      return joined < plan.members;
    case 'position-lost':
      return true;
    case 'processor-failed':
      return plan.style === 'processor' || message.includes('An earlier process()');
    default:
      return false;
  }
}

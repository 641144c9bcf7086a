import type { ConsumerEvent, PartitionContext } from '@polylog/core';
import type { Assignment, Checkpoint, Clock, SaveOutcome } from '@polylog/core/driver';
import { createLedger, type Ledger } from './ledger.js';
import type { CallName, MemberPlan } from './schedule.js';
import type { SimulatedCheckpoint, SimulatedLog } from './simulated-log.js';

type Outcomes = ReadonlyMap<string, SaveOutcome>;

/** Sees every batch, checkpoint, heartbeat and event of all members, and writes down each promise that is broken. */
export interface Witness {
  readonly broken: readonly string[];
  readonly ledger: Ledger;
  blame(what: string): void;
  /** The group forgot a member that was heard of in time: until it hears of that, two may work at once. */
  evicted(member: string): void;
  /** The oldest records of a partition are gone, and nobody will be told. */
  expired(partition: string): void;
  /** An administrator moved a checkpoint. */
  wasReset(partition: string, from: number): void;
  run(o: RunOptions): RunWitness;
}

export interface RunOptions {
  readonly run: number;
  readonly names: readonly string[];
  readonly plan: MemberPlan;
  /** Epoch milliseconds. */
  readonly until: number | undefined;
  /** Whether anything moves there: what a machine that stands still has in hand is not being worked on. */
  readonly runs: () => boolean;
  /** Changes when the machine stands still or its clock jumps. */
  readonly disturbances: () => number;
}

/** What one run of a member is seen doing. */
export interface RunWitness {
  event(event: ConsumerEvent): void;
  /** User code is given records; to be called when it has returned. */
  begin(partition: string, indexes: readonly number[], context: PartitionContext): () => void;
  threw(partition: string, indexes: readonly number[]): void;
  parked(partition: string, index: number): void;
  readSent(partition: string): void;
  /** Returns what is to be told of the answer. */
  heartbeatSent(member: string): (answer: Assignment) => void;
  /** A request reaches the service; returns what is to be told of its answer, before anybody else sees that. */
  reaches(call: CallName, member: string | undefined): () => void;
  saveSent(member: string, checkpoints: readonly Checkpoint[]): (outcomes: Outcomes | undefined) => void;
  leaveSent(member: string): void;
}

interface Work {
  readonly run: number;
  readonly names: readonly string[];
  readonly holds: () => boolean;
}

/** What a lease is shorter than the session by, as `docs/design.md` 2.1 says. */
const marginMs = (sessionMs: number): number => Math.max(1_000, sessionMs / 10);

export function createWitness(o: {
  readonly log: SimulatedLog;
  readonly world: Clock;
  readonly order: 'partition' | 'lineage';
  readonly start: 'earliest' | 'latest';
}): Witness {
  const { log, world, order, start } = o;
  const ledger = createLedger(log);
  const broken: string[] = [];
  const working = new Map<string, Set<Work>>();
  const forgotten = new Set<string>();
  /**
   * Partitions that a member had when a service forgot it that says nothing of it: the next answer names them no more, as if
   * they were asked back, so that it finishes the batch in hand and saves it, whoever has them by then. With when it was.
   */
  const doubtful = new Map<string, number>();
  const isDoubtful = (partition: string): boolean =>
    [...doubtful.keys()].some((each) => each.endsWith(` ${partition}`));
  /** Where a rewind or an administrator has moved a partition back to. */
  const movedBackTo = new Map<string, number>();

  const blame = (what: string): void => {
    if (broken.length < 20) broken.push(`${Math.round(world.monotonic())} ms: ${what}`);
  };
  const allowBack = (partition: string, to: number): void => {
    movedBackTo.set(partition, Math.min(to, movedBackTo.get(partition) ?? to));
  };
  const checkpoints = (): ReadonlyMap<string, SimulatedCheckpoint> => log.group()?.checkpoints() ?? new Map();
  const ownerOf = (partition: string): string | undefined => log.group()?.owner(partition);
  const ancestors = (partition: string): readonly string[] =>
    log.partition(partition).parents.flatMap((parent) => [parent, ...ancestors(parent)]);
  const isTrimmed = (partition: string, index: number): boolean => index < log.partition(partition).begin;

  return {
    broken,
    ledger,
    blame,
    evicted(member) {
      forgotten.add(member);
      if (log.guarantees.forgotten === 'told') return;
      for (const partition of log.partitionIds()) {
        if (ownerOf(partition) === member) doubtful.set(`${member} ${partition}`, world.monotonic());
      }
    },
    expired: (partition) => ledger.excuse(partition, ledger.firstMissing(partition), log.partition(partition).begin),
    wasReset: allowBack,

    run({ run, names, plan, until, disturbances, runs }) {
      const [name = '?'] = names;
      let joinedAtMs: number | undefined;
      /** The record that each partition's processor is to be given next. */
      const expected = new Map<string, number>();
      /** When the last good heartbeat's lease is over, in the world's time. */
      const leaseEnds = new Map<string, number>();
      const lastSent = new Map<string, number>();
      /** The last heartbeat that was answered. */
      const lastGood = new Map<string, { readonly sentAt: number; readonly disturbances: number }>();
      const savesInFlight = new Map<string, number>();
      /** When a save of a member's partition was refused. */
      const refused = new Map<string, number>();
      const ended = new Set<string>();
      const left = new Set<string>();
      const thrown = new Set<string>();
      let inUserCode = 0;
      /** What the group had when the run last asked for checkpoints, and whether it had a provable one when it first did. */
      let sawCheckpoints: ReadonlyMap<string, SimulatedCheckpoint> = new Map();
      let sawProvable: boolean | undefined;

      const now = (): number => world.monotonic();
      const wasRefused = (member: string, partition: string): boolean =>
        (refused.get(`${member} ${partition}`) ?? now()) < now();
      const isLeased = (member: string): boolean => now() <= (leaseEnds.get(member) ?? -1);

      /** What was received before it may be left out at the start. */
      const startTimeMs = (partition: string): number | undefined => {
        const older = ancestors(partition);
        const inherits = log.tellsParents
          ? older.some((id) => sawCheckpoints.get(id)?.provable ?? false) ||
            (sawProvable === true && older.some((id) => sawCheckpoints.has(id)))
          : // All that the group worked on when the run began may have gone on here.
            sawProvable === true && older.length > 0;
        return start === 'latest' && !inherits ? joinedAtMs : undefined;
      };
      const resetTimeMs = (): number | undefined => (plan.onExpired === 'latest' ? joinedAtMs : undefined);

      /** A place was chosen by what is no checkpoint: what lies before it is excused, if it may be. */
      const passOver = (
        partition: string,
        from: number,
        to: number,
        allowedTimeMs: number | undefined,
        why: string,
      ) => {
        for (let index = from; index < to; index++) {
          const receivedAtMs = log.partition(partition).receivedAtMs(index);
          if (isTrimmed(partition, index)) continue;
          if (receivedAtMs !== undefined && allowedTimeMs !== undefined && receivedAtMs < allowedTimeMs) continue;
          blame(`${name} passed over ${partition}@${index} (${why})`);
          return;
        }
        ledger.excuse(partition, from, to);
      };

      /** A checkpoint was stored: it must not lie behind what was not handled. */
      const passes = (member: string, partition: string, to: number, isFirst: boolean): void => {
        const missing = ledger.firstMissing(partition);
        if (to <= missing) return;
        // A start, and the place after an expired one, are saved before anybody is told of them.
        if (isFirst && !expected.has(partition)) passOver(partition, missing, to, startTimeMs(partition), 'its start');
        else if (plan.onExpired !== 'fail' && isTrimmed(partition, expected.get(partition) ?? missing))
          passOver(partition, missing, to, resetTimeMs(), 'after an expired position');
        else blame(`${member} saved ${partition}@${to}, and ${partition}@${missing} was never handled`);
      };

      /** What a save of this run has changed. */
      const judgeSaves = (
        before: ReadonlyMap<string, SimulatedCheckpoint>,
        owners: ReadonlyMap<string, string | undefined>,
      ): void => {
        for (const [partition, { index: to, savedBy: member }] of checkpoints()) {
          const older = before.get(partition);
          if (member === undefined || !names.includes(member)) continue;
          if (older?.index === to && older.savedBy === member) continue;
          passes(member, partition, to, older === undefined);
          if (isDoubtful(partition)) {
            // Whoever has it by now goes on from where it stood.
            allowBack(partition, older?.index ?? 0);
            continue;
          }
          const owner = owners.get(partition);
          if (owner !== member)
            blame(`${member} saved ${partition}@${to}, and the partition was ${owner ?? 'nobody'}'s`);
          if (older && older.index > to && to < (movedBackTo.get(partition) ?? Number.POSITIVE_INFINITY))
            blame(`the checkpoint of ${partition} moved back from ${older.index} to ${to}`);
        }
      };

      const onEvent = (event: ConsumerEvent): void => {
        switch (event.kind) {
          case 'member-joined':
            joinedAtMs ??= event.joinedAtMs;
            return;
          case 'partition-released':
          case 'partition-lost':
            doubtful.delete(`${event.member} ${event.partition}`);
            return;
          case 'partition-assigned':
            refused.delete(`${event.member} ${event.partition}`);
            if (ended.has(`${event.member} ${event.partition}`))
              blame(`${event.member} began ${event.partition} again, which had ended and was named all along`);
            return;
          case 'partition-started': {
            const { partition, resumed } = event;
            const from = log.indexOf(partition, event.from);
            expected.set(partition, from);
            const missing = ledger.firstMissing(partition);
            if (resumed) {
              if (from > missing) blame(`${name} resumed ${partition} at ${from}, and ${missing} was never handled`);
              return;
            }
            passOver(partition, missing, from, startTimeMs(partition), 'its start');
            return;
          }
          case 'position-reset': {
            const { partition } = event;
            const to = log.indexOf(partition, event.to);
            if (plan.onExpired === 'fail') blame(`${name} went on in ${partition} after its position had expired`);
            expected.set(partition, to);
            allowBack(partition, to);
            passOver(partition, ledger.firstMissing(partition), to, resetTimeMs(), 'after an expired position');
            return;
          }
          case 'partition-rewound': {
            const to = log.indexOf(event.partition, event.to);
            if (to > (expected.get(event.partition) ?? 0))
              blame(`${name} rewound ${event.partition} forwards to ${to}`);
            expected.set(event.partition, to);
            allowBack(event.partition, to);
            return;
          }
          case 'batch-skipped': {
            const from = log.indexOf(event.partition, event.from);
            const to = log.indexOf(event.partition, event.to);
            if (plan.onProcessorFailure !== 'skip') blame(`${name} skipped ${event.partition}@${from} unasked`);
            let threw = false;
            for (let index = from; index < to; index++) threw ||= thrown.has(`${event.partition}@${index}`);
            if (!threw) blame(`${name} skipped ${event.partition}@${from}, which had not failed`);
            ledger.excuse(event.partition, from, to);
            expected.set(event.partition, to);
            return;
          }
          case 'partition-ended': {
            const at = log.indexOf(event.partition, event.at);
            const { sealed, end } = log.partition(event.partition);
            if (until === undefined && (!sealed || at !== end))
              blame(`${name} took ${event.partition}@${at} for the end, which is ${end}`);
            ended.add(`${event.member} ${event.partition}`);
            return;
          }
          case 'lease-lost': {
            const { member = '' } = event;
            forgotten.delete(member);
            const good = lastGood.get(member);
            // By the world's time, too: not because a clock jumped.
            const ranOut =
              event.message.startsWith('No heartbeat was answered') && now() + 1 >= (leaseEnds.get(member) ?? 0);
            if (ranOut && good?.sentAt === lastSent.get(member) && good?.disturbances === disturbances())
              blame(`${member} let its lease run out without sending a heartbeat`);
            for (const key of ended) if (key.startsWith(`${member} `)) ended.delete(key);
            return;
          }
          default:
            return;
        }
      };

      return {
        event: onEvent,

        begin(partition, indexes, { signal, holds }) {
          const [first = 0] = indexes;
          const others = working.get(partition) ?? new Set();
          working.set(partition, others);
          const what = `${partition}@${first}`;
          if (signal.aborted) blame(`${name} was handed ${what} under a signal that had aborted`);
          const isKnown = !names.some((each) => forgotten.has(each));
          if (!names.some(isLeased)) blame(`${name} was handed ${what} after its lease was over`);
          const owner = ownerOf(partition);
          const isSure = isKnown && !isDoubtful(partition);
          if (isSure && owner !== undefined && !names.includes(owner))
            blame(`${name} was handed ${what}, which the group had given to ${owner}`);
          if (names.length === 1 && wasRefused(name, partition))
            blame(`${name} was handed ${what} after a save was refused`);
          for (const other of others) {
            if (other.run === run) blame(`${name} had two process() at once for ${partition}`);
            else if (other.holds() && isSure && !other.names.some((each) => forgotten.has(each)))
              blame(`${name} and ${other.names[0]} both worked on ${partition}`);
          }
          const next = expected.get(partition);
          if (next === undefined) blame(`${name} was handed ${what} of a partition that it had not started`);
          else if (next !== first && !(log.jumpsExpired && next < first && first <= log.partition(partition).begin))
            blame(`${name} was handed ${what} where ${next} was next`);
          if (indexes.some((index, i) => index !== first + i)) blame(`${what} is out of order`);
          if (until !== undefined) {
            const late = indexes.find((index) => (log.partition(partition).receivedAtMs(index) ?? 0) >= until);
            if (late !== undefined) blame(`${name} was handed ${partition}@${late}, which lies behind its end`);
          }
          if (order === 'lineage') {
            for (const parent of log.partition(partition).parents)
              if (!ledger.isWhole(parent)) blame(`${what} was handed out before its parent ${parent} was done`);
          }
          inUserCode++;
          if (inUserCode > (plan.maxConcurrentProcessors ?? Number.POSITIVE_INFINITY))
            blame(`${name} had ${inUserCode} batches in user code at once`);
          const work: Work = { run, names, holds: () => runs() && !signal.aborted && holds() };
          others.add(work);
          expected.set(partition, first + indexes.length);
          return () => {
            inUserCode--;
            others.delete(work);
          };
        },
        threw(partition, indexes) {
          for (const index of indexes) thrown.add(`${partition}@${index}`);
          if (indexes[0] !== undefined) expected.set(partition, indexes[0]);
        },
        parked(partition, index) {
          if (!thrown.has(`${partition}@${index}`)) blame(`${name} parked ${partition}@${index}, which had not failed`);
          ledger.excuse(partition, index, index + 1);
          expected.set(partition, index + 1);
        },
        readSent(partition) {
          if (!checkpoints().has(partition)) blame(`${name} read ${partition} before its start was saved`);
        },
        heartbeatSent(member) {
          if (left.has(member)) blame(`${member} sent a heartbeat after it had left`);
          const sentAt = now();
          const sentUnder = disturbances();
          lastSent.set(member, sentAt);
          return ({ sessionTimeoutMs, partitions }) => {
            const endsAt = sentAt + sessionTimeoutMs - marginMs(sessionTimeoutMs);
            for (const partition of partitions) {
              if ((doubtful.get(`${member} ${partition}`) ?? sentAt) < sentAt)
                doubtful.delete(`${member} ${partition}`);
            }
            lastGood.set(member, { sentAt, disturbances: sentUnder });
            leaseEnds.set(member, Math.max(endsAt, leaseEnds.get(member) ?? 0));
            for (const key of ended) {
              const [of, partition = ''] = key.split(' ');
              if (of === member && !partitions.includes(partition)) ended.delete(key);
            }
          };
        },
        reaches(call, member) {
          const before = call === 'save' ? new Map(checkpoints()) : undefined;
          const owners = before && new Map(log.partitionIds().map((partition) => [partition, ownerOf(partition)]));
          return () => {
            if (call === 'heartbeat')
              for (const each of member === undefined ? names : [member]) forgotten.delete(each);
            if (call === 'checkpoints') {
              sawCheckpoints = checkpoints();
              sawProvable ??= [...sawCheckpoints.values()].some(({ provable }) => provable);
            }
            if (before && owners) judgeSaves(before, owners);
          };
        },
        saveSent(member, sent) {
          if (left.has(member)) blame(`${member} saved after it had left`);
          if (!isLeased(member)) blame(`${member} saved after its lease was over`);
          for (const { partition } of sent) {
            if (wasRefused(member, partition)) blame(`${member} saved ${partition} again after a refusal`);
            const inFlight = (savesInFlight.get(partition) ?? 0) + 1;
            savesInFlight.set(partition, inFlight);
            if (inFlight > 1) blame(`${member} had two saves of ${partition} in flight`);
          }
          return (outcomes) => {
            for (const { partition } of sent) {
              savesInFlight.set(partition, (savesInFlight.get(partition) ?? 1) - 1);
              if (outcomes?.get(partition)?.kind === 'lost') refused.set(`${member} ${partition}`, now());
            }
          };
        },
        leaveSent: (member) => void left.add(member),
      };
    },
  };
}

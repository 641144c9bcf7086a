import type { ConsumerEvent } from '@polylog/core';
import { chanceOf } from '../seeded-random.js';
import type { CoreUnderTest } from './core-under-test.js';
import { createFaults } from './faults.js';
import { type MemberRun, startRun, type World } from './member-run.js';
import { logs } from './open-log.js';
import { type MemberPlan, PLAIN_MEMBER, type Schedule, type Step } from './schedule.js';
import type { VirtualTime } from './virtual-time.js';
import { WATCHED_EVENTS } from './watched-events.js';
import { createWitness } from './witness.js';

const MOST_MEMBERS = 5;
const MOST_PARTITIONS = 12;

/** The log, its members, and what the steps of a schedule do to them. */
export interface Stage {
  readonly world: World;
  perform(step: Step): void;
  finish(): Promise<void>;
  end(): void;
}

export function createStage(
  under: CoreUnderTest,
  schedule: Schedule,
  time: VirtualTime,
  count: (what: string) => void,
): Stage {
  const { seed, start } = schedule;
  const log = logs[schedule.provider](under, schedule, time);
  const order = log.guarantees.order === 'lineage' ? schedule.order : 'partition';
  const witness = createWitness({ log, world: time, order, start });
  const faults = createFaults(time, count);
  const runs: MemberRun[] = [];
  const byName = new Map<string, MemberRun>();
  /** By record, how often user code still throws at it. */
  const bad = new Map<string, number>();
  const undo = new Set<() => void>();
  let slowUntil = 0;
  let heeds = true;

  const world: World = {
    under,
    schedule,
    time,
    log,
    faults,
    witness,
    count,
    pace(name) {
      if (time.monotonic() >= slowUntil || chanceOf(seed, `quick ${name}`) < 0.4) return { ms: 0, heeds: true };
      const longest = chanceOf(seed, `long ${name}`) < 0.15 ? 50_000 : 5_000;
      return { ms: longest * chanceOf(seed, `ms ${name}`), heeds: heeds || chanceOf(seed, `heeds ${name}`) < 0.5 };
    },
    fails(record) {
      const left = bad.get(record) ?? 0;
      if (left <= 0) return false;
      bad.set(record, left - 1);
      count('processor throws');
      return true;
    },
  };

  const begin = (plan: MemberPlan): void => {
    const taken = new Set(runs.filter(isThere).flatMap(({ names }) => names));
    const free = plan.members === 1 ? [...byName.keys()].filter((name) => !taken.has(name)) : [];
    const reused = plan.reusesName ? free[0] : undefined;
    if (reused !== undefined) count('name reused');
    const member = startRun(world, runs.length, reused ?? `m${runs.length}`, plan);
    runs.push(member);
    for (const name of member.names) byName.set(name, member);
  };

  const isThere = ({ state }: MemberRun): boolean => state === 'running' || state === 'stopping';
  const awake = (): readonly MemberRun[] =>
    runs.filter(({ state, names }) => state === 'running' && !frozen.has(names));
  const frozen = new Set<readonly string[]>();
  const pick = <T>(list: readonly T[], at: number): T | undefined => list[Math.floor(at * list.length)];
  const writable = (): readonly string[] => log.partitionIds().filter((id) => !log.partition(id).sealed);
  /** Takes something back later, or at the latest when everything is healed. */
  const later = (ms: number, revert: () => void): void => {
    const once = (): void => {
      if (undo.delete(once)) revert();
    };
    undo.add(once);
    time.schedule(ms, once);
  };

  /** Somebody who was told that a position has expired decides to go on with what is kept. */
  const acceptExpiry = (): void => {
    // Nobody was told.
    if (log.jumpsExpired) return;
    const group = log.group();
    for (const [partition, { index: from }] of group?.checkpoints() ?? []) {
      const { begin: to } = log.partition(partition);
      if (from >= to) continue;
      witness.ledger.excuse(partition, from, to);
      witness.wasReset(partition, from);
      group?.reset(partition, to);
      count('checkpoint reset by hand');
    }
    if (log.dealsEmpty) return;
    for (const partition of log.partitionIds()) {
      const { sealed, begin: to, end } = log.partition(partition);
      if (sealed && to === end) witness.ledger.excuse(partition, witness.ledger.firstMissing(partition), to);
    }
  };

  const onEvent = (event: ConsumerEvent): void => {
    const member = byName.get(event.member ?? '');
    count(event.kind === 'call-retried' ? `call-retried ${event.code}` : event.kind);
    member?.witness.event(event);
    if (event.kind === 'member-joined') member?.joined();
    if (event.kind !== 'partition-failed') return;
    count(`partition-failed ${event.code}`);
    member?.failed.add(event.partition);
    if (event.code === 'position-lost') time.schedule(500, acceptExpiry);
  };
  const ends = WATCHED_EVENTS.map((kind) => under.core.onEvent(kind, onEvent));

  const perform = (step: Step): void => {
    switch (step.kind) {
      case 'append': {
        const at = pick(writable(), step.at);
        if (at === undefined) return;
        log.append(at, step.count);
        break;
      }
      case 'start':
        if (runs.filter(isThere).length >= MOST_MEMBERS) return;
        begin(step.plan);
        break;
      case 'stop': {
        const member = pick(awake(), step.member);
        if (!member || awake().length < 2) return;
        member.stop(step.deadlineMs);
        break;
      }
      case 'kill': {
        const member = pick(awake(), step.member);
        if (!member) return;
        member.state = 'dead';
        member.machine.kill();
        break;
      }
      case 'freeze': {
        const member = pick(awake(), step.member);
        if (!member) return;
        member.disturbed();
        member.machine.freeze(step.how);
        frozen.add(member.names);
        count(`freeze ${step.how}`);
        later(step.forMs, () => {
          frozen.delete(member.names);
          if (member.state !== 'dead') member.machine.thaw(step.first);
        });
        break;
      }
      case 'fault': {
        const only = step.member === undefined ? undefined : pick(awake(), step.member);
        const { call, how, code, times, delayMs } = step;
        later(step.forMs, faults.add({ call, how, code, times, delayMs, run: only?.run }));
        break;
      }
      case 'cut-off': {
        const member = pick(awake(), step.member);
        if (!member) return;
        for (const call of ['heartbeat', 'save'] as const) {
          const often = { code: 'unavailable', times: Number.POSITIVE_INFINITY, delayMs: 0, run: member.run } as const;
          later(step.forMs, faults.add({ call, how: 'fail', ...often }));
        }
        break;
      }
      case 'evict': {
        const name = pick(log.group()?.members() ?? [], step.member);
        if (name === undefined) return;
        witness.evicted(name);
        log.group()?.evict(name);
        break;
      }
      case 'jump': {
        const member = pick(awake(), step.member);
        if (!member) return;
        member.disturbed();
        member.machine.jumpWall(step.ms);
        break;
      }
      case 'split': {
        const at = pick(writable(), step.at);
        if (at === undefined || log.partitionIds().length >= MOST_PARTITIONS) return;
        log.split(at);
        break;
      }
      case 'merge': {
        if (writable().length < 3) return;
        log.merge();
        break;
      }
      case 'trim': {
        const at = pick(log.partitionIds(), step.at);
        if (at === undefined) return;
        const { begin: first, end } = log.partition(at);
        const kept = end - first;
        const to = first + Math.ceil(kept * step.part);
        if (to > witness.ledger.firstMissing(at)) count('retention passes a reader');
        log.trim(at, Math.ceil(kept * step.part));
        if (log.jumpsExpired) witness.expired(at);
        break;
      }
      case 'bad-record': {
        const at = pick(writable(), step.at);
        if (at === undefined) return;
        bad.set(`${at}@${log.partition(at).end}`, step.failures);
        log.append(at, 1);
        break;
      }
      case 'pause': {
        const member = pick(awake(), step.member);
        const at = pick(log.partitionIds(), step.at);
        if (!member || at === undefined) return;
        member.consumer.pause([at]);
        later(step.forMs, () => {
          // Its own code cannot run while its machine stands still.
          void member.machine.awake().then(() => {
            if (isThere(member)) member.consumer.resume([at]);
          });
        });
        break;
      }
      case 'slow':
        slowUntil = time.monotonic() + step.forMs;
        heeds = step.heeds;
        break;
      default:
        throw step satisfies never;
    }
    count(`step ${step.kind}`);
    if (runs.length > 0 && awake().length === 0 && frozen.size === 0) begin(PLAIN_MEMBER);
  };

  const heal = (): void => {
    faults.clear();
    for (const revert of undo) revert();
    bad.clear();
    slowUntil = 0;
    acceptExpiry();
  };

  const finish = async (): Promise<void> => {
    heal();
    for (let waited = 0; waited < 40; waited++) {
      await time.advance(15_000);
      acceptExpiry();
      for (const member of runs) if (member.state === 'running' && member.failed.size > 0) member.stop(30_000);
      if (!runs.some(({ state }) => state === 'running')) begin(PLAIN_MEMBER);
      if (waited > 3 && witness.ledger.missing().length === 0) break;
    }
    for (const member of runs) if (member.state === 'running') member.stop(30_000);
    await time.advance(90_000);
    const missing = witness.ledger.missing();
    if (missing.length > 0) witness.blame(`never handled: ${missing.slice(0, 10).join(', ')}`);
    for (const member of runs) {
      if (member.state === 'dead') continue;
      const [name] = member.names;
      if (member.state !== 'gone') witness.blame(`${name} is still ${member.state}`);
      const { usedBytes } = member.memory;
      if (usedBytes !== 0) witness.blame(`${name} still holds ${usedBytes} bytes of its memory budget`);
    }
    if (time.pending > 0) witness.blame(`${time.pending} timers are pending`);
  };

  return {
    world,
    perform,
    finish,
    end() {
      for (const end of ends) end();
    },
  };
}

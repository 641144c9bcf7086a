import { setTimeout as pause } from 'node:timers/promises';
import type { Emulator } from '@polylog/emulator';
import { createLedger, type Verdict } from '../../examples/demo/dist/ledger.js';
import type { MemberMessage } from '../../examples/demo/dist/member-message.js';
import { type MemberProcess, startMember } from '../../examples/demo/dist/member-process.js';
import { seededRandom } from '../../examples/demo/dist/seeded-random.js';
import { type EmulatedLog, logstore, project, startEmulatedLog } from '../end-to-end/emulated-log.js';
import { until } from '../end-to-end/until.js';
import { createSaveJudge, type GroupSide, type SaveTotals } from './save-judge.js';
import { type SaveWire, startSaveWitness } from './save-witness.js';
import { slsGroupSide, slsSaves } from './sls-saves.js';

const GROUP_SIZE = 20;

/** A batch of which a member has told the first half and not the second. */
export interface BatchInHand {
  readonly shard: string;
  readonly lease: string;
  readonly handled: number;
  readonly left: number;
}

export interface ArenaMember extends MemberProcess {
  /** The batch that it told of last, if its second half is still to come. */
  readonly inHand: BatchInHand | undefined;
  /** What it has told since it was started. */
  readonly told: readonly MemberMessage[];
}

export interface ArenaVerdict extends Verdict, SaveTotals {
  /** Each broken promise in words: order, saves, members that failed. */
  readonly broken: readonly string[];
  /** Of these, the members that failed, and what was waited for in vain. */
  readonly failures: readonly string[];
}

/** Member processes that share a log which is written to without a pause; every record and every save is accounted for. */
export interface Arena {
  readonly emulator: Emulator;
  readonly shards: readonly string[];
  readonly random: () => number;
  /** A member of ours, unless another way to start one is given. */
  start(as?: typeof startMember): ArenaMember;
  /** Cuts every connection of the members; the writer's stay, or what it sends would be in doubt. */
  cutMembers(): void;
  /** Every member that runs owns a shard, and together they own all. */
  readonly settled: boolean;
  readonly totals: SaveTotals;
  /** All records of the shard before this number were handled. */
  handledBefore(shard: string): number;
  /** Stops writing, waits until everything written is handled, and stops the members. */
  finish(): Promise<ArenaVerdict>;
  /** Ends everything at once, whatever state it is in. */
  abandon(): Promise<void>;
}

/** The log that members share, and how their saves are seen. */
export interface ArenaLog {
  readonly log: EmulatedLog;
  readonly saves: SaveWire;
  readonly groupSide: (group: string) => GroupSide;
}

export interface ArenaOptions {
  /** Default: four shards of SLS. */
  readonly openLog?: (seed: number) => Promise<ArenaLog>;
  /** Default 3,000. */
  readonly sessionTimeoutMs?: number;
}

/** So many shards of one logstore. */
export async function slsArenaLog(shards: number, seed: number): Promise<ArenaLog> {
  const log = await startEmulatedLog({ shards, seed });
  const { emulator } = log;
  return { log, saves: slsSaves, groupSide: (group) => slsGroupSide(emulator, { project, logstore, group }) };
}

export async function openArena(seed: number, options: ArenaOptions = {}): Promise<Arena> {
  const { openLog = (logSeed) => slsArenaLog(4, logSeed), sessionTimeoutMs = 3_000 } = options;
  const { log, saves, groupSide } = await openLog(seed);
  const ledger = createLedger();
  const handled = new Map<string, number>();
  const failures: string[] = [];
  const judge = createSaveJudge({
    group: groupSide('g'),
    groupSize: GROUP_SIZE,
    handledBefore: (shard) => handled.get(shard) ?? 0,
  });
  const witness = await startSaveWitness(log.endpoint, saves, judge.arrives);
  const members = new Set<ArenaMember>();
  let started = 0;

  let writing = true;
  const writer = (async () => {
    while (writing) {
      await log.write(GROUP_SIZE, GROUP_SIZE);
      await pause(100);
    }
  })();
  // A failure is seen where it is awaited, in `finish`.
  writer.catch(() => undefined);

  const start = (as = startMember): ArenaMember => {
    const member = `m${++started}`;
    const told: MemberMessage[] = [];
    let inHand: BatchInHand | undefined;
    const child = as(
      {
        ...log.settings,
        endpoint: witness.endpoint,
        group: 'g',
        member,
        sessionTimeoutMs,
        checkpointEveryMs: 300,
        workMs: 150,
      },
      (message) => {
        told.push(message);
        if (message.kind === 'failed') failures.push(`${member} failed: ${message.message}`);
        if (message.kind === 'let-go' && inHand?.lease === message.lease) inHand = undefined;
        if (message.kind !== 'handled') return;
        ledger.handled(message);
        const { shard, lease, sequences, left } = message;
        handled.set(shard, Math.max(handled.get(shard) ?? 0, (sequences.at(-1) ?? -1) + 1));
        if (left > 0) inHand = { shard, lease, handled: sequences.length, left };
        else if (inHand?.lease === lease) inHand = undefined;
      },
    );
    const self: ArenaMember = {
      ...child,
      told,
      get inHand() {
        return inHand;
      },
    };
    members.add(self);
    void child.ended.then(() => members.delete(self));
    return self;
  };

  const close = async (): Promise<void> => {
    writing = false;
    for (const { kill } of members) kill('SIGKILL');
    await Promise.all([...members].map(({ ended }) => ended));
    await witness.stop();
    await log.stop();
  };

  return {
    emulator: log.emulator,
    shards: log.shards,
    random: seededRandom(seed),
    start,
    cutMembers: witness.cutConnections,
    get settled() {
      const owned = [...members].map(({ shards }) => shards.size);
      return owned.every((count) => count > 0) && owned.reduce((sum, count) => sum + count, 0) === log.shards.length;
    },
    totals: judge.totals,
    handledBefore: (shard) => handled.get(shard) ?? 0,
    async finish() {
      writing = false;
      await writer;
      for (const shard of log.shards) ledger.sent(shard, log.written);
      await until(() => ledger.received >= log.shards.length * log.written).catch((error: Error) =>
        failures.push(error.message),
      );
      for (const { kill } of members) kill('SIGTERM');
      await Promise.all([...members].map(({ ended }) => ended));
      const verdict = ledger.verdict();
      await close();
      return { ...verdict, ...judge.totals, failures, broken: [...verdict.disorder, ...judge.broken, ...failures] };
    },
    abandon: close,
  };
}

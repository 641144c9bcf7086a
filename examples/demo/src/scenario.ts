import { setTimeout as pause } from 'node:timers/promises';
import { startEmulatorProcess } from './emulator-process.js';
import { createLedger, type Verdict } from './ledger.js';
import type { MemberMessage, MemberSettings } from './member-message.js';
import { type MemberProcess, startMember } from './member-process.js';
import { type ProviderName, providers } from './providers.js';
import { seededRandom } from './seeded-random.js';
import { writeRecords } from './writer.js';

export interface ScenarioSettings {
  readonly provider: ProviderName;
  readonly seed: number;
  readonly recordsPerPartition: number;
  readonly sessionTimeoutMs: number;
  /** Told what happens, as it happens, for people. */
  readonly say: (text: string) => void;
}

export interface ScenarioResult extends Verdict {
  /** Records of the batch in which the member was killed: handled and not yet handled. */
  readonly killedWith: { readonly handled: number; readonly left: number };
  /** From the kill until the survivor owned every partition. */
  readonly takeoverMs: number;
}

const PARTITIONS = 4;
const WRITE = { groupSize: 50, everyMs: 100 };
const KEYS = { accessKeyId: 'demo-key-id', secretAccessKey: 'demo-key-secret' };

/**
 * Two members, each a process, share a log of four partitions; one is killed in the middle of a batch while records keep
 * coming; the other takes over. Says of each record whether it was handled, and in which order.
 */
export async function runScenario(settings: ScenarioSettings): Promise<ScenarioResult> {
  const { say, sessionTimeoutMs, recordsPerPartition } = settings;
  const provider = providers[settings.provider];
  const random = seededRandom(settings.seed);
  const ledger = createLedger();
  const members: MemberProcess[] = [];
  const emulator = await startEmulatorProcess(provider.face, [
    '--access-key-id',
    KEYS.accessKeyId,
    '--access-key-secret',
    KEYS.secretAccessKey,
    '--seed',
    String(settings.seed),
    ...(provider.emulatorFlags?.(PARTITIONS) ?? []),
  ]);
  const { endpoint } = emulator;
  say(`the emulator answers as ${provider.title} on ${endpoint}`);
  const log = await provider.createLog({ endpoint, ...KEYS }, PARTITIONS);
  const names = new Map(log.partitions.map(({ id, name }) => [id, name]));

  const start = (name: string): MemberProcess => {
    const memberSettings: MemberSettings = {
      ...log.settings,
      group: 'billing',
      member: name,
      sessionTimeoutMs,
      checkpointEveryMs: 1_000,
      workMs: 60,
    };
    const member = startMember(memberSettings, (message) => hear(name, message));
    members.push(member);
    return member;
  };

  let onHalf: ((name: string, handled: number, left: number) => void) | undefined;
  const hear = (name: string, message: MemberMessage): void => {
    switch (message.kind) {
      case 'owns':
        say(`${name} now owns partition ${names.get(message.shard)}`);
        break;
      case 'let-go':
        say(`${name} lets go of partition ${names.get(message.shard)} (${message.reason})`);
        break;
      case 'handled':
        ledger.handled(message);
        if (message.left > 0) onHalf?.(name, message.sequences.length, message.left);
        break;
      case 'failed':
        say(`${name} failed: ${message.message}`);
        break;
      case 'saved':
      case 'stopped':
        break;
      default:
        message satisfies never;
    }
  };

  const progress = showProgress(ledger, members, names, say);
  try {
    const writing = writeRecords(log, recordsPerPartition, WRITE, random).then(() => {
      for (const { id } of log.partitions) ledger.sent(id, recordsPerPartition);
    });
    // A failure is seen where it is awaited, below.
    writing.catch(() => undefined);
    const [victim, survivor] = [start('member-a'), start('member-b')];
    await until('both members own two partitions', () => victim.shards.size === 2 && survivor.shards.size === 2);
    await pause(2_000 + random() * 1_000);

    const killedWith = await new Promise<ScenarioResult['killedWith']>((resolve) => {
      onHalf = (name, handled, left) => {
        if (name !== victim.name) return;
        victim.kill('SIGKILL');
        onHalf = undefined;
        resolve({ handled, left });
      };
    });
    const killedAt = performance.now();
    say(
      `${victim.name} is killed (SIGKILL) in the middle of a batch: ${killedWith.handled} records handled, ${killedWith.left} not`,
    );
    await victim.ended;
    say(`its partitions are free when the group's session of ${sessionTimeoutMs / 1_000} s has run out`);
    await until('the survivor owns all partitions', () => survivor.shards.size === PARTITIONS);
    const takeoverMs = Math.round(performance.now() - killedAt);
    say(`${survivor.name} has taken over everything, ${(takeoverMs / 1_000).toFixed(1)} s after the kill`);

    await writing;
    await until('everything written is handled', () => ledger.received >= PARTITIONS * recordsPerPartition).catch(say);
    survivor.kill('SIGTERM');
    await survivor.ended;
    return { ...ledger.verdict(), killedWith, takeoverMs };
  } finally {
    progress.stop();
    for (const member of members) member.kill('SIGKILL');
    await log.close();
    await emulator.stop();
  }
}

async function until(what: string, isSo: () => boolean, patienceMs = 30_000): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  while (!isSo()) {
    if (performance.now() > giveUpAt) throw new Error(`Waited ${patienceMs / 1_000} s in vain until ${what}.`);
    await pause(20);
  }
}

function showProgress(
  ledger: ReturnType<typeof createLedger>,
  members: readonly MemberProcess[],
  partitionNames: ReadonlyMap<string, string>,
  say: (text: string) => void,
): { stop(): void } {
  let before = 0;
  const timer = setInterval(() => {
    const rate = ledger.handledInAll - before;
    before = ledger.handledInAll;
    const owners = members
      .map(
        ({ name, shards }) =>
          `${name}: ${
            [...shards]
              .map((id) => partitionNames.get(id))
              .sort()
              .join(' ') || '–'
          }`,
      )
      .join('   ');
    say(`${String(rate).padStart(5)} records/s   ${owners}`);
  }, 1_000);
  return { stop: () => clearInterval(timer) };
}

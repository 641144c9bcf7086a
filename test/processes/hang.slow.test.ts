import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLedger, type Ledger } from '../../examples/demo/dist/ledger.js';
import { type MemberProcess, startMember } from '../../examples/demo/dist/member-process.js';
import type { EmulatedLog } from '../end-to-end/emulated-log.js';
import { until } from '../end-to-end/until.js';
import { clouds } from './clouds.js';
import type { HangingMessage } from './hanging-message.js';

const SESSION_MS = 3_000;
const DRAIN_TIMEOUT_MS = 1_000;
const STOP_DEADLINE_MS = 1_500;

interface HangingMember {
  /** Shards whose processor hangs. */
  readonly hung: ReadonlySet<string>;
  readonly told: readonly HangingMessage[];
  kill(signal: 'SIGKILL' | 'SIGTERM'): void;
  readonly ended: Promise<number | null>;
}

describe.each(clouds)('on $cloud', ({ open }) => {
  let log: EmulatedLog;
  let ledger: Ledger;
  const running: { kill(signal: 'SIGKILL'): void; readonly ended: Promise<unknown> }[] = [];

  beforeEach(async () => {
    ({ log } = await open(2));
    ledger = createLedger();
    await log.write(100);
    for (const shard of log.shards) ledger.sent(shard, log.written);
  });

  afterEach(async () => {
    for (const { kill } of running) kill('SIGKILL');
    await Promise.all(running.splice(0).map(({ ended }) => ended));
    await log.stop();
  });

  test('a processor that hangs for ever and ignores its signal gives its partition up after the drain, and the stop ends by its deadline with a report', {
    timeout: 60_000,
  }, async () => {
    const hanging = startHanging('awaiting');
    await until(() => hanging.hung.size === 2);

    // The group asks one shard back: its heartbeats go on, so that only the drain's timeout can free it.
    const other = startOther();
    await until(() => other.shards.size === 1);
    const [moved = ''] = other.shards;
    const [kept = ''] = log.shards.filter((shard) => shard !== moved);
    const timedOut = hanging.told.find((told) => told.kind === 'drain-timed-out');
    expect(timedOut).toMatchObject({ shard: moved });
    expect(timedOut?.kind === 'drain-timed-out' && timedOut.afterMs).toBeGreaterThanOrEqual(DRAIN_TIMEOUT_MS);
    expect(hanging.told).toContainEqual({ kind: 'signalled', shard: moved });
    expect(hanging.told).not.toContainEqual({ kind: 'signalled', shard: kept });
    await until(() => ledger.received === log.written);

    const stoppedAt = performance.now();
    hanging.kill('SIGTERM');
    expect(await hanging.ended, 'exit code').toBe(0);
    const stopped = hanging.told.find((told) => told.kind === 'stopped');
    if (stopped?.kind !== 'stopped') throw new Error('It did not tell how it stopped.');
    expect(stopped.tookMs).toBeLessThan(STOP_DEADLINE_MS + 1_000);
    expect(stopped.report).toMatchObject({ inTime: false, partitions: { [kept]: { abandoned: true } } });
    expect(Object.keys(stopped.report.partitions)).toEqual([kept]);
    expect(hanging.told).toContainEqual({ kind: 'signalled', shard: kept });

    await until(() => other.shards.size === 2);
    expect(performance.now() - stoppedAt).toBeLessThan(STOP_DEADLINE_MS + SESSION_MS + 5_000);
    await until(() => ledger.received === 2 * log.written);
    expect(ledger.verdict()).toMatchObject({ lost: 0, repeated: 0, disorder: [] });
  });

  test('a processor that blocks its whole process for ever loses its partitions to another member when its lease ends', {
    timeout: 60_000,
  }, async () => {
    const hanging = startHanging('blocking');
    await until(() => hanging.hung.size === 1);
    const other = startOther();
    await until(() => other.shards.size === 2);
    await until(() => ledger.received === 2 * log.written);
    expect(ledger.verdict()).toMatchObject({ lost: 0, repeated: 0, disorder: [] });
  });

  function startHanging(hangs: 'awaiting' | 'blocking'): HangingMember {
    const program = fileURLToPath(new URL('./hanging-member.mjs', import.meta.url));
    const settings = {
      ...log.settings,
      hangs,
      ...{ sessionTimeoutMs: SESSION_MS, drainTimeoutMs: DRAIN_TIMEOUT_MS, stopDeadlineMs: STOP_DEADLINE_MS },
    };
    const child = fork(program, [JSON.stringify(settings)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const hung = new Set<string>();
    const told: HangingMessage[] = [];
    child.on('message', (message: HangingMessage) => {
      told.push(message);
      if (message.kind === 'hangs') hung.add(message.shard);
    });
    const ended = Promise.all([once(child, 'exit'), once(child, 'disconnect')]).then(
      ([[code]]) => code as number | null,
    );
    const member = { hung, told, kill: (signal: 'SIGKILL' | 'SIGTERM') => void child.kill(signal), ended };
    running.push(member);
    return member;
  }

  function startOther(): MemberProcess {
    const settings = { ...log.settings, group: 'g', member: 'other' };
    const member = startMember(
      { ...settings, sessionTimeoutMs: SESSION_MS, checkpointEveryMs: 300, workMs: 10 },
      (message) => {
        if (message.kind === 'handled') ledger.handled(message);
      },
    );
    running.push(member);
    return member;
  }
});

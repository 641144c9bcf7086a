import type { FaultAction } from '@polylog/emulator';
import { expect, test } from 'vitest';
import { createLedger } from '../../examples/demo/dist/ledger.js';
import type { MemberMessage } from '../../examples/demo/dist/member-message.js';
import { type MemberProcess, startMember } from '../../examples/demo/dist/member-process.js';
import { until } from '../end-to-end/until.js';
import { clouds } from '../processes/clouds.js';

interface Case {
  readonly name: string;
  readonly what: 'pull' | 'heartbeat';
  readonly action: FaultAction;
  /** By cloud; a cloud that is not named has nothing of the kind. */
  readonly says: Readonly<Record<string, RegExp>>;
}

/** The bodies of two are compressed; the third one's are JSON as it stands. */
const brokenBody = {
  SLS: /compressed body/,
  CLS: /compressed body/,
  LTS: /PullLogs of shard \d was answered with a broken body/,
};

const cases: readonly Case[] = [
  { name: 'a body that lacks its end', what: 'pull', action: { kind: 'truncate' }, says: brokenBody },
  // Every byte, for a single one may change a text and nothing else: no service sends a checksum of a body.
  { name: 'a body of changed bytes', what: 'pull', action: { kind: 'corrupt', bytes: 50_000 }, says: brokenBody },
  {
    name: 'a size that is not the body’s',
    what: 'pull',
    action: { kind: 'raw-size', bytes: 77 },
    says: { SLS: /\b77\b/, CLS: /\b77\b/ },
  },
  {
    name: 'a heartbeat’s answer that lacks its end',
    what: 'heartbeat',
    action: { kind: 'truncate' },
    says: { SLS: /not .*JSON/, CLS: /not .*JSON/, LTS: /not .*JSON/ },
  },
];

const rows = clouds.flatMap((cloud) =>
  cases.flatMap(({ says, ...each }) => {
    const pattern = says[cloud.cloud];
    return pattern === undefined ? [] : [{ ...cloud, ...each, says: pattern }];
  }),
);

test.for(rows)(
  'on $cloud $name stops the consumer with an error that says so, and a restart goes on where it stopped',
  { timeout: 60_000 },
  async ({ open, service, calls: [pull, heartbeat], what, action, says }) => {
    const call = what === 'pull' ? pull : heartbeat;
    const { log } = await open(2);
    const ledger = createLedger();
    const members: MemberProcess[] = [];
    const start = (): MemberMessage[] => {
      const told: MemberMessage[] = [];
      const settings = { ...log.settings, group: 'g', member: 'a' };
      const times = { sessionTimeoutMs: 6_000, checkpointEveryMs: 500, workMs: 10 };
      const member = startMember({ ...settings, ...times }, (message) => {
        told.push(message);
        if (message.kind === 'handled') ledger.handled(message);
      });
      members.push(member);
      return told;
    };
    try {
      await log.write(200);
      const told = start();
      await until(() => ledger.received === 2 * log.written);
      // An answer without a body cannot be broken, so it is on until the member has met one.
      const remove = service(log.emulator).faults.add({ match: { call }, action });
      await log.write(20);
      await members[0]?.ended;
      remove();
      const failed = told.find(({ kind }) => kind === 'failed');
      expect(failed?.kind === 'failed' && failed.message).toMatch(says);
      expect(told.at(-1)).toMatchObject({ kind: 'stopped', report: { inTime: true } });

      start();
      await log.write(20);
      await until(() => ledger.received === 2 * log.written);
      for (const shard of log.shards) ledger.sent(shard, log.written);
      // What was done was saved before it stopped.
      expect(ledger.verdict()).toMatchObject({ lost: 0, repeated: 0, disorder: [] });
    } finally {
      for (const member of members) member.kill('SIGKILL');
      await Promise.all(members.map((member) => member.ended));
      await log.stop();
    }
  },
);

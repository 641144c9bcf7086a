import { createConsumer } from '@polylog/core';
import { afterEach, expect, test } from 'vitest';
import { pythonWithLtsSdk } from '../../../scripts/peers/python.mjs';
import { until } from '../../end-to-end/until.js';
import { type LtsService, startLtsService, stream } from '../../huawei-lts/lts-service.js';
import { describeWithPeer } from '../peer.js';
import { lastWords, patience, type Script } from '../script.js';
import { onStream, pythonSdk, startPythonMember } from './python-calls.js';

const SHARDS = [0, 1, 2, 3];
const SESSION_SECONDS = 6;
const asMember = {
  ...{ ...onStream, consumer_group_name: 'billing' },
  consumer_name: '5f0b1c9e-6a0e-4d0b-9a3d-3f1f1b8f2c11',
};

let service: LtsService;
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await service.stop();
});

/** Numbered records into every shard, one more each time. */
function createWriter(): { readonly write: () => void; readonly written: () => string[] } {
  let count = 0;
  return {
    write() {
      for (const shard of SHARDS) service.fill(shard, [`record ${count}`]);
      count++;
    },
    written: () => Array.from({ length: count }, (_, i) => `record ${i}`),
  };
}

/** Ours: what it was handed of each shard, in order, and which it holds. */
function startOurs() {
  const handled = new Map<string, string[]>(SHARDS.map((shard) => [String(shard), []]));
  const consumer = createConsumer({
    ...{ driver: service.driver(), group: 'billing', member: 'ours', start: 'earliest', logger: 'silent' },
    ...{ sessionTimeoutMs: SESSION_SECONDS * 1_000, idleMs: 100, checkpoint: { everyMs: 100 } },
    process(batch) {
      for (const record of batch.records) handled.get(batch.partition)?.push(record.body ?? '');
    },
  });
  const running = consumer.run();
  // Seen where it is awaited.
  running.catch(() => undefined);
  closing.push(() => consumer.stop());
  const holds = (): string[] => consumer.status().partitions.map(({ id }) => id);
  return { handled, running, holds, stop: () => consumer.stop() };
}

/** Theirs: which it holds. */
function startTheirs(python: string): { readonly script: Script; readonly holds: () => readonly string[] } {
  let shards: readonly string[] = [];
  const script = startPythonMember(python, service, {
    asMember,
    listen: (told) => {
      shards = told.shards;
    },
  });
  closing.push(() => script.kill('SIGKILL'));
  return { script, holds: () => shards };
}

describeWithPeer(
  'a group of one of ours and a member of the general Python SDK',
  pythonSdk,
  await pythonWithLtsSdk(),
  ({ python }) => {
    test.each(['ours', 'theirs'] as const)(
      '%s first: half the shards move, come back once theirs is killed, and ours is handed every record, in order',
      patience,
      async (first) => {
        service = await startLtsService({
          shards: SHARDS.length,
          consumerGroups: { billing: { timeoutSeconds: SESSION_SECONDS } },
        });
        const { write, written } = createWriter();
        const timer = setInterval(write, 50);
        closing.push(() => clearInterval(timer));
        const start = { ours: startOurs, theirs: () => startTheirs(python) };
        const one = start[first]();
        await until(() => one.holds().length === SHARDS.length);
        const other = first === 'ours' ? start.theirs() : start.ours();
        await until(() => one.holds().length === 2 && other.holds().length === 2);
        const [ours, theirs] = (first === 'ours' ? [one, other] : [other, one]) as [
          ReturnType<typeof startOurs>,
          ReturnType<typeof startTheirs>,
        ];
        expect([...ours.holds(), ...theirs.holds()].sort()).toEqual(SHARDS.map(String));

        theirs.script.kill('SIGKILL');
        await theirs.script.ended;
        expect(lastWords(theirs.script)).toBe('');
        await until(() => ours.holds().length === SHARDS.length);
        clearInterval(timer);
        const all = written();
        await until(() => [...ours.handled.values()].every((records) => new Set(records).size >= all.length));
        for (const [shard, records] of ours.handled) expect([...new Set(records)], `shard ${shard}`).toEqual(all);
        await ours.stop();
        await ours.running;
        const { shards } = service.group();
        const ends = service.emulator.lts
          .shards(stream.logGroupId, stream.logStreamId)
          .map(({ endCursor }) => endCursor);
        expect(shards.map(({ checkpoint }) => checkpoint)).toEqual(ends);
      },
    );
  },
);

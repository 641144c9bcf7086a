import assert from 'node:assert/strict';
import type { CaseDefinition } from '../conformance-case.js';
import { checkpointOf, joined, SESSION_MS } from '../members.js';
import { codeOf, consume, eventually, later } from '../observed-consumer.js';
import { numbered } from '../seam.js';

const LOST = { code: 'lease-lost', scope: 'partition', message: 'Another member has it.' } as const;

/** Promise 3: what is saved, and by whom. */
export const runtimeCheckpointCases: readonly CaseDefinition[] = [
  {
    id: 'runtime-25',
    promise: 'a checkpoint never passes a record that was not processed: after a crash the rest is read again',
    async run(stand) {
      const log = await stand.open({ batchRecords: 3 });
      await log.append(log.id(0), numbered(0, 12));
      const a = consume(stand, log, 'a', {
        options: { checkpoint: { everyMs: 1_000 } },
        async handle(batch) {
          // The second batch is in hand until the process dies.
          if ([...batch.records].some(({ body }) => body === '3')) await later(log, 3_600_000);
        },
      });
      await eventually(log, () => a.handled.length >= 6);
      await log.advance(20_000);
      for (const name of ['heartbeat', 'save', 'read'] as const) a.cut.add(name);
      await log.advance(SESSION_MS + 5_000);
      const b = consume(stand, log, 'b');
      await eventually(log, () => b.texts().includes('11'), 120_000);
      assert.deepEqual(b.texts(), numbered(3, 9));
    },
  },
  {
    id: 'runtime-26',
    promise: 'what is done is saved by itself within the named time, and a later member goes on exactly there',
    async run(stand) {
      const log = await stand.open({ batchRecords: 3 });
      await log.append(log.id(0), numbered(0, 6));
      const a = consume(stand, log, 'a', { options: { checkpoint: { everyMs: 2_000 } } });
      await eventually(log, () => a.handled.length >= 6);
      await log.advance(5_000);
      // A crash: nothing of it reaches the service any more.
      for (const name of ['heartbeat', 'save', 'read', 'leave'] as const) a.cut.add(name);
      await log.advance(SESSION_MS + 5_000);
      await log.append(log.id(0), ['next']);
      const b = consume(stand, log, 'b');
      await eventually(log, () => b.handled.length >= 1, 120_000);
      assert.deepEqual(b.texts(), ['next']);
    },
  },
  {
    id: 'runtime-27',
    promise: 'checkpoints move forward only',
    async run(stand) {
      const log = await stand.open({ batchRecords: 2 });
      await log.append(log.id(0), numbered(0, 20));
      const a = consume(stand, log, 'a', {
        options: { checkpoint: { everyMs: 500 } },
        handle: () => later(log, 700),
      });
      const order: string[] = [];
      a.before = ({ name, positions }) => {
        if (name === 'read') order.push(...positions);
      };
      await eventually(log, () => a.handled.length >= 20);
      await a.stop();
      const places = [...new Set(order)];
      const saved = a.calls.filter(({ name }) => name === 'save').flatMap(({ positions }) => positions);
      assert.ok(saved.length >= 5, `${saved.length} saves`);
      const steps = saved.map((position) => places.indexOf(position)).filter((step) => step >= 0);
      assert.deepEqual(
        steps,
        [...steps].sort((x, y) => x - y),
      );
    },
  },
  {
    id: 'runtime-28',
    promise: 'a checkpoint moves back where the processor asks for it, and what is behind comes again',
    async run(stand) {
      const log = await stand.open({ batchRecords: 3 });
      await log.append(log.id(0), numbered(0, 9));
      let rewound = false;
      const a = consume(stand, log, 'a', {
        handle(batch, { tracker }) {
          if (rewound || ![...batch.records].some(({ body }) => body === '3')) return undefined;
          rewound = true;
          return tracker.rewind(batch);
        },
      });
      await eventually(log, () => a.handled.length >= 12);
      assert.deepEqual(a.texts(), [...numbered(0, 6), ...numbered(3, 6)]);
    },
  },
  {
    id: 'runtime-29',
    promise: 'two saves of a partition are never under way at once',
    async run(stand) {
      const log = await stand.open({ batchRecords: 1 });
      await log.append(log.id(0), numbered(0, 12));
      let [underWay, most] = [0, 0];
      const a = consume(stand, log, 'a', {
        options: { checkpoint: { everyMs: 500 } },
        async handle(_, { tracker }) {
          // Nobody waits for it: it may meet the one that the time brings.
          tracker.save({ flush: true }).catch(() => undefined);
          await later(log, 300);
        },
      });
      a.before = async ({ name }) => {
        if (name !== 'save') return;
        most = Math.max(most, ++underWay);
        await later(log, 1_300);
        underWay--;
      };
      await eventually(log, () => a.handled.length >= 12, 120_000);
      await a.stop();
      assert.equal(most, 1);
      assert.equal(a.handled.length, 12);
    },
  },
  {
    id: 'runtime-30',
    promise: 'a save that the service refuses is an error, and under that lease nothing more is saved',
    async run(stand) {
      const log = await stand.open({ batchRecords: 2 });
      await log.append(log.id(0), numbered(0, 6));
      let refusals = 0;
      const errors: unknown[] = [];
      let asked = 0;
      const a = consume(stand, log, 'a', {
        async handle(_, { tracker }) {
          if (asked++ !== 1) return;
          a.refusal = () => {
            refusals++;
            return { kind: 'lost', failure: LOST };
          };
          await tracker.save({ flush: true }).catch((error: unknown) => void errors.push(error));
          const sent = refusals;
          await tracker.save({ flush: true }).catch((error: unknown) => void errors.push(error));
          assert.equal(refusals, sent, 'a save was sent after the refusal');
          a.refusal = undefined;
        },
      });
      await eventually(log, () => errors.length >= 2);
      assert.deepEqual(errors.map(codeOf), ['lease-lost', 'lease-lost']);
      assert.ok(a.of('checkpoint-refused').length >= 1);
      assert.ok(a.of('partition-lost').length + a.of('lease-lost').length >= 1);
      assert.notEqual(a.outcome(), 'resolved');
    },
  },
  {
    id: 'runtime-31',
    promise: 'a member that lost its partition saves nothing any more, and its successor’s checkpoint stays',
    async run(stand) {
      const log = await stand.open({ batchRecords: 3 });
      await log.append(log.id(0), numbered(0, 6));
      const options = { checkpoint: { everyMs: 1_000 } };
      let release = (): void => undefined;
      const frozen = consume(stand, log, 'a', {
        options,
        handle: () =>
          new Promise((resolve) => {
            release = resolve;
          }),
      });
      await eventually(log, () => frozen.handled.length >= 3);
      await log.advance(2_000);
      frozen.cut.add('heartbeat');
      const cutAtMs = log.clock.monotonic();
      const successor = consume(stand, log, 'b', { options });
      await eventually(log, () => successor.handled.length >= 6, 120_000);
      await log.advance(3_000);
      const watcher = await joined(log, 'watcher');
      const saved = await checkpointOf(watcher, log.id(0));
      release();
      await log.advance(10_000);
      assert.equal(await checkpointOf(watcher, log.id(0)), saved);
      const late = frozen.calls.filter(
        ({ name, startedAtMs }) => name === 'save' && startedAtMs > cutAtMs + SESSION_MS,
      );
      assert.deepEqual(late, [], 'a save was sent after the lease');
      assert.equal(frozen.of('batch-done-late').length, 1);
    },
  },
  {
    id: 'runtime-32',
    promise: 'with manual checkpoints only what the processor marks is saved',
    async run(stand) {
      const log = await stand.open({ batchRecords: 2 });
      await log.append(log.id(0), numbered(0, 8));
      const a = consume(stand, log, 'a', {
        options: { checkpoint: 'manual' },
        async handle(batch, { tracker }) {
          if ([...batch.records].some(({ body }) => body === '4')) await tracker.save({ flush: true });
        },
      });
      await eventually(log, () => a.handled.length >= 8);
      await a.stop();
      const b = consume(stand, log, 'b');
      await eventually(log, () => b.texts().includes('7'), 120_000);
      // What was marked while the batch of 4 was in hand covers that batch, once it was done.
      assert.deepEqual(b.texts(), numbered(6, 2));
    },
  },
];

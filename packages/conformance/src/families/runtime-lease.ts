import assert from 'node:assert/strict';
import type { CaseDefinition } from '../conformance-case.js';
import { SESSION_MS } from '../members.js';
import { consume, eventually, later } from '../observed-consumer.js';
import { numbered } from '../seam.js';

/** Promise 7, and what members owe each other. */
export const leaseCases: readonly CaseDefinition[] = [
  {
    id: 'runtime-33',
    promise: 'a member that joins is handed partitions, drained and saved: nothing is lost, nothing comes twice',
    async run(stand) {
      const log = await stand.open({ partitions: 4, batchRecords: 2 });
      const ids = [0, 1, 2, 3].map(log.id);
      for (const id of ids) await log.append(id, numbered(0, 8));
      const handle = (): Promise<void> => later(log, 400);
      const a = consume(stand, log, 'a', { handle });
      await eventually(log, () => a.handled.length >= 12);
      const b = consume(stand, log, 'b', { handle });
      await eventually(log, () => a.of('partition-released').length >= 2, 120_000);
      for (const id of ids) await log.append(id, numbered(8, 4));
      await eventually(log, () => a.handled.length + b.handled.length >= 48, 120_000);
      for (const id of ids) {
        const both = [...a.handled, ...b.handled].filter(({ partition }) => partition === id);
        assert.deepEqual(
          both.sort((x, y) => x.atMs - y.atMs).map(({ text }) => text),
          numbered(0, 12),
        );
      }
      assert.ok(b.handled.length > 0);
    },
  },
  {
    id: 'runtime-34',
    promise: 'a member without heartbeats stops handing out before the service can give its partitions away',
    async run(stand) {
      const log = await stand.open({ batchRecords: 1 });
      await log.append(log.id(0), numbered(0, 200));
      const handle = (): Promise<void> => later(log, 700);
      const a = consume(stand, log, 'a', { handle });
      await eventually(log, () => a.handled.length >= 3);
      a.cut.add('heartbeat');
      const lastBeat = a.calls.findLast(({ name, assigned }) => name === 'heartbeat' && assigned !== undefined);
      const b = consume(stand, log, 'b', { handle });
      await eventually(log, () => b.handled.length >= 3, 120_000);
      const lastOfA = Math.max(...a.handled.map(({ atMs }) => atMs));
      const firstOfB = Math.min(...b.handled.map(({ atMs }) => atMs));
      assert.ok(lastOfA < (lastBeat?.startedAtMs ?? 0) + SESSION_MS, 'handed out after its session');
      assert.ok(lastOfA < firstOfB, `a until ${lastOfA}, b from ${firstOfB}`);
      assert.ok(a.of('lease-lost').length >= 1, 'the loss was not told');
      const [first] = b.handled;
      assert.ok(Number(first?.text) <= a.handled.length, 'records between the two are lost');
    },
  },
  {
    id: 'runtime-35',
    promise: 'the processor’s signal aborts when the lease is lost',
    async run(stand) {
      const log = await stand.open();
      await log.append(log.id(0), ['x']);
      let abortedAtMs: number | undefined;
      const a = consume(stand, log, 'a', {
        handle: (_, { signal }) =>
          new Promise((resolve) => {
            signal.addEventListener('abort', () => {
              abortedAtMs = log.clock.monotonic();
              resolve();
            });
          }),
      });
      await eventually(log, () => a.handled.length >= 1);
      a.cut.add('heartbeat');
      const cutAtMs = log.clock.monotonic();
      await eventually(log, () => abortedAtMs !== undefined, 2 * SESSION_MS);
      assert.ok((abortedAtMs ?? 0) <= cutAtMs + SESSION_MS, 'aborted after the session');
    },
  },
  {
    id: 'runtime-36',
    promise: 'a partition that comes back waits for work on it that has not settled: never two at once',
    async run(stand) {
      const log = await stand.open({ batchRecords: 1 });
      await log.append(log.id(0), numbered(0, 5));
      let [underWay, most] = [0, 0];
      let release = (): void => undefined;
      const a = consume(stand, log, 'a', {
        async handle() {
          most = Math.max(most, ++underWay);
          // Deaf to its signal, as much user code is.
          if (a.handled.length === 2) {
            await new Promise<void>((resolve) => {
              release = resolve;
            });
          }
          underWay--;
        },
      });
      await eventually(log, () => a.handled.length >= 2);
      a.cut.add('heartbeat');
      await log.advance(SESSION_MS + 10_000);
      a.cut.clear();
      await log.advance(SESSION_MS);
      assert.equal(a.handled.length, 2, 'went on beside work that has not settled');
      release();
      await eventually(log, () => a.texts().includes('4'), 120_000);
      assert.equal(most, 1);
    },
  },
  {
    id: 'runtime-37',
    promise: 'a member that was forgotten comes back by itself and goes on',
    async run(stand) {
      const log = await stand.open({ batchRecords: 2 });
      await log.append(log.id(0), numbered(0, 4));
      const a = consume(stand, log, 'a');
      await eventually(log, () => a.handled.length >= 4);
      a.cut.add('heartbeat');
      await log.advance(2 * SESSION_MS);
      await log.append(log.id(0), numbered(4, 4));
      await log.advance(5_000);
      assert.ok(!a.texts().includes('4'), 'handed out without a lease');
      a.cut.clear();
      await eventually(log, () => a.texts().includes('7'), 120_000);
      assert.equal(a.outcome(), 'running');
      assert.deepEqual([...new Set(a.texts())], numbered(0, 8));
    },
  },
  {
    id: 'runtime-38',
    promise: 'heartbeats go on while a long batch is in hand: it keeps its partition however long it takes',
    async run(stand) {
      const log = await stand.open({ batchRecords: 1 });
      await log.append(log.id(0), numbered(0, 2));
      const a = consume(stand, log, 'a', { handle: () => later(log, 3 * SESSION_MS) });
      const b = consume(stand, log, 'b');
      await eventually(log, () => a.handled.length + b.handled.length >= 2, 8 * SESSION_MS);
      await log.advance(3 * SESSION_MS + 1_000);
      assert.deepEqual([...a.texts(), ...b.texts()].sort(), numbered(0, 2));
      assert.equal(a.of('lease-lost').length + a.of('partition-lost').length, 0);
    },
  },
  {
    id: 'runtime-39',
    promise: 'a heartbeat names everything that is worked on, partitions being drained included, and lets go only then',
    async run(stand) {
      const log = await stand.open({ partitions: 2, batchRecords: 1 });
      for (const id of [0, 1].map(log.id)) await log.append(id, numbered(0, 3));
      const inHand = new Set<string>();
      const wrong: string[] = [];
      const a = consume(stand, log, 'a', {
        async handle({ partition }) {
          inHand.add(partition);
          await later(log, 8_000);
          inHand.delete(partition);
        },
      });
      a.before = ({ name, partitions }) => {
        if (name !== 'heartbeat') return;
        for (const id of inHand) if (!partitions.includes(id)) wrong.push(id);
      };
      await eventually(log, () => inHand.size === 2);
      const b = consume(stand, log, 'b');
      await eventually(log, () => b.handled.length >= 1, 120_000);
      await log.advance(20_000);
      assert.deepEqual(wrong, [], 'left out of a heartbeat while in hand');
      for (const id of [0, 1].map(log.id)) {
        const both = [...a.handled, ...b.handled].filter(({ partition }) => partition === id);
        assert.deepEqual(both.map(({ text }) => text).sort(), numbered(0, 3));
      }
    },
  },
  {
    id: 'runtime-47',
    promise:
      'a process that was frozen with a batch in hand wakes without a lease and saves nothing, though no timer has told it yet',
    async run(stand) {
      const log = await stand.open({ batchRecords: 2 });
      await log.append(log.id(0), numbered(0, 6));
      let finish = (): void => undefined;
      let saving: Promise<void> | undefined;
      const a = consume(stand, log, 'a', {
        async handle(batch, { tracker, holds }) {
          if (![...batch.records].some(({ body }) => body === '2')) return;
          await new Promise<void>((resolve) => {
            finish = resolve;
          });
          // No timer has told it yet: what asks has to look at the clock.
          saving = tracker.save({ flush: true });
          saving.catch(() => undefined);
          await saving.catch(() => undefined);
          assert.equal(holds(), false);
        },
      });
      await eventually(log, () => a.handled.length >= 4);
      const wake = a.freeze();
      const b = consume(stand, log, 'b');
      await eventually(log, () => b.texts().includes('5'), 120_000);
      await log.advance(10_000);
      const before = a.calls.length;
      finish();
      await wake();
      await log.advance(1_000);
      assert.equal(a.handled.length, 4, 'handed out after the freeze');
      const sent = a.calls.slice(before).map(({ name }) => name);
      assert.ok(!sent.includes('save'), 'saved after the freeze');
      assert.ok(saving, 'the batch in hand did not go on');
      await assert.rejects(saving);
      assert.deepEqual(b.texts(), numbered(0, 6).slice(6 - b.texts().length));
    },
  },
  {
    id: 'runtime-48',
    promise: 'a process that was frozen hands nothing out when it wakes, not even what it had read ahead',
    async run(stand) {
      const log = await stand.open({ batchRecords: 2 });
      await log.append(log.id(0), numbered(0, 6));
      let finish = (): void => undefined;
      const a = consume(stand, log, 'a', {
        handle: () =>
          new Promise<void>((resolve) => {
            finish = resolve;
          }),
      });
      await eventually(log, () => a.handled.length >= 2);
      const wake = a.freeze();
      const b = consume(stand, log, 'b');
      await eventually(log, () => b.texts().includes('5'), 120_000);
      finish();
      await wake();
      await log.advance(1_000);
      assert.deepEqual(a.texts(), numbered(0, 2));
      assert.deepEqual(b.texts(), numbered(0, 6));
      assert.equal(a.of('batch-done-late').length, 1);
    },
  },
];

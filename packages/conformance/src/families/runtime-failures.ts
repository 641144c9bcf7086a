import assert from 'node:assert/strict';
import type { CaseDefinition } from '../conformance-case.js';
import { codeOf, consume, eventually } from '../observed-consumer.js';
import { numbered } from '../seam.js';

/** What the engine makes of a service that fails, and promise 4. */
export const failureCases: readonly CaseDefinition[] = [
  {
    id: 'runtime-7',
    promise: 'a service that fails, throttles, loses answers or cuts connections costs time, not records',
    needs: ['unavailable', 'throttled', 'cut', 'lost-answer'],
    async run(stand) {
      const log = await stand.open({ partitions: 2, batchRecords: 4 });
      for (const id of [0, 1].map(log.id)) await log.append(id, numbered(0, 12));
      for (const kind of ['unavailable', 'throttled', 'cut', 'lost-answer'] as const) {
        for (const name of ['partitions', 'locate', 'read', 'join', 'heartbeat', 'checkpoints', 'save'] as const) {
          log.fault({ kind, calls: [name], times: 1 });
        }
      }
      const a = consume(stand, log, 'a', { options: { startTimeoutMs: 300_000 } });
      await eventually(log, () => a.handled.length >= 24, 300_000);
      for (const id of [0, 1].map(log.id)) assert.deepEqual(a.texts(id), numbered(0, 12));
      assert.ok(a.of('call-retried').length >= 8);
      assert.equal(a.outcome(), 'running');
    },
  },
  {
    id: 'runtime-8',
    promise: 'a connection that is cut while a batch comes is tried again, and nothing comes twice for it',
    needs: ['cut'],
    async run(stand) {
      const log = await stand.open({ batchRecords: 4 });
      await log.append(log.id(0), numbered(0, 12));
      log.fault({ kind: 'cut', calls: ['read'], times: 3 });
      const a = consume(stand, log, 'a');
      await eventually(log, () => a.handled.length >= 12);
      assert.deepEqual(a.texts(), numbered(0, 12));
      const retries = a.of('call-retried').filter(({ call }) => call === 'read');
      assert.deepEqual(
        retries.map(({ code }) => code),
        ['unavailable', 'unavailable', 'unavailable'],
      );
    },
  },
  {
    id: 'runtime-9',
    promise: 'a delay that the service names is kept before the call is sent again',
    needs: ['throttled'],
    async run(stand) {
      const log = await stand.open();
      const a = consume(stand, log, 'a');
      await eventually(log, () => a.calls.some(({ name }) => name === 'read'));
      const before = a.calls.length;
      await log.append(log.id(0), ['x']);
      log.fault({ kind: 'throttled', calls: ['read'], retryAfterMs: 8_000, times: 1 });
      await eventually(log, () => a.handled.length >= 1);
      const reads = a.calls.slice(before).filter(({ name }) => name === 'read');
      const [refused, again] = [reads.at(0), reads.find((call) => call.startedAtMs > (reads[0]?.startedAtMs ?? 0))];
      assert.ok(refused && again);
      assert.ok(
        again.startedAtMs - (refused.endedAtMs ?? 0) >= 8_000,
        `after ${again.startedAtMs - refused.startedAtMs} ms`,
      );
    },
  },
  {
    id: 'runtime-10',
    promise: 'an answer that contradicts itself stops the consumer loudly; nothing behind it is processed or saved',
    needs: ['corrupt'],
    async run(stand) {
      const log = await stand.open({ batchRecords: 4 });
      await log.append(log.id(0), numbered(0, 8));
      const lift = log.fault({ kind: 'corrupt', calls: ['read'] });
      const a = consume(stand, log, 'a');
      await eventually(log, () => a.outcome() !== 'running', 120_000);
      assert.equal(codeOf(a.outcome()), 'corrupt-data');
      assert.deepEqual(a.texts(), []);
      lift();
      const b = consume(stand, log, 'b');
      await eventually(log, () => b.handled.length >= 8, 120_000);
      assert.deepEqual(b.texts(), numbered(0, 8));
    },
  },
  {
    id: 'runtime-11',
    promise: 'a key that is refused stops the consumer loudly, and is not tried for ever',
    needs: ['wrong-key'],
    async run(stand) {
      const log = await stand.open();
      const lift = log.fault({ kind: 'wrong-key', calls: ['partitions', 'join', 'heartbeat', 'read', 'locate'] });
      const a = consume(stand, log, 'a');
      await eventually(log, () => a.outcome() !== 'running', 120_000);
      lift();
      assert.equal(codeOf(a.outcome()), 'unauthenticated');
    },
  },
  {
    id: 'runtime-12',
    promise: 'an expired position stops the consumer as position-lost; not one record is jumped over',
    async run(stand) {
      const log = await stand.open({ batchRecords: 5 });
      await log.append(log.id(0), numbered(0, 5));
      const a = consume(stand, log, 'a');
      await eventually(log, () => a.handled.length >= 5);
      await a.stop();
      await log.append(log.id(0), numbered(5, 10));
      await log.trim(log.id(0), 8);
      const b = consume(stand, log, 'b');
      await eventually(log, () => b.outcome() !== 'running', 120_000);
      assert.equal(codeOf(b.outcome()), 'position-lost');
      assert.deepEqual(b.texts(), []);
    },
  },
  {
    id: 'runtime-13',
    promise: 'an expired position is passed over only by a policy that the user named, with an event',
    async run(stand) {
      const log = await stand.open({ batchRecords: 5 });
      await log.append(log.id(0), numbered(0, 5));
      const a = consume(stand, log, 'a');
      await eventually(log, () => a.handled.length >= 5);
      await a.stop();
      await log.append(log.id(0), numbered(5, 10));
      await log.trim(log.id(0), 8);
      const b = consume(stand, log, 'b', { options: { onExpired: 'earliest' } });
      await eventually(log, () => b.texts().includes('14'), 120_000);
      assert.deepEqual(b.texts(), numbered(8, 7));
      assert.equal(b.of('position-reset').length, 1);
    },
  },
];

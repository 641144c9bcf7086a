import assert from 'node:assert/strict';
import { ConsumerError, type Failure, type LogDriver, type Partition, type Position } from '@polylog/core/driver';
import type { CaseDefinition } from '../conformance-case.js';
import type { SeamCall, TestLog } from '../harness.js';
import { checkpointOf, type Member, SESSION_MS, soleMember, specOf } from '../members.js';
import { call, failureOf, numbered, partitionOf, place, reading, readThrough, settledYet, thrownBy } from '../seam.js';
import { strangeThings } from '../strange-things.js';

const TIMEOUT_MS = 4_000;
const SECRET_TEXT = 'the-content-of-a-record';

const MEANING = {
  unavailable: { code: 'unavailable', told: 'a service that cannot answer at the moment is unavailable' },
  cut: { code: 'unavailable', told: 'a connection that breaks is unavailable' },
  throttled: { code: 'throttled', told: 'a quota that is used up is throttled' },
  'wrong-key': { code: 'unauthenticated', told: 'a key that is refused is unauthenticated, of the credential’s scope' },
} as const;

/** What goes wrong, and what the driver says of it. */
export const errorCases: readonly CaseDefinition[] = [
  {
    id: 'errors-1',
    promise: 'classify has an answer for everything that can be thrown, and never throws itself',
    async run({ open }) {
      const driver = (await open()).driver();
      for (const thrown of strangeThings()) {
        const failure = driver.classify(thrown);
        assert.equal(failure.code, 'unknown', `${failure.code}: ${failure.message}`);
        checkFailure(failure);
      }
    },
  },
  {
    id: 'errors-2',
    promise: 'classify is pure: the same thing thrown means the same',
    needs: ['unavailable'],
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      log.fault({ kind: 'unavailable', calls: ['partitions'] });
      const thrown = await thrownBy(driver.partitions(call()));
      assert.deepEqual(driver.classify(thrown), driver.classify(thrown));
    },
  },
  {
    id: 'errors-3',
    promise: 'an error of the library keeps its code',
    async run({ open }) {
      const driver = (await open()).driver();
      for (const code of ['position-lost', 'invalid-argument', 'corrupt-data', 'unsupported'] as const) {
        assert.equal(driver.classify(new ConsumerError(code, 'So it is.')).code, code);
      }
    },
  },
  ...(['unavailable', 'cut', 'throttled', 'wrong-key'] as const).map(
    (kind, index): CaseDefinition => ({
      id: `errors-${4 + index}`,
      promise: `${MEANING[kind].told}, whatever was asked`,
      needs: [kind],
      async run({ open }) {
        const log = await open();
        const calls = await everyCall(log);
        for (const [name, { driver, send }] of Object.entries(calls)) {
          const lift = log.fault({ kind, calls: [name as SeamCall] });
          const failure = await send(call()).then(
            (answer) => refusedSave(answer),
            (error: unknown) => driver.classify(error),
          );
          lift();
          assert.ok(failure, `${name} succeeded`);
          assert.equal(failure.code, MEANING[kind].code, `${name}: ${failure.message}`);
          if (kind === 'wrong-key') assert.equal(failure.scope, 'credentials', name);
          checkFailure(failure);
        }
      },
    }),
  ),
  {
    id: 'errors-8',
    promise: 'a service that names a delay is heard',
    needs: ['throttled'],
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      log.fault({ kind: 'throttled', calls: ['partitions'], retryAfterMs: 7_000 });
      const failure = await failureOf(driver, driver.partitions(call()));
      assert.deepEqual([failure.code, failure.retryAfterMs], ['throttled', 7_000]);
    },
  },
  {
    id: 'errors-9',
    promise: 'a body that contradicts itself is corrupt-data; no record of it is given, and no content told',
    needs: ['corrupt'],
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      await log.append(
        log.id(0),
        numbered(0, 5).map((n) => `${SECRET_TEXT} ${n}`),
      );
      const partition = await partitionOf(driver, log.id(0));
      const start = await place(driver, partition, 'earliest');
      log.fault({ kind: 'corrupt', calls: ['read'], times: 1 });
      const failure = await failureOf(driver, driver.read(partition, start, reading()));
      assert.equal(failure.code, 'corrupt-data');
      assert.ok(!failure.message.includes(SECRET_TEXT), failure.message);
      assert.equal((await readThrough(driver, partition, start)).texts.length, 5);
    },
  },
  {
    id: 'errors-10',
    promise: 'a request that nobody answers fails as unavailable when its timeout has passed, and not before',
    needs: ['hang'],
    async run({ open }) {
      const log = await open();
      for (const [name, { driver, send }] of Object.entries(await everyCall(log))) {
        const lift = log.fault({ kind: 'hang', calls: [name as SeamCall] });
        const pending = send(call({ timeoutMs: TIMEOUT_MS }));
        const over = settledYet(pending);
        await log.advance(TIMEOUT_MS - 100);
        assert.equal(over(), false, `${name} gave up early`);
        await log.advance(200);
        assert.equal(over(), true, `${name} did not give up`);
        const failure = await pending.then(refusedSave, (error: unknown) => driver.classify(error));
        assert.equal(failure?.code, 'unavailable', name);
        lift();
      }
    },
  },
  {
    id: 'errors-11',
    promise: 'a call whose signal has aborted already rejects with its reason and sends nothing',
    async run({ open }) {
      const log = await open();
      const calls = await everyCall(log);
      const reason = new Error('over');
      for (const [name, { send }] of Object.entries(calls)) {
        assert.equal(await thrownBy(send(call({ signal: AbortSignal.abort(reason) }))), reason, name);
      }
      assert.equal(await checkpointOf(calls.save.member, log.id(0)), undefined, 'it was saved all the same');
    },
  },
  {
    id: 'errors-12',
    promise: 'a call under way rejects with the signal’s reason soon after the abort, without time passing',
    needs: ['hang'],
    async run({ open }) {
      const log = await open();
      for (const [name, { send }] of Object.entries(await everyCall(log))) {
        const lift = log.fault({ kind: 'hang', calls: [name as SeamCall] });
        const abort = new AbortController();
        const pending = send(call({ signal: abort.signal }));
        const over = settledYet(pending);
        await log.advance(0);
        assert.equal(over(), false, `${name} did not wait`);
        const reason = new Error('over');
        abort.abort(reason);
        await log.advance(0);
        assert.equal(over(), true, `${name} goes on after the abort`);
        assert.equal(await thrownBy(pending), reason, name);
        lift();
      }
    },
  },
  {
    id: 'errors-13',
    promise: 'one call is one attempt: a driver does not try again by itself',
    needs: ['unavailable'],
    async run({ open }) {
      const log = await open();
      for (const [name, { driver, send }] of Object.entries(await everyCall(log))) {
        log.fault({ kind: 'unavailable', calls: [name as SeamCall], times: 1 });
        const failure = await send(call()).then(refusedSave, (error: unknown) => driver.classify(error));
        assert.equal(failure?.code, 'unavailable', `${name} hid the failure`);
        assert.equal(await send(call()).then(refusedSave), undefined, `${name} does not work after a failure`);
      }
    },
  },
  {
    id: 'errors-14',
    promise: 'a heartbeat whose answer was lost has kept the lease, and the next one tells all that is held',
    needs: ['lost-answer'],
    async run({ open }) {
      const log = await open({ partitions: 2 });
      const member = await soleMember(log, 'a');
      await log.advance(SESSION_MS - 5_000);
      log.fault({ kind: 'lost-answer', calls: ['heartbeat'], times: 1 });
      assert.equal((await failureOf(member.driver, member.beat())).code, 'unavailable');
      await log.advance(SESSION_MS - 5_000);
      assert.deepEqual([...(await member.beat()).partitions].sort(), [0, 1].map(log.id));
    },
  },
  {
    id: 'errors-15',
    promise: 'closing a driver makes calls under way reject; closing it twice is harmless',
    needs: ['hang'],
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      if (driver.close === undefined) return;
      log.fault({ kind: 'hang', calls: ['partitions'] });
      const pending = driver.partitions(call());
      const over = settledYet(pending);
      await log.advance(0);
      assert.equal(over(), false);
      await driver.close();
      await driver.close();
      await thrownBy(pending);
    },
  },
  {
    id: 'errors-16',
    promise: 'a read of a partition that does not exist fails, and is nothing that time would mend',
    async run({ open }) {
      const log = await open();
      const driver = log.driver();
      const known = await partitionOf(driver, log.id(0));
      const start = await place(driver, known, 'earliest');
      const failure = await failureOf(driver, driver.read({ ...known, id: log.id(4711) }, start, reading()));
      assert.ok(['not-found', 'position-lost', 'invalid-argument'].includes(failure.code), failure.code);
    },
  },
];

interface Sendable {
  readonly driver: LogDriver;
  readonly member: Member;
  send(options: ReturnType<typeof call>): Promise<unknown>;
}

/** Every call of the seam that sends something, ready to be sent. */
async function everyCall(log: TestLog): Promise<Record<SeamCall, Sendable>> {
  const member = await soleMember(log, 'a');
  const { driver, membership } = member;
  // A member may get along without the list, by what it is dealt; whoever is in no group has nothing else.
  const outsider = log.driver();
  await outsider.partitions(call());
  await log.append(log.id(0), numbered(0, 3));
  const partition: Partition = await partitionOf(driver, log.id(0));
  const position: Position = await place(driver, partition, 'earliest');
  const sends: Record<SeamCall, Sendable['send']> = {
    partitions: (o) => outsider.partitions(o),
    locate: (o) => driver.locate([partition], 'latest', o),
    read: (o) => driver.read(partition, position, reading(o)),
    join: (o) => driver.join(specOf('another', { group: 'another' }), o),
    heartbeat: (o) => membership.heartbeat(member.holding, o),
    checkpoints: (o) => membership.checkpoints([log.id(0)], o),
    save: (o) => membership.save([{ partition: log.id(0), position }], o),
  };
  const entries = Object.entries(sends).map(([name, send]): [string, Sendable] => [name, { driver, member, send }]);
  return Object.fromEntries(entries) as Record<SeamCall, Sendable>;
}

/** The failure inside the answer of a save, if it is one and has one. */
function refusedSave(answer: unknown): Failure | undefined {
  if (!(answer instanceof Map)) return undefined;
  for (const outcome of answer.values()) {
    if (typeof outcome === 'object' && outcome !== null && 'failure' in outcome) return outcome.failure as Failure;
  }
  return undefined;
}

function checkFailure({ message, scope }: Failure): void {
  assert.ok(message.trim() !== '' && !/[\r\n]/.test(message), `not one line: ${JSON.stringify(message)}`);
  assert.ok(['call', 'partition', 'member', 'credentials'].includes(scope), scope);
}

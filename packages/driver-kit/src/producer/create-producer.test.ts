import { ConsumerError, mapProducer, type Producer, type ProducerRecord } from '@polylog/core/driver';
import { createFakeClock } from '@polylog/core/testing';
import { expect, test, vi } from 'vitest';
import { createClassifier } from '../failure/classify.js';
import { ServiceError } from '../failure/service-error.js';
import { createProducer } from './create-producer.js';
import type { ProducerSettings } from './producer-settings.js';

interface TestRecord extends ProducerRecord {
  readonly name: string;
  readonly labels?: string;
  readonly bytes?: number;
}

type Answer = 'ok' | 'refused' | 'throttled' | 'never' | 'held' | 'waits';

/** A service that keeps what it is given, one entry a request, and answers as it is told; a record is its name. */
function stand(settings: ProducerSettings = {}, limits = { maxBatchBytes: 100_000, maxBatchRecords: 10 }) {
  const clock = createFakeClock();
  const batches: string[] = [];
  let answer: (names: readonly string[]) => Answer = () => 'ok';
  let held: (() => void)[] = [];
  const producer: Producer<TestRecord> = createProducer<TestRecord, string>({
    settings: { logger: 'silent', random: () => 1, clock, ...settings },
    invalid: (message) => new ConsumerError('invalid-argument', message),
    wire: {
      provider: 'test',
      limits,
      prepare({ name, key, labels = '', bytes = 100 }) {
        if (name === '') throw new ConsumerError('invalid-argument', 'no name');
        const order = key === undefined ? {} : { order: { route: 'one', key } };
        return { item: name, bytes, headBytes: 10, labels, ...order };
      },
      put: (names, _, { retry, signal }) =>
        retry!(async (sent) => {
          const said = answer(names);
          // For its turn: a signature guard lets few go.
          if (said !== 'waits') sent();
          if (said === 'held') await new Promise<void>((resolve) => held.push(resolve));
          if (said === 'throttled') throw new ConsumerError('throttled', 'slow down');
          if (said === 'refused')
            throw new ServiceError({ what: 'put', status: 400, code: 'Bad', text: 'bad', requestId: 'r', headers: {} });
          if (said === 'never' || said === 'waits')
            await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
          batches.push(names.join(' '));
        }, signal),
      classify: createClassifier({}),
      close: async () => undefined,
    },
  });
  return {
    clock,
    producer,
    batches,
    answers: (next: typeof answer) => {
      answer = next;
    },
    letGo() {
      const all = held;
      held = [];
      for (const go of all) go();
    },
    send: (name: string, more: Partial<TestRecord> = {}) => producer.send({ name, fields: {}, ...more }),
  };
}

const outcome = (promise: Promise<unknown>) =>
  promise.then(
    (value) => value,
    (error: unknown) => error,
  );

test('records linger together, and a send resolves when its batch is stored', async () => {
  const { clock, batches, send } = stand({ lingerMs: 200 });
  const sends = [send('a'), send('b')];
  await clock.advance(150);
  sends.push(send('c'));
  expect(batches).toEqual([]);
  await clock.advance(50);
  expect(batches).toEqual(['a b c']);
  expect(await Promise.all(sends)).toEqual([{ tries: 1 }, { tries: 1 }, { tries: 1 }]);
  expect(clock.pending).toBe(0);
});

test('a batch that is full, by number or by bytes, does not linger', async () => {
  const { clock, batches, send } = stand({ maxBatchRecords: 2, maxBatchBytes: 1_000 });
  for (const name of ['a', 'b', 'c']) void send(name);
  void send('d', { bytes: 950 });
  await clock.settle();
  expect(batches).toEqual(['a b', 'c']);
  await clock.advance(200);
  expect(batches).toEqual(['a b', 'c', 'd']);
});

test('only records with the same labels share a batch', async () => {
  const { clock, batches, send } = stand();
  for (const [name, labels] of [
    ['a', 'x'],
    ['b', 'y'],
    ['c', 'x'],
  ] as const)
    void send(name, { labels });
  await clock.advance(200);
  expect(batches).toEqual(['a c', 'b']);
});

test('a key keeps its order also where its records have other labels in turn', async () => {
  const { clock, batches, send } = stand();
  for (const [name, labels, key] of [
    ['k1', 'x', 'k'],
    ['j1', 'y', 'j'],
    ['k2', 'y', 'k'],
    ['k3', 'x', 'k'],
    ['j2', 'y', 'j'],
  ] as const)
    void send(name, { labels, key });
  await clock.advance(200);
  const sent = batches.join(' ').split(' ');
  expect(sent.filter((name) => name.startsWith('k'))).toEqual(['k1', 'k2', 'k3']);
  expect(sent.filter((name) => name.startsWith('j'))).toEqual(['j1', 'j2']);
});

test('of one route one batch is under way, and what waits behind it gathers; without a key they overlap', async () => {
  const { clock, batches, send, answers, letGo } = stand({ lingerMs: 10 });
  answers(() => 'held');
  for (const name of ['a', 'b', 'c']) {
    void send(name, { key: name });
    await clock.advance(20);
  }
  letGo();
  await clock.settle();
  expect(batches).toEqual(['a']);
  letGo();
  await clock.settle();
  expect(batches).toEqual(['a', 'b c']);
  for (const name of ['x', 'y']) {
    void send(name);
    await clock.advance(20);
  }
  letGo();
  await clock.settle();
  expect(batches.slice(2)).toEqual(['x', 'y']);
});

test('what is sent without a key gathers in one batch, also where an older one ends meanwhile', async () => {
  const { clock, batches, send, answers, letGo } = stand({ maxBatchBytes: 1_000 });
  answers((names) => (names.includes('slow') ? 'held' : 'ok'));
  void send('quick', { bytes: 990 });
  void send('slow', { bytes: 990 });
  await clock.settle();
  void send('a');
  letGo();
  await clock.settle();
  void send('b');
  await clock.advance(200);
  expect(batches).toEqual(['quick', 'slow', 'a b']);
});

test('no more requests are under way than allowed', async () => {
  const { clock, batches, send, answers, letGo } = stand({ maxInFlight: 2, maxBatchRecords: 1 });
  answers(() => 'held');
  for (const name of ['a', 'b', 'c']) void send(name);
  await clock.settle();
  letGo();
  await clock.settle();
  expect(batches).toEqual(['a', 'b']);
  letGo();
  await clock.settle();
  expect(batches).toEqual(['a', 'b', 'c']);
});

test('what is throttled is sent again before anything else of its key, and the receipt says how often', async () => {
  const { clock, batches, send, answers } = stand({ maxBatchRecords: 1 });
  let refusals = 2;
  answers(() => (refusals-- > 0 ? 'throttled' : 'ok'));
  const [first, second] = [send('a', { key: 'k' }), send('b', { key: 'k' })];
  await clock.advance(5_000);
  expect(batches).toEqual(['a', 'b']);
  expect([await first, await second]).toEqual([{ tries: 3 }, { tries: 1 }]);
});

test('a record that is wrong, or too large, is refused alone and at once', async () => {
  const { clock, batches, send } = stand();
  const good = send('good');
  expect(await outcome(send(''))).toMatchObject({ name: 'ClientError', code: 'invalid-argument', tries: 0 });
  expect(await outcome(send('huge', { bytes: 99_991 }))).toMatchObject({ code: 'invalid-argument', tries: 0 });
  await clock.advance(200);
  expect(await good).toEqual({ tries: 1 });
  expect(batches).toEqual(['good']);
});

test('a record larger than a batch goes alone', async () => {
  const { clock, batches, send } = stand({ maxBatchBytes: 1_000 });
  for (const [name, bytes] of [
    ['a', 100],
    ['large', 90_000],
    ['b', 100],
  ] as const)
    void send(name, { bytes });
  await clock.advance(200);
  expect(batches).toEqual(['a', 'large', 'b']);
});

test('a record that the service refuses takes no others with it', async () => {
  const { clock, batches, send, answers } = stand();
  answers((names) => (names.includes('bad') ? 'refused' : 'ok'));
  const sends = ['a', 'b', 'bad', 'c', 'd'].map((name) => outcome(send(name, { key: 'k' })));
  await clock.advance(200);
  const ends = await Promise.all(sends);
  expect(ends[2]).toMatchObject({ code: 'invalid-argument', status: 400, serviceCode: 'Bad', tries: 1 });
  expect(ends.filter((end) => !(end instanceof Error))).toHaveLength(4);
  expect(batches.join(' ')).toBe('a b c d');
});

test('where every record is refused few requests are made, and fewer for the next batch; each promise is rejected', async () => {
  const { clock, send, answers } = stand({}, { maxBatchBytes: 10_000_000, maxBatchRecords: 4_096 });
  let requests = 0;
  answers(() => {
    requests += 1;
    return 'refused';
  });
  const made: number[] = [];
  for (let batch = 0; batch < 3; batch++) {
    requests = 0;
    const sends = Array.from({ length: 4_096 }, (_, i) => outcome(send(`r${i}`)));
    await clock.advance(200);
    for (const end of await Promise.all(sends)) expect(end).toMatchObject({ code: 'invalid-argument' });
    made.push(requests);
  }
  expect(made).toEqual([33, 7, 7]);
});

test('who was refused everything loses no good records when the service takes some again', async () => {
  const { clock, batches, send, answers } = stand({}, { maxBatchBytes: 10_000_000, maxBatchRecords: 4_096 });
  answers(() => 'refused');
  const lost = Array.from({ length: 4_096 }, (_, i) => outcome(send(`r${i}`)));
  await clock.advance(200);
  await Promise.all(lost);
  answers((names) => (names.some((name) => name.startsWith('bad')) ? 'refused' : 'ok'));
  const names = ['bad1', 'bad2', ...Array.from({ length: 4_000 }, (_, i) => `g${i}`), 'bad3'];
  const ends = Promise.all(names.map((name) => outcome(send(name, { key: 'k' }))));
  await clock.advance(200);
  expect((await ends).filter((end) => end instanceof Error)).toHaveLength(3);
  expect(batches.join(' ')).toBe(names.slice(2, -1).join(' '));
});

test('a few bad records in a large batch are found, wherever they stand', async () => {
  const { clock, batches, send, answers } = stand({}, { maxBatchBytes: 10_000_000, maxBatchRecords: 4_096 });
  const bad = new Set(['r0', 'r1', 'r2', 'r3', 'r4', 'r2047', 'r4095']);
  answers((sent) => (sent.some((name) => bad.has(name)) ? 'refused' : 'ok'));
  const names = Array.from({ length: 4_096 }, (_, i) => `r${i}`);
  const ends = Promise.all(names.map((name) => outcome(send(name, { key: 'k' }))));
  await clock.advance(200);
  expect((await ends).filter((end) => end instanceof Error)).toHaveLength(7);
  expect(batches.join(' ')).toBe(names.filter((name) => !bad.has(name)).join(' '));
});

test('memory is bounded: who finds no room waits in order, and what is too much is refused as throttled', async () => {
  const { clock, producer, batches, send, answers, letGo } = stand({ maxMemoryBytes: 3_000, maxBatchBytes: 3_000 });
  answers(() => 'held');
  const names = Array.from({ length: 14 }, (_, i) => `r${i}`);
  const sends = names.map((name) => outcome(send(name, { key: 'k' })));
  expect(producer.usedBytes).toBe(3_000);
  let peak = 0;
  for (let turn = 0; turn < 10; turn++) {
    await clock.advance(200);
    peak = Math.max(peak, producer.usedBytes);
    letGo();
  }
  const ends = await Promise.all(sends);
  expect(peak).toBeLessThanOrEqual(3_000);
  expect(batches.join(' ').split(' ')).toEqual(names.slice(0, 10));
  for (const end of ends.slice(10)) expect(end).toMatchObject({ code: 'throttled', tries: 0 });
  expect([producer.usedBytes, clock.pending]).toEqual([0, 0]);
});

test('a loop that does nothing but wait for ready() and send lets the event loop turn', async () => {
  const { producer, send } = stand();
  let turned = false;
  setImmediate(() => {
    turned = true;
  });
  let sent = 0;
  while (!turned && sent < 100_000) {
    await producer.ready();
    void send(`${sent++}`);
  }
  expect(sent).toBeLessThan(10_000);
  await producer.close();
});

test('ready waits for room, and hurries what lingers', async () => {
  const { clock, producer, send } = stand({ lingerMs: 60_000, maxMemoryBytes: 1_200, maxBatchBytes: 1_200 });
  await producer.ready();
  const sends = [send('a'), send('b')];
  await producer.ready();
  expect(await Promise.all(sends)).toHaveLength(2);
  expect([producer.usedBytes, clock.pending]).toEqual([0, 0]);
});

test('a signal ends the wait with its reason: what is not under way is not sent, neither is it held', async () => {
  const { clock, producer, batches, answers, letGo } = stand({ maxMemoryBytes: 1_200, maxBatchBytes: 1_200 });
  answers(() => 'held');
  const controller = new AbortController();
  const { signal } = controller;
  const first = producer.send({ name: 'a', fields: {}, bytes: 600 });
  const waiting = outcome(producer.send({ name: 'b', fields: {} }, { signal }));
  const last = producer.send({ name: 'c', fields: {} });
  const ready = outcome(producer.ready({ signal }));
  const flush = outcome(producer.flush({ signal }));
  expect(producer.usedBytes).toBe(1_100);
  await clock.settle();
  controller.abort('enough');
  expect(await Promise.all([waiting, ready, flush])).toEqual(['enough', 'enough', 'enough']);
  expect(await outcome(producer.send({ name: 'd', fields: {} }, { signal }))).toBe('enough');
  letGo();
  await clock.settle();
  letGo();
  await Promise.all([first, last]);
  expect([batches, producer.usedBytes]).toEqual([['a', 'c'], 0]);
});

test('flush does not linger, waits also for what finds no room yet, and counts what became of it', async () => {
  const { producer, batches, send, answers } = stand({ lingerMs: 60_000, maxMemoryBytes: 1_200, maxBatchBytes: 1_200 });
  answers((names) => (names.includes('bad') ? 'refused' : 'ok'));
  for (const name of ['a', 'bad', 'c', 'd']) void send(name);
  expect(await producer.flush()).toMatchObject({ stored: 3, failed: 1, error: { code: 'invalid-argument' } });
  expect(batches.join(' ')).toBe('a c d');
  expect(await producer.flush()).toEqual({ stored: 0, failed: 0 });
});

test('close flushes, takes no more, and counts everything; twice is harmless', async () => {
  const { clock, producer, send } = stand({ lingerMs: 60_000 });
  const sent = send('a');
  const closing = producer.close();
  expect(await closing).toEqual({ inTime: true, stored: 1, failed: 0 });
  expect(await sent).toEqual({ tries: 1 });
  expect(producer.close()).toBe(closing);
  expect(await outcome(send('b'))).toMatchObject({ code: 'aborted', tries: 0 });
  await producer.ready();
  expect(clock.pending).toBe(0);
});

test('at the deadline of close each record that is not stored is rejected, and says whether it was under way', async () => {
  const { clock, producer, send, answers } = stand({ maxInFlight: 1, maxBatchRecords: 1 });
  answers(() => 'never');
  const sends = [send('a', { key: 'k' }), send('b', { key: 'k' }), send('c')].map(outcome);
  const closing = producer.close({ deadlineMs: 5_000 });
  await clock.advance(5_000);
  expect(await closing).toMatchObject({ inTime: false, stored: 0, failed: 3, error: { code: 'aborted' } });
  expect(await Promise.all(sends)).toMatchObject([
    { code: 'aborted', tries: 1 },
    { code: 'aborted', tries: 0 },
    { code: 'aborted', tries: 0 },
  ]);
  expect([clock.pending, producer.usedBytes]).toEqual([0, 0]);
});

test('at the deadline of close a record whose request still waits for its turn was never sent', async () => {
  const { clock, producer, send, answers } = stand();
  answers(() => 'waits');
  const sent = outcome(send('a'));
  const closing = producer.close({ deadlineMs: 5_000 });
  await clock.advance(5_000);
  expect(await closing).toMatchObject({ inTime: false, failed: 1 });
  expect(await sent).toMatchObject({ code: 'aborted', tries: 0, message: expect.stringContaining('was sent') });
});

test('promises that nobody looks at are no unhandled rejections, and every failure is told', async () => {
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  const lines: string[] = [];
  const { clock, producer, send, answers } = stand({ logger: { error: (line) => void lines.push(line) } });
  answers(() => 'refused');
  void send('secret-name');
  void send('');
  await clock.advance(200);
  void producer.close();
  await clock.settle();
  void send('late');
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
  expect(lines).toHaveLength(3);
  expect(lines.join()).toMatch(
    /^test: records-failed \(records=1, code=invalid-argument, tries=0\): .*no name.*tries=1/,
  );
  expect(lines.join()).not.toContain('secret-name');
});

test('what a translation refuses is refused like any record: counted, told, and by the promise', async () => {
  const told: unknown[] = [];
  const { clock, producer, batches } = stand({ logger: { error: (_line, event) => void told.push(event) } });
  const inner = mapProducer(producer, (record: TestRecord): TestRecord => {
    if (record.name === 'bad') throw new ConsumerError('invalid-argument', 'not to be translated');
    return record;
  });
  const outer = mapProducer(inner, ({ name }: { readonly name: string }) => {
    if (name === 'worse') throw new TypeError('a fault of the translation');
    return { name, fields: {} };
  });
  const ends = Promise.all(
    [{ name: 'good' }, { name: 'bad' }, { name: 'worse' }, null].map((r) => outcome(outer.send(r!))),
  );
  await clock.advance(200);
  expect(await ends).toMatchObject([
    { tries: 1 },
    { name: 'ClientError', code: 'invalid-argument', message: 'not to be translated', tries: 0 },
    { name: 'ClientError', code: 'unknown', message: expect.stringContaining('a fault of the translation') },
    { name: 'ClientError', code: 'invalid-argument', message: expect.stringContaining('no object') },
  ]);
  expect(batches).toEqual(['good']);
  expect(told).toMatchObject(Array.from({ length: 3 }, () => ({ kind: 'records-failed', records: 1, tries: 0 })));
  expect(await outer.flush()).toMatchObject({ stored: 1, failed: 3 });
  expect(await outer.close()).toMatchObject({ stored: 1, failed: 3 });
});

test.each([
  [{ lingerMs: -1 }, 'lingerMs is -1'],
  [{ maxBatchBytes: 100_001 }, 'maxBatchBytes is 100001'],
  [{ maxBatchRecords: 11 }, 'maxBatchRecords is 11'],
  [{ maxMemoryBytes: 9, maxBatchBytes: 10 }, 'maxMemoryBytes is 9'],
  [{ maxInFlight: 0 }, 'maxInFlight is 0'],
  [{ retry: { tries: 0 } }, 'retry.tries is 0'],
] as const)('settings %o are refused: %s', (settings, message) => {
  expect(() => stand(settings)).toThrow(message);
});

import { type Batch, type ConsumerEvent, createConsumer, type Logger, onEvent } from '@polylog/core';
import { createFakeClock, createMemoryLog, type FakeClock } from '@polylog/core/testing';
import { afterEach, expect, test, vi } from 'vitest';
import { numbered } from './numbered.js';
import { observeConsumer, stopObserved } from './observed-consumer.js';
import { wrapDriver } from './wrapped-driver.js';

afterEach(stopObserved);

const after = (clock: FakeClock, ms: number): Promise<void> =>
  new Promise((resolve) => {
    clock.schedule(ms, resolve);
  });

test('status says what a consumer does, from its creation to its stop', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  log.append('0', numbered(0, 15));
  const lift = log.faults.add({ call: 'join', action: { kind: 'hang' } });
  const consumer = createConsumer({
    driver: log.driver(),
    clock,
    logger: 'silent',
    group: 'g',
    member: 'a',
    start: 'earliest',
    checkpoint: { everyMs: 3_600_000 },
    process: (batch) => (batch.start === '0@10' ? after(clock, 20_000) : undefined),
  });
  const nothing = { members: [], partitions: [], bytesHeld: 0 };
  expect(consumer.status()).toEqual({ state: 'created', ...nothing });
  const run = consumer.run();
  expect(consumer.status()).toEqual({ state: 'joining', ...nothing });
  lift();
  await clock.advance(7_000);
  expect(consumer.status()).toEqual({
    state: 'running',
    members: [{ member: 'a', lastHeartbeatMs: clock.now() - 2_000, sessionTimeoutMs: 30_000 }],
    partitions: [
      { id: '0', state: 'reading', paused: false, done: '0@10', saved: '0@0', lagMs: 0, bytesHeld: expect.any(Number) },
      { id: '1', state: 'reading', paused: false, done: '1@0', saved: '1@0', lagMs: 0, bytesHeld: 0 },
    ],
    bytesHeld: expect.any(Number),
  });
  expect(consumer.status().bytesHeld).toBeGreaterThan(0);
  const stopping = consumer.stop();
  await clock.advance(10);
  expect(consumer.status()).toMatchObject({
    state: 'stopping',
    partitions: [{ state: 'draining' }, { state: 'closed' }],
  });
  await clock.advance(30_000);
  await stopping;
  await run;
  expect(consumer.status()).toMatchObject({ state: 'stopped', bytesHeld: 0 });
});

test('lag is how old the newest record read was, and nothing once caught up', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 10));
  await clock.advance(60_000);
  log.append('0', numbered(10, 15));
  await clock.advance(30_000);
  const lags: unknown[] = [];
  const a = observeConsumer(log, clock, 'a', {
    handle: () => void lags.push(a.consumer.status().partitions[0]?.lagMs),
  });
  await clock.advance(1_000);
  expect(lags).toEqual([90_000, 30_000, 0]);
});

test('lag is unknown where the service does not tell the times', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 15));
  const driver = wrapDriver(log.driver(), {
    async read(send) {
      const { newestReceivedAtMs: _, ...batch } = await send();
      return batch;
    },
  });
  const lags: unknown[] = [];
  const a = observeConsumer(log, clock, 'a', {
    driver,
    handle: () => void lags.push(a.consumer.status().partitions[0]?.lagMs),
  });
  await clock.advance(10);
  expect(lags).toEqual([undefined, 0]);
});

/** Everything that a consumer with a failing processor, a flaky service and secret records says. */
async function logged(logger: Logger): Promise<void> {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  log.append('0', [{ fields: { n: '1', content: 'secret' } }]);
  log.append('1', numbered(0, 3));
  log.faults.add({
    call: 'read',
    times: 10,
    action: { kind: 'fail', failure: { code: 'unavailable', message: 'Down.' } },
  });
  const a = observeConsumer(log, clock, 'a', {
    logger,
    processorTries: 2,
    handle({ partition, records }: Batch) {
      if (partition === '0') throw new Error([...records].map((record) => record.body).join());
    },
  });
  await clock.advance(120_000);
  await a.stop();
}

test('the logger gets each event as one line at its level, with the event, and never what a record holds', async () => {
  const lines: { readonly level: string; readonly line: string; readonly event: ConsumerEvent }[] = [];
  const to = (level: string) => (line: string, event: ConsumerEvent) => void lines.push({ level, line, event });
  await logged({ debug: to('debug'), info: to('info'), warn: to('warn'), error: to('error') });
  const levelOf = (kind: string) => new Set(lines.filter(({ event }) => event.kind === kind).map(({ level }) => level));
  expect(levelOf('partition-failed')).toEqual(new Set(['error']));
  expect(levelOf('process-failed')).toEqual(new Set(['warn']));
  expect(levelOf('member-joined')).toEqual(new Set(['info']));
  expect(levelOf('batch-read')).toEqual(new Set(['debug']));
  expect(lines.filter(({ event }) => event.kind === 'partition-failed')).toMatchObject([
    {
      line: expect.stringMatching(
        /^memory\/g\/a: partition-failed of partition 0 \(code=processor-failed\): process\(\)/,
      ),
    },
  ]);
  expect(lines.every(({ line }) => !line.includes('\n'))).toBe(true);
  expect(JSON.stringify(lines)).not.toContain('secret');
});

test.each(['silent', 'stderr'] as const)('logger %s', async (which) => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  log.append('0', numbered(0, 3));
  const written: string[] = [];
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  try {
    observeConsumer(log, clock, 'a', {
      logger: which === 'silent' ? 'silent' : undefined,
      handle() {
        throw new Error('no');
      },
    });
    await clock.advance(1_000);
    await stopObserved();
  } finally {
    spy.mockRestore();
  }
  if (which === 'silent') expect(written).toEqual([]);
  else {
    expect(written.every((line) => /^polylog (warning|error): memory\/g\/a: .*\n$/.test(line))).toBe(true);
    expect(written.some((line) => line.startsWith('polylog error: memory/g/a: partition-failed'))).toBe(true);
  }
});

test('a logger that throws changes nothing of what happens, and is reported by Node', async () => {
  const uncaught: unknown[] = [];
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => uncaught.push(error));
  try {
    const clock = createFakeClock();
    const log = createMemoryLog({ partitions: 1, clock });
    log.append('0', numbered(0, 15));
    const bad = (): never => {
      throw new Error('my logger');
    };
    const a = observeConsumer(log, clock, 'a', { logger: { debug: bad, info: bad, warn: bad, error: bad } });
    await clock.advance(1_000);
    const report = await a.stop();
    expect(a.handled).toHaveLength(15);
    expect(report.partitions).toEqual({ 0: { saved: '0@15', lastDone: '0@15', abandoned: false } });
    expect(a.outcome()).toBe('resolved');
    expect(uncaught.length).toBeGreaterThan(5);
    expect(new Set(uncaught.map(String))).toEqual(new Set(['Error: my logger']));
  } finally {
    process.removeAllListeners('uncaughtException');
    for (const listener of others) process.on('uncaughtException', listener);
  }
});

test('an event is published to whoever listens, with its source, until the listener is taken away', async () => {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 1, clock });
  const events: ConsumerEvent[] = [];
  const end = onEvent('partition-started', (event) => events.push(event));
  observeConsumer(log, clock, 'a');
  await clock.advance(100);
  end();
  observeConsumer(log, clock, 'b', { partitions: { 0: 'earliest' } });
  await clock.advance(100);
  expect(events).toEqual([
    {
      provider: 'memory',
      group: 'g',
      member: 'a',
      kind: 'partition-started',
      partition: '0',
      from: '0@0',
      resumed: false,
    },
  ]);
});

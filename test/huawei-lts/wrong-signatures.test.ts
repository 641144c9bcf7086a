import { type Credentials, createTransport, type Transport } from '@polylog/driver-kit';
import type { LtsDriverOptions } from '@polylog/huawei-lts';
import { afterEach, describe, expect, test } from 'vitest';
import { handledOf } from '../engine/numbered.js';
import { type ObservedConsumer, observeConsumer } from '../engine/observed-consumer.js';
import { credentials } from './lts-service.js';
import { startVirtualService, type VirtualService } from './virtual-service.js';

/** The service locks an AK for five minutes when more than five signatures in a row were wrong. */
const FEWER_THAN = 5;
const HOUR_MS = 3_600_000;
const SHARDS = 2;
const MANY = ['g', 'g2', 'g3', 'g4', 'g5', 'g6'];
const SOME = MANY.slice(0, 2);
const consumerGroups = Object.fromEntries(MANY.map((group) => [group, { timeoutSeconds: 20 }]));

let service: VirtualService;
let answers: ReturnType<typeof createAnswers>;
let started: ObservedConsumer[] = [];
afterEach(async () => {
  for (const consumer of started) await consumer.stop(1_000);
  started = [];
  await answers.close();
  await service.stop();
});

/** What came back to all drivers of this process together: 401, or anything else. */
function createAnswers() {
  const transports: Transport[] = [];
  let inARow = 0;
  const seen = { refused: 0, mostInARow: 0 };
  return {
    seen,
    /** For one driver. */
    transport(): Transport {
      const inner = createTransport({ clock: service.clock });
      transports.push(inner);
      const noted = (status: number): void => {
        inARow = status === 401 ? inARow + 1 : 0;
        if (status === 401) seen.refused++;
        seen.mostInARow = Math.max(seen.mostInARow, inARow);
      };
      return {
        async send({ onHeaders, ...request }) {
          return await inner.send({
            ...request,
            onHeaders(status, headers) {
              noted(status);
              return onHeaders?.(status, headers);
            },
          });
        },
        close: async () => undefined,
      };
    },
    close: async () => {
      await Promise.all(transports.map((transport) => transport.close()));
    },
  };
}

async function open(options: { readonly clockOffsetMs?: number } = {}): Promise<void> {
  service = await startVirtualService({ shards: SHARDS, consumerGroups, ...options });
  answers = createAnswers();
}

/** A consumer of its own driver, of two members. */
function start(group: string, more: Partial<LtsDriverOptions> = {}): ObservedConsumer {
  const driver = () => service.driver({ transport: answers.transport(), ...more });
  const consumer = observeConsumer({ driver }, service.clock, group, { group, members: 2, idleMs: 4_000 });
  started.push(consumer);
  return consumer;
}

function write(from: number, count: number): void {
  for (let shard = 0; shard < SHARDS; shard++) service.write(shard, from, count);
}

const all = (from: number, count: number): string[] =>
  Array.from({ length: SHARDS }, (_, shard) => handledOf(`${shard}`, from, count))
    .flat()
    .sort();
const key = () => service.emulator.lts.accessKey(credentials.accessKeyId);

function expectNeverLocked(): void {
  expect(answers.seen.mostInARow).toBeLessThan(FEWER_THAN);
  expect(key().mostBadInARow).toBeLessThan(FEWER_THAN);
  expect(key().lockedUntilMs).toBeUndefined();
}

describe('4.4 five wrong signatures never go out in a row', { timeout: 60_000 }, () => {
  test.each([HOUR_MS, -HOUR_MS])(
    '4.4 by consumers that start together on a machine whose clock is off by %i ms; all of them work',
    async (clockOffsetMs) => {
      await open({ clockOffsetMs });
      write(0, 5);
      const consumers = MANY.map((group) => start(group));
      await service.clock.advance(10_000);
      expectNeverLocked();
      for (const { handled } of consumers) expect([...handled].sort()).toEqual(all(0, 5));
    },
  );

  test('4.4 by consumers that are at work when the clock of their machine jumps; they go on', async () => {
    await open();
    write(0, 5);
    const consumers = MANY.map((group) => start(group));
    await service.clock.advance(10_000);
    service.clock.jumpWall(2 * HOUR_MS);
    service.emulator.clock.advance(-2 * HOUR_MS);
    write(5, 5);
    await service.clock.advance(40_000);
    expectNeverLocked();
    for (const { handled } of consumers) expect([...new Set(handled)].sort()).toEqual(all(0, 10));
  });

  test('4.4 by consumers whose keys are wrong, however many there are and however often they are started', async () => {
    await open();
    const wrong = { credentials: { ...credentials, secretAccessKey: 'wrong' } };
    for (let round = 0; round < 3; round++) {
      const consumers = MANY.map((group) => start(group, wrong));
      await service.clock.advance(20_000);
      for (const { outcome } of consumers) expect(outcome()).toMatchObject({ code: 'unauthenticated' });
    }
    expectNeverLocked();
    expect(answers.seen.refused).toBeLessThan(FEWER_THAN);
  });

  test('4.4 by consumers whose keys are revoked while they work; they stop, and go on where they were with repaired ones', async () => {
    await open();
    write(0, 5);
    const consumers = SOME.map((group) => start(group));
    await service.clock.advance(10_000);
    service.emulator.lts.changeSecret(credentials.accessKeyId, 'another');
    write(5, 5);
    await service.clock.advance(10_000);
    for (const { outcome } of consumers) expect(outcome()).toMatchObject({ code: 'unauthenticated' });
    expectNeverLocked();
    const { refused } = answers.seen;
    await service.clock.advance(300_000);
    expect(answers.seen.refused, 'nothing more goes out with them').toBe(refused);

    const repaired = SOME.map((group) => start(group, { credentials: { ...credentials, secretAccessKey: 'another' } }));
    await service.clock.advance(40_000);
    expectNeverLocked();
    for (const [i, { handled }] of repaired.entries()) {
      expect(handled.length).toBeGreaterThan(0);
      expect([...new Set([...(consumers[i]?.handled ?? []), ...handled])].sort()).toEqual(all(0, 10));
    }
  });

  test('4.4 by consumers that fetch their keys, when these are replaced while they work; they do not even stop', async () => {
    await open();
    write(0, 5);
    let secretAccessKey = credentials.secretAccessKey;
    const fetched = { credentials: async (): Promise<Credentials> => ({ ...credentials, secretAccessKey }) };
    const consumers = SOME.map((group) => start(group, fetched));
    await service.clock.advance(10_000);
    secretAccessKey = 'another';
    service.emulator.lts.changeSecret(credentials.accessKeyId, secretAccessKey);
    write(5, 5);
    await service.clock.advance(15_000);
    expectNeverLocked();
    for (const { handled, outcome } of consumers) {
      expect(outcome()).toBeUndefined();
      expect([...handled].sort()).toEqual(all(0, 10));
    }
  });
});

import type { Producer, ProducerSettings, SendReceipt } from '@polylog/driver-kit';
import type { FaultAction } from '@polylog/emulator';
import { expect } from 'vitest';
import { seededRandom } from '../seeded-random.js';
import type { ProducerHarness } from './producer-harness.js';

/** What may become of a put; each has its chance in every round. */
const faults: readonly FaultAction[] = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503, code: 'ServerBusy' },
  { kind: 'throttle' },
  { kind: 'lost', processed: false },
  { kind: 'lost', processed: true },
  { kind: 'lost', processed: true, socket: 'open' },
  { kind: 'cut', at: 'before-body' },
  { kind: 'delay', delayMs: 30 },
];

/**
 * Sends records of some keys, and of none, while puts fail in every way. Judges: each record that was taken in is stored at
 * least once; those of a key appear in their order; the memory is never more than was allowed.
 */
export async function runRound(harness: ProducerHarness, seed: number): Promise<void> {
  const random = seededRandom(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const maxMemoryBytes = 20_000 + below(200_000);
  const settings: ProducerSettings = {
    lingerMs: below(10),
    maxBatchRecords: 1 + below(50),
    maxBatchBytes: 500 + below(10_000),
    maxMemoryBytes,
    maxInFlight: 1 + below(8),
    timeoutMs: 300,
    retry: { tries: 1_000, firstPauseMs: 1, maxPauseMs: 4, withinMs: 60_000 },
    random,
  };
  const producer = harness.producer(settings);
  for (const action of faults)
    harness.fault(action, { probability: random() * (action.kind === 'lost' && action.socket ? 0.02 : 0.1) });
  const keys = 1 + below(8);
  const sent = new Map<string, number[]>();
  const sends: Promise<SendReceipt>[] = [];
  let peak = 0;
  for (let n = 0; n < 400; n++) {
    const key = `k${below(keys)}`;
    const keyed = random() < 0.8;
    const labels = { topic: `t${below(3)}` };
    await producer.ready();
    const fields = { n, key: keyed ? key : '', text: 'x'.repeat(below(600)) };
    sends.push(producer.send({ fields, ...labels, ...(keyed && { key }) } as Parameters<Producer['send']>[0]));
    const list = sent.get(fields.key) ?? [];
    list.push(n);
    sent.set(fields.key, list);
    peak = Math.max(peak, producer.usedBytes);
    if (random() < 0.05) await sends[below(sends.length)];
    if (random() < 0.01) await producer.flush();
  }
  const report = await producer.close({ deadlineMs: 60_000 });
  const receipts = await Promise.all(sends);
  expect(report).toEqual({ inTime: true, stored: 400, failed: 0 });
  expect(receipts).toHaveLength(400);
  expect(peak).toBeLessThanOrEqual(maxMemoryBytes);
  expect(producer.usedBytes).toBe(0);
  const stored = await harness.stored();
  for (const [key, numbers] of sent) {
    // Of several copies the first one counts: a put that timed out may arrive once more, later.
    const first = [...new Set(stored.filter(({ fields }) => fields.key === key).map(({ fields }) => Number(fields.n)))];
    if (key === '') expect(first.sort((a, b) => a - b)).toEqual(numbers);
    else expect(first).toEqual(numbers);
  }
}

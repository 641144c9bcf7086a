import { readFileSync } from 'node:fs';
import { createConsumer } from '@polylog/core';
import { createMemoryLog } from '@polylog/core/testing';
import { describe, expect, test } from 'vitest';
import { checkpointPath, consumerOptionsOf } from './consumer-options.js';
import { portableKeys } from './keys/portable-keys.js';

const context = { folder: '/conf', provider: 'alibaba-sls' };
const group = { group: 'billing', start: 'earliest' };
const alone = { partitions: { 0: 'earliest' } };
const midnight = { time: '2026-01-01T00:00:00+08:00' };
const epochMs = Date.UTC(2025, 11, 31, 16);

/** What each portable key of a file becomes; `with` is what it needs beside it. */
const translations: Record<string, { readonly file: unknown; readonly with?: object; readonly option?: unknown }[]> = {
  group: [{ file: 'billing' }],
  start: [
    { file: 'earliest' },
    { file: 'latest' },
    { file: midnight, option: { epochMs } },
    { file: { time: new Date(5) }, option: { epochMs: 5 } },
  ],
  until: [{ file: midnight, option: { epochMs } }],
  member: [{ file: 'pod-1' }],
  members: [{ file: 3 }],
  sessionTimeoutMs: [{ file: 60_000 }],
  heartbeatMs: [{ file: 5_000 }],
  order: [{ file: 'lineage' }, { file: 'partition', with: alone }],
  create: [{ file: 'never' }],
  update: [{ file: 'if-different' }],
  partitions: [
    {
      file: { 0: 'earliest', 1: midnight, 2: { position: '7' } },
      with: alone,
      option: { 0: 'earliest', 1: { epochMs }, 2: { position: '7' } },
    },
  ],
  checkpointStore: [
    { file: { file: 'x' }, with: alone, option: expect.objectContaining({ load: expect.any(Function) }) },
  ],
  idleMs: [{ file: 200 }],
  memory: [{ file: { maxBytes: 5_000_000 }, option: expect.objectContaining({ maxBytes: 5_000_000 }) }],
  checkpoint: [{ file: 'manual' }, { file: { everyMs: 1_000, everyBatches: 5 } }],
  processorTries: [{ file: 2 }],
  onProcessorFailure: [
    { file: 'skip' },
    {
      file: { deadLetter: { file: 'x' } },
      option: { deadLetter: expect.objectContaining({ write: expect.any(Function) }) },
    },
  ],
  onPartitionFailure: [{ file: 'stop-partition' }],
  onExpired: [{ file: 'fail' }, { file: 'latest' }, { file: midnight, option: { epochMs } }],
  maxConcurrentProcessors: [{ file: 4 }],
  drainTimeoutMs: [{ file: 4 }],
  maxBatchBytes: [{ file: 4 }],
  startTimeoutMs: [{ file: 4 }],
};
/** These are for others than the consumer. */
const elsewhere = ['provider', 'credentials', 'require', 'unsupported'];

test('8.1 every portable key is tried here', () => {
  expect([...Object.keys(translations), ...elsewhere].sort()).toEqual(Object.keys(portableKeys).sort());
});

describe.each(Object.entries(translations))('8.1 %s', (name, cases) => {
  test.each(cases)('8.1 goes to the consumer, which takes it: $file', ({ file, with: base = group, option = file }) => {
    const options = consumerOptionsOf({ ...base, [name]: file }, context);
    expect((options as unknown as Record<string, unknown>)[name]).toEqual(option);
    const driver = createMemoryLog({ partitions: 3 }).driver();
    expect(() => createConsumer({ ...options, driver } as never)).not.toThrow();
  });

  test('8.1 its default, where it has one, is what the consumer takes anyway', () => {
    const key = portableKeys[name];
    if (key === undefined || !('default' in key) || key.default === undefined) return;
    expect(readDefaults().get(name)).toBe(String(key.default));
  });
});

test('8.1 files are looked for from the folder of the configuration, one for each section', () => {
  expect(checkpointPath({ file: './kept/x' }, context, 'alibaba-sls')).toBe('/conf/kept/x.alibaba-sls');
  expect(checkpointPath({ file: '/var/x' }, context, './my adapter.js')).toBe('/var/x.._my_adapter.js');
});

test('8.1 sinks, stores and budgets are made anew for each consumer', () => {
  const values = { ...group, memory: { maxBytes: 5 }, onProcessorFailure: { deadLetter: { file: 'x' } } };
  const [one, other] = [consumerOptionsOf(values, context), consumerOptionsOf(values, context)];
  expect(one.memory).not.toBe(other.memory);
  expect(one.onProcessorFailure).not.toBe(other.onProcessorFailure);
});

test.each([
  ['2026-01-01T00:00:00Z', Date.UTC(2026, 0, 1)],
  ['2026-01-01 00:00Z', Date.UTC(2026, 0, 1)],
  ['2026-01-01t08:00:00.5+08:00', Date.UTC(2026, 0, 1) + 500],
  ['2024-02-29T00:00:00.123-0130', Date.UTC(2024, 1, 29, 1, 30) + 123],
])('8.1 the time %s is %d', (time, expected) => {
  expect(consumerOptionsOf({ ...group, start: { time } }, context)).toMatchObject({ start: { epochMs: expected } });
});

test.each([
  '2026-01-01',
  '2026-01-01T00:00:00',
  '2026-02-30T00:00:00Z',
  '2026-01-01T25:00:00Z',
  '1969-12-31T23:00:00Z',
  'now',
  '',
  0,
  1.5,
])('8.1 %o is no time', (time) => {
  expect(() => consumerOptionsOf({ ...group, start: { time } }, context)).toThrow(
    expect.objectContaining({ code: 'invalid-argument', option: 'start.time' }),
  );
});

/** The defaults as the options' own doc comments say them. */
function readDefaults(): ReadonlyMap<string, string> {
  const source = readFileSync(new URL('../../core/src/options.ts', import.meta.url), 'utf8');
  const found = source.matchAll(/@defaultValue `?'?([\w-]+)'?`?[^@]*?readonly (\w+)\?:/g);
  return new Map([...found].map(([, value = '', name = '']) => [name, value.replaceAll('_', '')]));
}

import { expect, test } from 'vitest';
import type { ConsumerEvent } from './events.js';
import { logEvent } from './log-line.js';

const source = { provider: 'memory', group: 'g', member: 'a' };

test('a level that the logger does not have costs nothing: no line is built', () => {
  const event: ConsumerEvent = {
    ...source,
    kind: 'partition-assigned',
    get partition(): string {
      throw new Error('it was looked at');
    },
  };
  const told: string[] = [];
  logEvent({ warn: (line) => void told.push(line) }, event);
  expect(told).toEqual([]);
  expect(() => logEvent({ debug: () => undefined }, event)).toThrow('it was looked at');
});

test('a line names who, what, of which partition, with which values, and why', () => {
  const lines: string[] = [];
  const logger = { debug: (line: string) => void lines.push(line), warn: (line: string) => void lines.push(line) };
  logEvent(logger, { ...source, kind: 'partition-revoked', partition: '3' });
  logEvent(logger, { provider: 'memory', kind: 'partition-released', partition: '3', saved: false });
  logEvent(logger, { ...source, kind: 'lease-lost', partitions: ['0', '1'], message: 'Gone.' });
  expect(lines).toEqual([
    'memory/g/a: partition-revoked of partition 3',
    'memory: partition-released of partition 3 (saved=false)',
    'memory/g/a: lease-lost (partitions=0,1): Gone.',
  ]);
});

test('a retry becomes a warning once it has lasted', () => {
  const levels: string[] = [];
  const logger = { info: () => void levels.push('info'), warn: () => void levels.push('warn') };
  const event = { kind: 'call-retried', call: 'read', code: 'unavailable', message: 'Down.', delayMs: 1 } as const;
  for (const attempt of [1, 7, 8, 100]) logEvent(logger, { ...source, ...event, attempt });
  expect(levels).toEqual(['info', 'info', 'warn', 'warn']);
});

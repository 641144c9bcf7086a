import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { readJsonLogs } from './json-logs.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const KIB = 1024;
const LOGS = 10_000;
const KEPT = 100;

function bodyOf(bytesInLog: number, count = LOGS): Buffer {
  const list = Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      labels: {
        tiny: `${100_000_000_000 + i}`,
        short: `a text of 24 bytes ${10_000 + i}`,
        escaped: `a "text" with quotes ${i}`,
        long: 'x'.repeat(bytesInLog),
      },
    }),
  );
  return Buffer.from(`{"logs":[${list.join(',')}]}`);
}

/** Keeps a text of a hundred logs, as a careless user would, and says what that holds alive, in bytes. */
function heldByKeptTexts(body: Buffer, strings: 'safe' | 'shared', label = 'short'): number {
  const logs = readJsonLogs(body, { recordId: String, strings });
  const kept: string[] = [];
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  let index = 0;
  for (const record of logs.records) {
    if (index++ % (logs.recordCount / KEPT) !== 0) continue;
    kept.push(record.get(label) ?? '', record.toObject()[label] ?? '', new Map(record.entries()).get(label) ?? '');
  }
  logs.release();
  collectGarbage();
  const held = process.memoryUsage().heapUsed - before;
  expect(kept).toHaveLength(3 * KEPT);
  expect(kept.every((text) => text.length > 10)).toBe(true);
  return held;
}

it.each(['short', 'tiny', 'escaped'])('a text that is kept holds at most its own record alive: %s', (label) => {
  expect(heldByKeptTexts(bodyOf(1 * KIB), 'safe', label)).toBeLessThan(KEPT * 10 * KIB);
});

it('a text of a record above 8 KiB holds only itself', () => {
  expect(heldByKeptTexts(bodyOf(20 * KIB, 2000), 'safe')).toBeLessThan(KEPT * 10 * KIB);
});

it('with shared strings it holds the records around it, as it says', () => {
  expect(heldByKeptTexts(bodyOf(1 * KIB), 'shared')).toBeGreaterThan(KEPT * 64 * KIB * 0.9);
});

it('a text of a record above 256 KiB holds only itself even then', () => {
  const body = bodyOf(300 * KIB, KEPT);
  expect(heldByKeptTexts(body, 'shared')).toBeLessThan(1024 * KIB);
});

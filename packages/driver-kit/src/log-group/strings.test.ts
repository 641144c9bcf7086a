import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { encodeLogGroup, frameLogGroup } from './encode.js';
import { slsFieldMap } from './field-map.js';
import { readLogGroupList } from './log-group-list.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const KIB = 1024;
const LOGS_IN_GROUP = 100;
const GROUPS = 100;

function bodyOf(bytesInLog: number): Buffer {
  const logs = Array.from({ length: LOGS_IN_GROUP }, (_, i) => ({
    timeSeconds: i,
    contents: [
      ['tiny', `${100_000_000_000 + i}`],
      ['short', `a text of 24 bytes ${10_000 + i}`],
      ['long', 'x'.repeat(bytesInLog)],
    ] as const,
  }));
  return Buffer.concat(Array(GROUPS).fill(frameLogGroup(encodeLogGroup({ logs }))));
}

/** Keeps one text of each log group, as a careless user would, and says what that holds alive, in bytes. */
function heldByOneTextOfEachGroup(body: Buffer, strings: 'safe' | 'shared', field = 'short'): number {
  const list = readLogGroupList(body, { fields: slsFieldMap, recordId: (g, i) => `${g}/${i}`, strings });
  const kept: string[] = [];
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  let index = 0;
  for (const record of list.records) {
    if (index++ % LOGS_IN_GROUP !== 0) continue;
    kept.push(record.get(field) ?? '', record.toObject()[field] ?? '', new Map(record.entries()).get(field) ?? '');
  }
  list.release();
  collectGarbage();
  const held = process.memoryUsage().heapUsed - before;
  expect(kept).toHaveLength(3 * GROUPS);
  return held;
}

it('a text that is kept holds at most its own record alive', () => {
  const held = heldByOneTextOfEachGroup(bodyOf(1 * KIB), 'safe');
  expect(held).toBeLessThan(GROUPS * 10 * KIB);
});

it('a text of twelve characters is cut from its log group and does not hold it', () => {
  const held = heldByOneTextOfEachGroup(bodyOf(1 * KIB), 'safe', 'tiny');
  expect(held).toBeLessThan(GROUPS * 10 * KIB);
});

it('a text of a record above 8 KiB holds only itself', () => {
  const held = heldByOneTextOfEachGroup(bodyOf(20 * KIB), 'safe');
  expect(held).toBeLessThan(GROUPS * 10 * KIB);
});

it('with shared strings it holds its log group, as it says', () => {
  const held = heldByOneTextOfEachGroup(bodyOf(1 * KIB), 'shared');
  expect(held).toBeGreaterThan(GROUPS * LOGS_IN_GROUP * KIB * 0.9);
});

it('a group above 256 KiB is not shared', () => {
  const held = heldByOneTextOfEachGroup(bodyOf(3 * KIB), 'shared');
  expect(held).toBeLessThan(GROUPS * 20 * KIB);
});

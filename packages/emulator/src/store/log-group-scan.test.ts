import { encodeLogGroup } from '@polylog/driver-kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFilter } from '../sls/query.js';
import { FilterBeyondUs, filterGroup } from './filter.js';
import { NotALogGroup, scanLogGroup, slsGroup } from './log-group-scan.js';

const pairs = fc.array(fc.tuple(fc.string(), fc.string({ unit: 'grapheme' })), { maxLength: 5 });
const groups = fc.record({
  logs: fc.array(fc.record({ timeSeconds: fc.nat(), contents: pairs }), { maxLength: 6 }),
  topic: fc.string(),
  tags: pairs,
});

describe('scanning a log group', () => {
  test('finds every log, its time and its contents, where they stand', () => {
    fc.assert(
      fc.property(groups, (group) => {
        const bytes = encodeLogGroup(group);
        const found = scanLogGroup(bytes, slsGroup).map(({ time, contents }) => ({
          timeSeconds: time,
          contents: contents.map(({ key, value }) => [key.toString(), value.toString()]),
        }));
        expect(found).toEqual(group.logs);
      }),
    );
  });

  test('of hostile bytes says that it is none, and nothing else happens', () => {
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      // One byte of a good group changed, or its end cut off.
      fc.tuple(groups, fc.nat(), fc.nat(255), fc.boolean()).map(([group, at, value, cut]) => {
        const bytes = encodeLogGroup(group);
        if (cut) return bytes.subarray(0, at % (bytes.length + 1));
        if (bytes.length > 0) bytes[at % bytes.length] = value;
        return bytes;
      }),
    );
    fc.assert(
      fc.property(hostile, (bytes) => {
        try {
          for (const log of scanLogGroup(bytes, slsGroup)) expect(log.end).toBeLessThanOrEqual(bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(NotALogGroup);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('filtering', () => {
  test('with * gives a group back byte for byte', () => {
    fc.assert(
      fc.property(groups, (group) => {
        const bytes = encodeLogGroup(group);
        const kept = filterGroup(bytes, slsGroup, parseFilter('*'));
        if (group.logs.length === 0) expect(kept).toBeUndefined();
        else expect(kept).toEqual({ group: bytes, lines: group.logs.length });
      }),
    );
  });

  test('keeps topic and tags beside the logs that pass', () => {
    const log = (text: string) => ({ timeSeconds: 1, contents: [['k', text] as const] });
    const group = { topic: 't', tags: [['a', 'b'] as const] };
    const bytes = encodeLogGroup({ ...group, logs: [log('yes 1'), log('no'), log('yes 2')] });
    const filter = (query: string) => filterGroup(bytes, slsGroup, parseFilter(query));
    expect(filter('k: yes')).toEqual({
      group: encodeLogGroup({ ...group, logs: [log('yes 1'), log('yes 2')] }),
      lines: 2,
    });
    expect(filter('other: yes')).toBeUndefined();
    expect(filter('"yes 2" and k: yes')?.lines).toBe(1);
  });

  test.each(['* | where x', 'a or b', 'not a', 'k > 1', ''])('"%s" is beyond it', (query) => {
    expect(() => parseFilter(query)).toThrow(FilterBeyondUs);
  });
});

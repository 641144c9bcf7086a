import { createFakeClock } from '@polylog/core/testing';
import { describe, expect, test } from 'vitest';
import { type ClsFixture, oneClsLog, startClsFixture } from '../../../testing/cls-fixture.js';
import type { ClsSwitches } from '../switches.js';

/** Partition 1 with log groups `0`, `1`, …, received a second after the other; the clock stands at the last one. */
async function withGroups(
  count: number,
  switches: Partial<ClsSwitches> = {},
): Promise<ClsFixture & { readonly startSeconds: number }> {
  const fixture = await startClsFixture({ switches }, { clock: createFakeClock() });
  const { cls, clock } = fixture.emulator;
  const startSeconds = clock.now() / 1000;
  for (let n = 0; n < count; n++) {
    if (n > 0) clock.advance(1000);
    cls.put('top', oneClsLog(String(n)));
  }
  return { ...fixture, startSeconds };
}

const texts = (groups: readonly Buffer[]): string => groups.map((group) => group.toString().at(-1)).join('');

describe('a pull', () => {
  test('gives log groups in order, and the place behind them', async () => {
    const { page } = await withGroups(3);
    const first = await page();
    expect([texts(first.groups), first.next]).toEqual(['012', 3n]);
    const second = await page({ StartOffset: 1 });
    expect([texts(second.groups), second.next]).toEqual(['12', 3n]);
  });

  test('at the tail gives an empty list and the place itself, never -1', async () => {
    const { page, emulator } = await withGroups(1);
    expect(await page({ StartOffset: 1 })).toEqual({ next: 1n, message: [], groups: [] });
    emulator.cls.put('top', oneClsLog('9'));
    expect(texts((await page({ StartOffset: 1 })).groups)).toBe('9');
  });

  test('gives as much as Size says, and at least one log group', async () => {
    const { page } = await withGroups(5);
    const { length } = oneClsLog('0');
    const read = async (Size: number): Promise<string> => texts((await page({ Size })).groups);
    expect([await read(0), await read(1), await read(2 * length), await read(2 * length + 1)]).toEqual([
      '0',
      '0',
      '01',
      '01',
    ]);
    expect(await read(20 * 1024 * 1024)).toBe('01234');
  });

  test('keeps each log group in an envelope that names logset and topic', async () => {
    const { page, emulator } = await withGroups(1);
    const envelope = Buffer.from((await page()).message?.[0] as string, 'base64');
    const text = (at: number): string =>
      envelope
        .subarray(at, at + 36)
        .toString('latin1')
        .replace(/\0+$/, '');
    expect([envelope.readInt32BE(0), text(20), text(56)]).toEqual([130, 'set', 'top']);
    expect(envelope.readInt32BE(92)).toBe(envelope.length - 96);
    expect(Number(envelope.readBigInt64BE(4))).toBe(emulator.clock.now());
  });

  test('of a topic or partition that is not there is refused', async () => {
    const { pull } = await withGroups(1);
    expect(await pull('nope', {})).toMatchObject({ status: 404, code: 'TopicNotExist' });
    expect(await pull('top', { PartitionId: 9 })).toMatchObject({ status: 400, code: 'InvalidParam' });
    expect(await pull('top', { PartitionId: undefined })).toMatchObject({ status: 400, code: 'InvalidParam' });
    expect(await pull('top', { Size: -1 })).toMatchObject({ status: 400, code: 'InvalidParam' });
    expect(await pull('top', { CompressType: 'lz4' })).toMatchObject({ status: 400, code: 'InvalidCompressType' });
    expect(await pull('top', { StartOffset: 'x' })).toMatchObject({ status: 400, code: 'InvalidParam' });
  });

  test('at an expired offset, or one behind the end, is InvalidOffset', async () => {
    const { pull, page, emulator } = await withGroups(5);
    emulator.cls.expire('top', { beforeOffset: 2n });
    for (const StartOffset of [0, 1, 6]) {
      expect(await pull('top', { StartOffset })).toMatchObject({ status: 400, code: 'InvalidOffset' });
    }
    expect(texts((await page({ StartOffset: 2 })).groups)).toBe('234');
    expect(texts((await page()).groups)).toBe('234');
  });

  test('what has outlived the topic’s period is gone', async () => {
    const { page, emulator } = await withGroups(3);
    emulator.clock.advance(30 * 86_400_000);
    expect(texts((await page()).groups)).toBe('2');
    emulator.clock.advance(1);
    expect(await page()).toMatchObject({ next: 3n, groups: [] });
  });

  test('with a Query gives what passes and moves over the rest', async () => {
    const { page, pull } = await withGroups(4);
    const Query = 'log_keep(op_eq(v("text"), "2"))';
    const kept = await page({ Query });
    expect([texts(kept.groups), kept.next]).toEqual(['2', 4n]);
    expect(await page({ Query, StartOffset: 3 })).toEqual({ next: 4n, message: [], groups: [] });
    expect(await pull('top', { Query: 'select *' })).toMatchObject({ status: 400, code: 'SyntaxError' });
  });
});

describe('times of a pull', () => {
  test('StartTime is the place where StartOffset is negative, and nothing else', async () => {
    const { page, startSeconds } = await withGroups(4);
    const read = async (fields: object): Promise<string> => texts((await page(fields)).groups);
    expect(await read({ StartTime: startSeconds + 2 })).toBe('23');
    expect(await read({ StartTime: startSeconds + 2, StartOffset: 1 })).toBe('123');
    expect(await read({ StartTime: startSeconds + 9 })).toBe('');
  });

  test('EndTime is exclusive; -1 comes on an empty page, once the end is reached', async () => {
    const { page, startSeconds } = await withGroups(4);
    const EndTime = startSeconds + 2;
    const first = await page({ EndTime });
    expect([texts(first.groups), first.next]).toEqual(['01', 2n]);
    expect(await page({ EndTime, StartOffset: 2 })).toMatchObject({ groups: [], next: -1n });
    expect(await page({ EndTime, StartOffset: 4 })).toMatchObject({ groups: [], next: -1n });
  });

  test('an end that is still to come is none, until the clock or a log group gets there', async () => {
    const { page, startSeconds, emulator } = await withGroups(1);
    const range = { EndTime: startSeconds + 5, StartOffset: 1 };
    expect((await page(range)).next).toBe(1n);
    emulator.clock.advance(5000);
    expect((await page(range)).next).toBe(-1n);
    emulator.clock.advance(-4000);
    expect((await page(range)).next).toBe(1n);
  });
});

describe('switches', () => {
  test.each([0n, 1n, 2n ** 53n + 1n, 2n ** 62n])('offsetBase=%d: exact in both directions', async (offsetBase) => {
    const { page } = await withGroups(3, { offsetBase });
    expect((await page()).next).toBe(offsetBase + 3n);
    expect(texts((await page({ StartOffset: offsetBase + 1n })).groups)).toBe('12');
    expect((await page({ StartOffset: offsetBase + 3n })).next).toBe(offsetBase + 3n);
  });

  test('offsets=bytes: as many as log groups have; one inside of a group is the next one’s', async () => {
    const { page } = await withGroups(3, { offsets: 'bytes' });
    const step = BigInt(oneClsLog('0').length);
    expect((await page()).next).toBe(3n * step);
    const { groups, next } = await page({ StartOffset: step + 1n, Size: 1 });
    expect([texts(groups), next]).toEqual(['2', 3n * step]);
  });

  test('offsets=per-log: as many as logs', async () => {
    const { page, emulator } = await startClsFixture({ switches: { offsets: 'per-log' } });
    const logs = [1, 2, 3].map((time) => ({ time, contents: [] }));
    emulator.cls.put('top', { logs });
    expect(emulator.cls.put('top', { logs: [] }).offset).toBe(3n);
    expect((await page()).next).toBe(4n);
  });

  test('logTime=microseconds', async () => {
    const { page, emulator } = await startClsFixture({ switches: { logTime: 'microseconds' } });
    emulator.cls.put('top', { logs: [{ time: 1_700_000_000, contents: [] }] });
    expect((await page()).groups[0]?.toString('hex')).toBe('0a09088080f9c0c1c48203');
  });

  test.each([
    ['milliseconds', 1],
    ['seconds', 1 / 1000],
    ['microseconds', 1000],
  ] as const)('envelopeTime=%s', async (envelopeTime, factor) => {
    const { page, startSeconds } = await withGroups(1, { envelopeTime });
    const envelope = Buffer.from((await page()).message?.[0] as string, 'base64');
    expect(Number(envelope.readBigInt64BE(4))).toBe(startSeconds * 1000 * factor);
  });

  test('pullSize=groups: Size counts log groups, at least one', async () => {
    const { page } = await withGroups(5, { pullSize: 'groups' });
    expect([texts((await page({ Size: 3 })).groups), texts((await page({ Size: 0 })).groups)]).toEqual(['012', '0']);
  });

  test('pullMinBytes refuses a smaller Size, pullMaxBytes cuts a larger one', async () => {
    const { pull, page } = await withGroups(5, { pullMinBytes: 10, pullMaxBytes: 2 * oneClsLog('0').length });
    expect(await pull('top', { Size: 9 })).toMatchObject({ status: 400, code: 'InvalidParam' });
    expect(texts((await page({ Size: 10_000 })).groups)).toBe('01');
  });

  test('emptyMessage=null', async () => {
    const { page } = await withGroups(1, { emptyMessage: 'null' });
    expect((await page({ StartOffset: 1 })).message).toBeNull();
    expect((await page()).message).toHaveLength(1);
  });

  test.each([
    ['zero', 0n],
    ['minus-one', -1n],
  ] as const)('caughtUp=%s', async (caughtUp, next) => {
    const { page } = await withGroups(1, { caughtUp });
    expect((await page({ StartOffset: 1 })).next).toBe(next);
    expect((await page()).next).toBe(1n);
  });

  test('endOfRange=with-data: -1 beside the last log groups', async () => {
    const { page, startSeconds } = await withGroups(4, { endOfRange: 'with-data' });
    const { groups, next } = await page({ EndTime: startSeconds + 2 });
    expect([texts(groups), next]).toEqual(['01', -1n]);
    expect((await page({ EndTime: startSeconds + 2, Size: 1 })).next).toBe(1n);
  });

  test.each([
    ['filters', '23'],
    ['ignored', '0123'],
  ] as const)('startTime=%s', async (startTime, from) => {
    const { page, startSeconds } = await withGroups(4, { startTime });
    const StartTime = startSeconds + 2;
    expect(texts((await page({ StartTime })).groups)).toBe(from);
    const { groups, next } = await page({ StartTime, StartOffset: 0 });
    expect([texts(groups), next]).toEqual([from, 4n]);
  });

  test('timeBasis=logged: places go by the first log’s own time', async () => {
    const { page, emulator } = await startClsFixture({ switches: { timeBasis: 'logged' } });
    for (const n of [0, 1, 2])
      emulator.cls.put('top', { logs: [{ time: 1_700_000_000_000 + n * 1000, contents: [['text', String(n)]] }] });
    expect(texts((await page({ StartTime: 1_700_000_001 })).groups)).toBe('12');
    expect((await page({ StartOffset: 1, EndTime: 1_700_000_001 })).next).toBe(-1n);
  });

  test('invalidOffsetStatus and invalidOffsetCode', async () => {
    const { pull } = await withGroups(1, { invalidOffsetStatus: 404, invalidOffsetCode: 'invalidoffset' });
    expect(await pull('top', { StartOffset: 7 })).toMatchObject({ status: 404, code: 'invalidoffset' });
  });

  test('plainPull: JSON as it is, or refused', async () => {
    const { pull } = await withGroups(2);
    for (const CompressType of ['', undefined]) {
      const { json } = await pull('top', { CompressType });
      expect([json.Response.NextOffset, json.Response.Message.length]).toEqual([2, 2]);
    }
    const strict = await withGroups(2, { plainPull: 'refused' });
    expect(await strict.pull('top', { CompressType: '' })).toMatchObject({ status: 400, code: 'InvalidCompressType' });
  });
});

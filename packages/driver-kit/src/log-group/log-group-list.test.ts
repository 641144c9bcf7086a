import type { LogRecord } from '@polylog/core/driver';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLoopTurns, SLICE_BYTES } from '../turns/loop-turns.js';
import { encodeLogGroup, frameLogGroup, type LogGroupInput } from './encode.js';
import { slsFieldMap } from './field-map.js';
import { type LogGroupList, readLogGroupList, readLogGroupListInTurns } from './log-group-list.js';
import { slsMessages } from './messages.js';

/** Vector E of the vendors' SDKs. */
const vectorE = Buffer.from(
  '0a3008f2bb99cd06120d0a056c6576656c1204696e666f12140a036d7367120d68c3a96c6c6f20e697a5e5bf972515cd5b07' +
    '0a1e08f3bb99cd06120d0a056c6576656c12047761726e12070a036d73671200' +
    '1a03617070220831302e302e302e3732150a0c5f5f686f73746e616d655f5f12057765622d31320b0a03656e76120470726f64',
  'hex',
);

const recordId = (group: number, index: number): string => `${group}/${index}`;
const read = (bytes: Buffer, strings?: 'safe' | 'shared'): LogGroupList =>
  readLogGroupList(bytes, { fields: slsFieldMap, recordId, ...(strings && { strings }) });
/** Everything that can be asked of a record, as plain data. */
function plain(record: LogRecord): unknown {
  const entries = [...record.entries()];
  return {
    id: record.id,
    timeNs: record.timeNs,
    epochMs: record.epochMs,
    body: record.body,
    topic: record.topic,
    source: record.source,
    host: record.host,
    path: record.path,
    tags: [...record.tags],
    entries,
    object: Object.entries(record.toObject()).sort(),
    got: entries.map(([name]) => record.get(name)),
    bytes: entries.map(([name]) => Buffer.from(record.getBytes(name) ?? []).toString('hex')),
    missing: record.get('no field has this name'),
  };
}

interface Pair {
  Key: string;
  Value: Buffer;
}
interface Message {
  LogGroups?: {
    Logs?: { Time: number; Time_ns?: number; Contents?: Pair[] }[];
    Topic?: string;
    Source?: string;
    LogTags?: Pair[];
  }[];
}

/** The same by protobufjs, the reference. */
function expected(bytes: Buffer): unknown[] {
  const list = slsMessages.LogGroupList.decode(bytes) as Message;
  const own = (message: object, name: string): string | undefined =>
    Object.hasOwn(message, name) ? (message as Record<string, string>)[name] : undefined;
  const firstOf = (pairs: Pair[]): Map<string, Buffer> =>
    new Map(pairs.map((p) => [p.Key, p.Value] as const).reverse());
  return (list.LogGroups ?? []).flatMap((group, g) => {
    const pairs = group.LogTags ?? [];
    const first = firstOf(pairs);
    const tags = new Map([...new Set(pairs.map((p) => p.Key))].map((key) => [key, String(first.get(key))]));
    return (group.Logs ?? []).map((log, i) => {
      const contents = log.Contents ?? [];
      const values = firstOf(contents);
      const text = (name: string): string | undefined => values.get(name)?.toString();
      const ns = log.Time_ns ?? 0;
      return {
        id: `${g}/${i}`,
        timeNs: BigInt(log.Time) * 1_000_000_000n + BigInt(ns),
        epochMs: log.Time * 1000 + Math.floor(ns / 1_000_000),
        body: text('content'),
        topic: own(group, 'Topic'),
        source: own(group, 'Source'),
        host: tags.get('__hostname__'),
        path: tags.get('__path__'),
        tags: [...tags],
        entries: contents.map((p) => [p.Key, p.Value.toString()]),
        object: [...values.keys()].map((key) => [key, text(key)]).sort(),
        got: contents.map((p) => text(p.Key)),
        bytes: contents.map((p) => values.get(p.Key)?.toString('hex')),
        missing: undefined,
      };
    });
  });
}

const names = fc.oneof(
  fc.constantFrom(
    'level',
    'msg',
    'content',
    '',
    '消息',
    '😀',
    'a',
    '__proto__',
    'constructor',
    'toString',
    '\uFFFD',
    '\uD800',
  ),
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const values = fc.oneof(
  fc.constantFrom(
    '',
    'info',
    '订单创建成功',
    'smile 😀',
    '\uFEFFwith a mark',
    'x'.repeat(200),
    'é'.repeat(90),
    'y'.repeat(9000),
  ),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.uint8Array({ maxLength: 20 }),
);
const pairs = fc.array(fc.tuple(names, values), { maxLength: 6 });
const tagNames = fc.oneof(fc.constantFrom('__hostname__', '__path__', 'env'), names);
const groups: fc.Arbitrary<LogGroupInput> = fc.record(
  {
    logs: fc.array(
      fc.record(
        {
          timeSeconds: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
          timeNsPart: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
          contents: pairs,
        },
        { requiredKeys: ['timeSeconds', 'contents'] },
      ),
      { maxLength: 4 },
    ),
    topic: fc.string({ unit: 'grapheme', maxLength: 10 }),
    source: fc.string({ maxLength: 10 }),
    category: fc.string({ maxLength: 10 }),
    machineUuid: fc.string({ maxLength: 10 }),
    tags: fc.array(fc.tuple(tagNames, values), { maxLength: 4 }),
  },
  { requiredKeys: ['logs'] },
);
const lists = fc
  .array(groups, { maxLength: 4 })
  .map((list) => Buffer.concat(list.map((g) => frameLogGroup(encodeLogGroup(g)))));

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];
const field = (number: number, bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes]);

/** Fields that no message has, and known numbers in a form that they do not have. */
const strangers = fc.oneof(
  fc.tuple(fc.constantFrom(9, 15, 16, 2000, 2 ** 29 - 1), fc.uint8Array({ maxLength: 9 })).map(([n, b]) => field(n, b)),
  fc
    .tuple(fc.constantFrom(2, 3, 9, 70_000), fc.integer({ min: 0, max: 2 ** 40 }))
    .map(([n, v]) => Buffer.from([...varint(n * 8), ...varint(v)])),
  fc
    .tuple(fc.constantFrom(1, 2, 9), fc.uint8Array({ minLength: 8, maxLength: 8 }))
    .map(([n, b]) => Buffer.from([...varint(n * 8 + 1), ...b])),
  fc
    .tuple(fc.constantFrom(1, 2, 9), fc.uint8Array({ minLength: 4, maxLength: 4 }))
    .map(([n, b]) => Buffer.from([...varint(n * 8 + 5), ...b])),
);
/** The given fields in any order, strangers among them. */
const mixed = (...fields: fc.Arbitrary<Buffer | Buffer[]>[]): fc.Arbitrary<Buffer> =>
  fc
    .tuple(fc.array(strangers, { maxLength: 2 }), ...fields)
    .chain((all) => {
      const flat = all.flat() as Buffer[];
      return fc.shuffledSubarray(flat, { minLength: flat.length });
    })
    .map((shuffled) => Buffer.concat(shuffled));
const text = (number: number, value: fc.Arbitrary<string | Uint8Array>): fc.Arbitrary<Buffer> =>
  value.map((v) => field(number, Buffer.from(v)));
const pairMessage = (name: fc.Arbitrary<string>): fc.Arbitrary<Buffer> => mixed(text(1, name), text(2, values));
const times = fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((time) => Buffer.from([0x08, ...varint(time)]));
const nanos = fc.uint8Array({ minLength: 4, maxLength: 4 }).map((ns) => Buffer.from([0x25, ...ns]));
const logMessage = mixed(
  fc.array(times, { minLength: 1, maxLength: 2 }),
  fc.array(nanos, { maxLength: 2 }),
  fc.array(
    pairMessage(names).map((p) => field(2, p)),
    { maxLength: 4 },
  ),
);
const groupMessage = mixed(
  fc.array(
    logMessage.map((log) => field(1, log)),
    { maxLength: 4 },
  ),
  fc.array(text(3, names), { maxLength: 2 }),
  fc.array(text(4, names), { maxLength: 2 }),
  fc.array(
    pairMessage(tagNames).map((p) => field(6, p)),
    { maxLength: 3 },
  ),
);
const strangeLists = mixed(
  fc.array(
    groupMessage.map((group) => field(1, group)),
    { maxLength: 3 },
  ),
);

describe('the log group reader', () => {
  it('reads vector E of the vendors', () => {
    const list = read(frameLogGroup(vectorE));
    expect([list.groupCount, list.recordCount]).toEqual([1, 2]);
    const [first, second] = [...list.records];
    expect(first).toMatchObject({
      id: '0/0',
      timeNs: 1_772_510_706_123_456_789n,
      epochMs: 1_772_510_706_123,
      topic: 'app',
      source: '10.0.0.7',
      host: 'web-1',
      path: undefined,
      body: undefined,
    });
    expect(first?.toObject()).toEqual({ level: 'info', msg: 'héllo 日志' });
    expect(second?.timeNs).toBe(1_772_510_707_000_000_000n);
    expect([...(second?.entries() ?? [])]).toEqual([
      ['level', 'warn'],
      ['msg', ''],
    ]);
    expect(second?.tags).toEqual(
      new Map([
        ['__hostname__', 'web-1'],
        ['env', 'prod'],
      ]),
    );
  });

  it.each(['safe', 'shared'] as const)('agrees with protobufjs on whatever is encoded (strings: %s)', (strings) => {
    fc.assert(
      fc.property(lists, (bytes) => {
        const list = read(bytes, strings);
        const records = [...list.records].map(plain);
        expect(records).toEqual(expected(bytes));
        expect(list.recordCount).toBe(records.length);
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with protobufjs on fields in any order, fields that come twice, and fields nobody knows', () => {
    let records = 0;
    fc.assert(
      fc.property(strangeLists, (bytes) => {
        const want = expected(bytes);
        expect([...read(bytes).records].map(plain)).toEqual(want);
        records += want.length;
      }),
      { numRuns: 1000 },
    );
    expect(records).toBeGreaterThan(500);
  });

  it('meets damage with corrupt-data, or agrees with protobufjs', () => {
    const damage = fc.oneof(
      fc.record({ kind: fc.constant('set' as const), at: fc.nat(), byte: fc.nat(255) }),
      fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), byte: fc.nat(255) }),
      fc.record({
        kind: fc.constant('insert' as const),
        at: fc.nat(),
        byte: fc.constantFrom(0, 1, 2, 8, 10, 18, 127, 128, 255),
      }),
      fc.record({ kind: fc.constant('remove' as const), at: fc.nat(), byte: fc.integer({ min: 1, max: 4 }) }),
    );
    const tally = { refused: 0, agreed: 0 };
    fc.assert(
      fc.property(fc.oneof(lists, strangeLists), fc.array(damage, { minLength: 1, maxLength: 3 }), (list, damages) => {
        let bytes = list;
        for (const { kind, at, byte } of damages) {
          const place = at % (bytes.length + 1);
          const [head, tail] = [bytes.subarray(0, place), bytes.subarray(place)];
          if (kind === 'cut') bytes = head;
          else if (kind === 'insert') bytes = Buffer.concat([head, Buffer.from([byte]), tail]);
          else if (kind === 'remove') bytes = Buffer.concat([head, tail.subarray(byte)]);
          else bytes = Buffer.concat([head, Buffer.from([byte]), tail.subarray(1)]);
        }
        let ours: LogGroupList;
        try {
          ours = read(bytes);
        } catch (error) {
          expect(error).toMatchObject({ name: 'ConsumerError', code: 'corrupt-data' });
          tally.refused++;
          return;
        }
        expect([...ours.records].map(plain)).toEqual(expected(bytes));
        tally.agreed++;
      }),
      { numRuns: 6000 },
    );
    // Both ways were really taken.
    expect(Math.min(tally.refused, tally.agreed)).toBeGreaterThan(500);
  });

  it.each([
    ['a group longer than the body', 'longer than', [0x0a, 5, 0x0a]],
    ['a log longer than its group', 'longer than', [0x0a, 4, 0x0a, 3, 0x08, 1, 0, 0]],
    ['a content longer than its log', 'longer than', [0x0a, 6, 0x0a, 4, 0x08, 1, 0x12, 2, 0x0a, 0]],
    ['a length of 2 ** 32 + 2', 'longer than', [0x0a, 0x82, 0x80, 0x80, 0x80, 0x10, 0, 0]],
    ['a length of six bytes', 'too many bytes', [0x0a, ...Array(5).fill(0x80), 0]],
    ['a field number of six bytes', 'too many bytes', [0x8a, ...Array(4).fill(0x80), 0, 0]],
    ['a time of eleven bytes', 'too many bytes', [0x0a, 14, 0x0a, 12, 0x08, ...Array(10).fill(0x80), 1]],
    ['a tag that is cut', 'ends inside', [0x8a]],
    ['field number 0', 'impossible number', [0x02, 0]],
    ['a fixed32 that is cut', 'ends inside', [0x0a, 7, 0x0a, 5, 0x08, 1, 0x25, 0, 0, 0, 0]],
    ['a group in the old sense (wire type 3)', 'wire type', [0x1b, 0x1c]],
    ['wire type 7', 'wire type', [0x0f]],
    ['a log without a time', 'without a time', [0x0a, 2, 0x0a, 0]],
    ['a content without a value', 'without a value', [0x0a, 9, 0x0a, 7, 0x08, 1, 0x12, 3, 0x0a, 1, 97]],
    ['a content without a name', 'without a name', [0x0a, 9, 0x0a, 7, 0x08, 1, 0x12, 3, 0x12, 1, 97]],
    ['a tag without a value', 'without a value', [0x0a, 5, 0x32, 3, 0x0a, 1, 97]],
  ])('refuses %s before any record is made', (_, why, bytes) => {
    expect(() => read(Buffer.from(bytes))).toThrow(
      expect.objectContaining({ code: 'corrupt-data', message: expect.stringContaining(why) }),
    );
  });

  it('checks a large body in slices, each in a turn of the loop, and is the same list then', async () => {
    const logs = Array.from({ length: 500 }, (_, i) => ({ timeSeconds: i, contents: [['level', 'info']] as const }));
    const group = frameLogGroup(encodeLogGroup({ logs }));
    const bytes = Buffer.concat(Array(1_500).fill(group));
    let turns = 0;
    const counted = createLoopTurns((run) => {
      turns++;
      setImmediate(run);
    });
    const options = { fields: slsFieldMap, recordId };
    const { signal } = new AbortController();
    const list = await readLogGroupListInTurns(bytes, options, signal, counted);
    expect([list.groupCount, list.recordCount]).toEqual([1_500, 750_000]);
    expect(turns).toBeGreaterThan(bytes.length / SLICE_BYTES - 1);
    expect([...list.records].at(-1)?.id).toBe('1499/499');
    await expect(readLogGroupListInTurns(bytes, options, AbortSignal.abort(), counted)).rejects.toThrow('aborted');
    const cut = readLogGroupListInTurns(bytes.subarray(0, -1), options, signal, counted);
    await expect(cut).rejects.toMatchObject({ code: 'corrupt-data' });
  });

  it('counts groups without logs, and an empty body', () => {
    const list = read(Buffer.from([0x0a, 0, 0x0a, 0]));
    expect([list.groupCount, list.recordCount, [...list.records]]).toEqual([2, 0, []]);
    expect(read(Buffer.alloc(0))).toMatchObject({ groupCount: 0, recordCount: 0 });
  });

  it('takes the low 32 bits of a time that is longer, as protobufjs does', () => {
    const bytes = Buffer.from([0x0a, 9, 0x0a, 7, 0x08, 0x85, 0x80, 0x80, 0x80, 0x80, 0x01]);
    expect([...read(bytes).records].map(plain)).toEqual(expected(bytes));
    expect([...read(bytes).records][0]?.timeNs).toBe(5_000_000_000n);
  });
});
